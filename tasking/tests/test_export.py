"""The list of requests as a file: the rows of the page, text as text, one line in the register."""

import csv
import io
import zipfile

import odfdo
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tasking import services
from tasking.models import TaskingRequest
from tasking.tests.factories import TaskingRequestFactory
from tasking.tests.test_pasted import SAMPLES, kept
from toex.accounts.choices import Role
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent, Export
from toex.core.sheets import RISKY, safe
from toex.web.tests.taking import take

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("https://elsewhere.example","Exercise")'


@pytest.fixture
def row():
    return TaskingRequestFactory(submitted=True)


@pytest.fixture
def officer(row):
    return UserFactory(role=Role.GATEWAY_OFFICER, region=row.region)


def rows_of(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def book_of(answer):
    return load_workbook(io.BytesIO(answer.content))


def document_of(answer):
    return odfdo.Document(io.BytesIO(answer.content))


def lines_of(document, name):
    table = document.body.get_table(name=name)
    return [[cell.value for cell in line.cells] for line in table.rows]


def table_in(document, name):
    """Return the headings and the lines of the table of a list, under its two lines of text."""
    return lines_of(document, name)[2:]


def table_of(answer):
    headings, *rows = list(book_of(answer)["Requests"].values)[2:]
    return [dict(zip(headings, each, strict=True)) for each in rows]


class TestCsv:
    def test_holds_the_rows_in_sight_and_is_registered(self, client, row, officer):
        TaskingRequestFactory(submitted=True)  # of another region
        answer = take(client, officer, "/requests/export.csv")

        line = Export.objects.get()
        assert [each["Reference"] for each in rows_of(answer)] == [row.reference]
        assert (line.kind, line.rows, line.region) == ("requests", 1, row.region)
        assert line.name == answer.headers["Content-Disposition"].partition('"')[2][:-1]
        assert AuditEvent.objects.get(action="request.export").shown == [row.reference]

    def test_has_every_answer_and_speaks_of_the_force(self, client, row, officer):
        TaskingRequest.objects.update(
            immediate_risk=True, deconfliction_done=False, four_p_plan=None, suspects_known=0
        )

        (line,) = rows_of(take(client, officer, "/requests/export.csv"))

        told = [
            "Is anyone at immediate risk of harm?",
            "Has deconfliction been done?",
            "Is there a 4P plan (pursue, prevent, protect, prepare)?",
            "Number of suspects and persons of interest",
        ]
        assert [line[each] for each in told] == ["Yes", "No", "Not provided", "0"]
        assert "Rank or role of who asks" in line
        assert not [label for label in line if "your" in label.lower()]

    def test_follows_the_filters_and_the_tab_of_the_page(self, client, row, officer):
        other = TaskingRequestFactory(decided=True, force=row.force)
        for query, found in (
            ("", {row.reference, other.reference}),
            ("?state=submitted", {row.reference}),
            ("?tab=decided", {other.reference}),
            ("?q=nothing-like-it", set()),
            ("?submitted_from_day=1&submitted_from_month=1&submitted_from_year=2090", set()),
            ("?waiting_on=gateway", {row.reference}),
        ):
            answer = take(client, officer, f"/requests/export.csv{query}")
            assert {each["Reference"] for each in rows_of(answer)} == found

    def test_a_formula_stays_text(self, client, row, officer):
        type(row).objects.filter(pk=row.pk).update(title=FORMULA)

        (line,) = rows_of(take(client, officer, "/requests/export.csv"))

        assert line["Title"] == f"'{FORMULA}"

    @pytest.mark.parametrize("first", RISKY)
    def test_taking_our_mark_away_gives_the_text_again(self, first):
        assert safe(f"{first}x").removeprefix("'") == f"{first}x"
        assert not safe(f"{first}x").startswith(first) or first == "'"


class TestWorkbook:
    def test_has_cover_contents_notes_and_table_and_nothing_hidden(self, client, row, officer):
        answer = take(client, officer, "/requests/export.xlsx?state=submitted")

        book = book_of(answer)
        cover = "\n".join(str(each) for (each, *_) in book["Cover"].values)
        assert book.sheetnames == ["Cover", "Contents", "Notes", "Requests"]
        assert all(sheet.sheet_state == "visible" for sheet in book)
        assert "OFFICIAL-SENSITIVE" in cover
        assert "Filter: Status: Sent" in cover
        assert f"Taken by {officer.name}" in cover
        assert "For Exercise partner: work on a request or a case" in cover
        with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
            assert not [name for name in parts.namelist() if "extern" in name or "comm" in name]

    def test_a_formula_stays_text(self, client, row, officer):
        type(row).objects.filter(pk=row.pk).update(title=FORMULA)
        answer = take(client, officer, "/requests/export.xlsx")

        cells = [each for sheet in book_of(answer) for line in sheet for each in line]
        assert [each.data_type for each in cells if each.value == FORMULA] == ["s"]
        assert "f" not in {each.data_type for each in cells}

    def test_nothing_is_blank(self, client, row, officer):
        (line,) = table_of(take(client, officer, "/requests/export.xlsx"))

        assert all(line.values())
        assert line["Objectives"] == "Not provided"

    def test_is_a_table_without_rows_where_there_are_none(self, client, officer):
        answer = take(client, officer, "/requests/export.xlsx?q=nothing-like-it")

        assert answer.headers["Content-Type"].endswith("sheet")
        assert Export.objects.get().rows == 0


class TestOpenDocument:
    def test_has_the_same_pages_as_the_workbook_and_nothing_hidden(self, client, row, officer):
        answer = take(client, officer, "/requests/export.ods?state=submitted")

        document = document_of(answer)
        cover = [line for (line,) in lines_of(document, "Cover")]
        assert [each.name for each in document.body.tables] == [
            "Cover", "Contents", "Notes", "Requests",
        ]  # fmt: skip
        assert cover[:2] == ["Tasking requests", "OFFICIAL-SENSITIVE"]
        assert "Filter: Status: Sent" in cover
        with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
            content = parts.read("content.xml").decode()
            assert set(parts.namelist()) == {
                "mimetype", "content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml",
            }  # fmt: skip
        assert 'table:display="false"' not in content
        assert "table:visibility" not in content

    def test_a_formula_stays_text(self, client, row, officer):
        type(row).objects.filter(pk=row.pk).update(title=FORMULA)
        answer = take(client, officer, "/requests/export.ods")

        headings, line = table_in(document_of(answer), "Requests")
        assert line[headings.index("Title")] == FORMULA
        with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
            assert "table:formula" not in parts.read("content.xml").decode()

    def test_is_in_the_register_and_a_table_where_there_are_no_rows(self, client, officer):
        answer = take(client, officer, "/requests/export.ods?q=nothing-like-it")

        assert answer.headers["Content-Type"].endswith("opendocument.spreadsheet")
        assert (Export.objects.get().rows, document_of(answer).get_type()) == (0, "spreadsheet")


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_what_was_pasted_leaves_as_it_was_pasted(client, sample):
    row = TaskingRequestFactory(draft=True)
    services.change_request(
        row, version=row.version, by=row.requester, at=row.created_at, summary=sample
    )

    (of_csv,) = rows_of(take(client, row.requester, "/requests/export.csv"))
    (of_book,) = table_of(take(client, row.requester, "/requests/export.xlsx"))
    ods = document_of(take(client, row.requester, "/requests/export.ods"))

    assert of_csv["Summary of the threat"] == kept(sample)
    assert of_book["Summary of the threat"] == kept(sample)
    headings, line = table_in(ods, "Requests")
    assert line[headings.index("Summary of the threat")] == kept(sample)


class TestAsking:
    def test_says_how_many_rows_are_about_to_leave(self, client, row, officer):
        client.force_login(officer)

        page = client.get("/requests/export.csv?state=submitted").content.decode()

        assert "1 request (CSV)" in page
        assert 'href="/requests/?state=submitted"' in page

    def test_more_than_the_most_rows_do_not_leave(self, client, row, officer, settings):
        settings.EXPORT_MOST_ROWS = 0

        page = take(client, officer, "/requests/export.csv")

        assert "More than 0 rows cannot leave in one file." in page.content.decode()
        assert "Content-Disposition" not in page.headers
        assert not Export.objects.exists()

    def test_a_filter_that_cannot_be_read_is_refused(self, client, officer):
        client.force_login(officer)

        assert client.get("/requests/export.csv?state=lost").status_code == 400

    def test_is_led_to_from_the_list_with_its_filters(self, client, row, officer):
        client.force_login(officer)

        page = client.get("/requests/?tab=progress&page=1").content.decode()

        assert 'href="/requests/export.xlsx?tab=progress"' in page

    @pytest.mark.parametrize("role", ["auditor", "administrator"])
    def test_is_closed_to_whoever_sees_no_requests(self, client, role):
        client.force_login(UserFactory(**{role: True}))

        assert client.get("/requests/export.csv").status_code == 403

    def test_asks_as_often_for_many_rows_as_for_one(self, client, row, officer):
        def queries():
            with CaptureQueriesContext(connection) as asked:
                take(client, officer, "/requests/export.csv")
            return len(asked)

        queries()
        few = queries()
        for _ in range(5):
            TaskingRequestFactory(submitted=True, force=row.force)

        assert queries() == few
