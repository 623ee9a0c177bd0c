"""Where a revised and a provisional number is marked: page, workbook, document and data alike."""

import csv
import io
import json
from datetime import date, timedelta

import odfdo
import openpyxl
import pytest
from django.core.management import call_command

from metrics.choices import Status
from metrics.files.charting import charts_of
from metrics.files.sheets import sheets_of
from metrics.packs.content import data_of, pack_pdf, places_of
from metrics.releases.provisional import is_provisional
from metrics.tests.snapshots import a_snapshot
from metrics.tests.test_releases import OUT_AT, a_case, arrests, frozen, published
from toex.accounts.tests.factories import UserFactory
from toex.core.tests.pdf import text_of

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
    assert "per million people</a> [p]" in page


def pack_of(snapshot, name):
    place = next(each for each in places_of(snapshot) if each.name == name)
    return data_of(snapshot, place), place


def table_with(pack, label):
    """Return the table of a pack that has a row of this name, and the row."""
    tables = [(each, {row[0]: row for row in each["rows"]}) for each in pack["tables"]]
    return next((table, rows[label]) for table, rows in tables if label in rows)


def test_a_pack_names_the_places_whose_numbers_were_revised(second):
    region, nation = "Eastern Region Special Operations Unit", "England and Wales"
    told = {
        "region-ersou": f"[r] {region}, {nation}",
        "region-emsou": f"[r] {nation}",
        "force-essex": f"[r] Essex, {region}, {nation}",
        "force-kent": f"[r] {region}, {nation}",
    }
    for name, note in told.items():
        pack, _ = pack_of(json.loads(second.snapshot), name)
        table, row = table_with(pack, "Arrests")

        assert table["header"][-1] == "Notes"
        assert all(text.endswith(" [p]") for text in table["header"][1:-1])
        assert row[-2:] == ["41", note]
        assert {each[-1] for each in table["rows"] if each != row} == {"No note"}


def test_a_pack_says_what_its_marks_mean(second):
    snapshot = json.loads(second.snapshot)
    text = " ".join(text_of(pack_pdf(snapshot, pack_of(snapshot, "region-ersou")[1])).split())

    assert "[r] Eastern Region" in text
    assert "Revised since the edition before." in text
    assert "Provisional: one of the four latest quarters" in text


def test_what_is_hidden_is_not_said_to_be_revised_in_a_pack():
    snapshot = a_snapshot()
    hidden = {row["region"] for row in snapshot["revisions"] if row["status"] != Status.OK}
    assert hidden == {"TARIAN"}

    _, shown = table_with(pack_of(snapshot, "region-emsou")[0], "Arrests")
    _, told = table_with(pack_of(snapshot, "region-tarian")[0], "Arrests")
    assert shown[-1] == "[r] East Midlands Special Operations Unit"
    assert "[c]" in told
    assert not any("[r]" in text for text in told)


def test_rates_of_a_provisional_release_say_so_in_workbook_and_pack():
    snapshot = a_snapshot(provisional=True)
    sheet = sheets_of(snapshot)[-1]
    pack, _ = pack_of(snapshot, "region-emsou")

    assert sheet.header[1] == "People safeguarded per million people [p]"
    assert pack["tables"][-1]["header"][1:3] == ["Per million people [p]", "Population"]


def test_a_pack_of_a_first_edition_of_long_ago_has_neither():
    snapshot = {**a_snapshot(), "revisions": [], "provisional": False}
    for table in pack_of(snapshot, "force-essex")[0]["tables"]:
        assert "Notes" not in table["header"]
        assert not any("[p]" in text for text in table["header"])


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

    assert charts["people-safeguarded-by-region"].endswith(" for each region shown")
    assert charts["cases-supported-by-region"].endswith(" for each region")
