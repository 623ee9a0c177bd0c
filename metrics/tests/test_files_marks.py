"""Where a revised and a provisional number is marked: page, workbook, document and data alike."""

import csv
import io
import json
from datetime import date, timedelta

import odfdo
import openpyxl
import pytest
from django.core.management import call_command

from metrics.files.charting import charts_of
from metrics.releases.provisional import is_provisional
from metrics.tests.snapshots import a_snapshot
from metrics.tests.test_releases import OUT_AT, a_case, arrests, frozen, published
from toex.accounts.tests.factories import UserFactory

LATER = OUT_AT + timedelta(days=30)
SHEET = "events-by-region"


@pytest.mark.parametrize(
    ("last", "told"), [("2022-12-31", True), ("2022-03-31", True), ("2021-12-31", False)]
)
def test_the_four_latest_quarters_are_provisional(last, told):
    assert is_provisional(date.fromisoformat(last), date(2023, 3, 12)) == told


@pytest.fixture
def second(db):
    """A second edition with seven arrests more in one region."""
    call_command("load_forces", verbosity=0)
    office, other = (UserFactory(programme_office=True) for _ in range(2))
    case = a_case()
    arrests(case, 20)
    arrests(a_case("derbyshire"), 14)
    published(office, other)
    arrests(case, 7)
    return published(office, other, at=LATER, reason="Exercise: late arrivals.")


def content(release, name):
    return bytes(release.files.get(name=name).content)


def test_a_workbook_names_the_revised_columns_of_a_row_and_its_numbers_stay_numbers(second):
    book = openpyxl.load_workbook(io.BytesIO(content(second, "tables.xlsx")))
    header, *rows = [row for row in book[SHEET].iter_rows(values_only=True) if row[1] is not None]
    by_place = {row[0]: row for row in rows}
    column = header.index("Arrests [p]")

    assert header[-1] == "Notes"
    ersou = next(row for place, row in by_place.items() if place.startswith("Eastern"))
    emsou = next(row for place, row in by_place.items() if place.startswith("East Mid"))
    assert (ersou[column], ersou[-1]) == (27, "[r] Arrests")
    assert (emsou[column], emsou[-1]) == (14, "No note")
    assert (by_place["England and Wales"][column], by_place["England and Wales"][-1]) == (
        41,
        "[r] Arrests",
    )


def test_a_document_says_the_same(second):
    document = odfdo.Document(io.BytesIO(content(second, "tables.ods")))
    told = [row for row in document.body.get_table(name=SHEET).get_values() if row[-1]]

    assert ["[r] Arrests" in str(row[-1]) for row in told].count(True) == 2
    assert any("Arrests [p]" in map(str, row) for row in told)


def test_data_has_a_column_of_notes(second):
    lines = list(csv.DictReader(io.StringIO(content(second, "figures.csv").decode())))
    revised = {
        (line["table"], line["region"])
        for line in lines
        if line["measure"] == "arrests" and "[r]" in line["notes"]
    }

    assert {("nation", ""), ("region", "ERSOU")} <= revised
    assert ("region", "EMSOU") not in revised
    assert {line["value"] for line in lines if "[r]" in line["notes"]} <= {"27", "41"}
    assert all("[p]" in line["notes"] for line in lines)


def test_a_page_has_the_mark_beside_the_number(second, client):
    client.force_login(UserFactory(force_lead=True))
    page = client.get(second.get_absolute_url()).text

    assert "27 [r]" in page
    assert "14 [r]" not in page
    assert "Arrests</a> [p]" in page


def test_a_first_edition_of_long_ago_has_neither(db):
    call_command("load_forces", verbosity=0)
    office = UserFactory(programme_office=True)
    arrests(a_case(), 20)
    row = frozen(office, at=OUT_AT + timedelta(days=900))

    assert json.loads(row.snapshot)["provisional"] is False
    assert "[p]" not in content(row, "figures.csv").decode()
    assert "[r]" not in content(row, "figures.csv").decode()


def test_a_chart_speaks_of_the_regions_shown_where_some_are_hidden():
    charts = {chart["code"]: chart["title"] for chart in charts_of(a_snapshot())}

    assert charts["people-safeguarded-by-region"].endswith(" for one of the regions shown")
    assert charts["cases-supported-by-region"].endswith(" for one region")
