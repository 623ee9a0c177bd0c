"""The spreadsheets of a release: only allow-listed parts, every cell filled, text never code."""

import csv
import io
import re
import xml.etree.ElementTree as ET

import odfdo
import openpyxl
import pytest

from metrics.files import build
from metrics.files.sheets import ONE_TABLE, Sheet, sheets_of
from metrics.files.tidy import COLUMNS
from metrics.files.xlsx import workbook
from metrics.tests.snapshots import FEARED, a_snapshot
from toex.core.archives import unpacked
from toex.core.sheets import safe

XLSX_ONCE = {
    *("[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml"),
    *("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedStrings.xml"),
    "xl/theme/theme1.xml",
}
ODS_PARTS = {"mimetype", "content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml"}
NEVER = ["hidden", "definedName", "externalLink", "comment", "customXml", "autoFilter", "macro"]
NEVER += ["mergeCell", "frozen", "hyperlink", "<f>", "dataValidation", "conditionalFormatting"]


def allowed(sheets):
    """Return the parts that a workbook of these worksheets may have."""
    tables = [number for number, sheet in enumerate(sheets, start=1) if sheet.header]
    return (
        XLSX_ONCE
        | {f"xl/worksheets/sheet{number}.xml" for number in range(1, len(sheets) + 1)}
        | {f"xl/worksheets/_rels/sheet{number}.xml.rels" for number in tables}
        | {f"xl/tables/table{number}.xml" for number in range(1, len(tables) + 1)}
    )


@pytest.fixture(scope="module")
def snapshot():
    return a_snapshot()


@pytest.fixture(scope="module")
def files(snapshot):
    return build(snapshot)


@pytest.fixture
def book(files):
    return openpyxl.load_workbook(io.BytesIO(files["tables.xlsx"]))


@pytest.fixture
def document(files):
    return odfdo.Document(io.BytesIO(files["tables.ods"]))


def test_the_same_release_gives_the_same_bytes_again(snapshot, files):
    assert build(snapshot) == files


class TestParts:
    def test_a_workbook_has_the_parts_of_its_worksheets_and_no_others(self, snapshot, files):
        assert set(unpacked(files["tables.xlsx"])) == allowed(sheets_of(snapshot))

    def test_a_further_sheet_is_found_out_by_the_list_of_parts(self, snapshot):
        sheets = sheets_of(snapshot)
        planted = workbook(snapshot, [*sheets, Sheet("Hidden", ["Everybody's names"])])
        assert set(unpacked(planted)) != allowed(sheets)

    def test_a_document_has_five_parts_and_no_others(self, files):
        assert set(unpacked(files["tables.ods"])) == ODS_PARTS

    def test_an_open_document_begins_with_its_kind_uncompressed(self, files):
        assert files["tables.ods"][30:84] == (
            b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
        )

    @pytest.mark.parametrize("word", NEVER)
    def test_nothing_is_hidden_linked_merged_frozen_or_computed(self, files, word):
        for name in ("tables.xlsx", "tables.ods"):
            parts = {
                part: content.decode()
                for part, content in unpacked(files[name]).items()
                if part not in ("xl/theme/theme1.xml", "xl/sharedStrings.xml")
            }
            texts = {
                part: re.sub(r"<text:p>.*?</text:p>", "", text) for part, text in parts.items()
            }
            assert [part for part, text in texts.items() if word in text] == []

    def test_the_properties_name_the_programme_and_no_person(self, files):
        core = unpacked(files["tables.xlsx"])["docProps/core.xml"].decode()
        named = re.findall(r"<(?:dc:creator|cp:lastModifiedBy)>(.*?)</", core)
        assert named == ["TOEX programme"] * 2

    def test_the_properties_say_title_language_and_the_moment_of_the_figures(self, files):
        core = unpacked(files["tables.xlsx"])["docProps/core.xml"].decode()
        assert "<dc:title>Tackling Organised Exploitation: figures for 2022/23 Q3" in core
        assert "<dc:language>en-GB</dc:language>" in core
        assert re.findall(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", core) == ["2026-06-16T13:30:00Z"] * 2
        meta = unpacked(files["tables.ods"])["meta.xml"].decode()
        assert "<dc:language>en-GB</dc:language>" in meta
        assert "2026-06-16T13:30:00" in meta

    @pytest.mark.parametrize("name", ["tables.xlsx", "tables.ods"])
    def test_every_part_is_well_formed(self, files, name):
        for part, content in unpacked(files[name]).items():
            assert part == "mimetype" or ET.fromstring(content) is not None


class TestMoney:
    def sheet(self, book, name):
        top, *rows = list(book[name].iter_rows(min_row=6, values_only=True))
        return top, rows

    def test_people_read_pounds_and_a_header_says_so(self, snapshot, book):
        (_, _, header, *_), rows = self.sheet(book, "sums-by-region")
        cells = next(each for each in snapshot["tables"] if each["code"] == "sums-by-region")
        pence = [row["cells"][1]["value"] for row in cells["rows"]]

        assert header == "Assets seized (pounds)"
        assert [round(100 * row[2]) for row in rows] == pence
        assert book["sums-by-region"].cell(7, 3).number_format == "#,##0.00"

    def test_the_tidy_file_keeps_pence_and_says_so(self, snapshot, files):
        lines = list(csv.DictReader(io.StringIO(files["figures.csv"].decode())))
        line = next(
            each
            for each in lines
            if each["measure"] == "assets_seized_pence" and each["table"] == "nation"
        )
        figure = next(
            each
            for each in snapshot["figures"]
            if (each["measure"], each["table"]) == ("assets_seized_pence", "nation")
        )

        assert (line["unit"], line["value"]) == ("pence", str(figure["value"]))

    def test_revised_money_stands_apart_from_revised_counts(self, snapshot):
        money = {"measure": "assets_seized_pence", "region": "EMSOU", "table": "region"}
        money |= {"force": "", "primary_type": "", "abroad": False, "status": "ok"}
        money |= {"first_published": 120_050, "before": 120_050, "now": 150_000}
        money |= {"change": 29_950, "reason": "Exercise."}
        told = {**snapshot, "revisions": [*snapshot["revisions"], money]}
        named = {sheet.name: sheet for sheet in sheets_of(told)}

        assert named["Revisions in pounds"].header[2] == "First published (pounds)"
        assert [str(each) for each in named["Revisions in pounds"].rows[0][2:6]] == [
            *("1200.50", "1200.50", "1500.00", "299.50"),
        ]
        assert len(named["Revisions"].rows) == len(snapshot["revisions"])


class TestLayout:
    def test_cover_contents_and_notes_come_before_the_tables(self, book):
        assert book.sheetnames[:4] == ["Cover", "Contents", "Notes", "people-by-nation"]
        assert book.sheetnames[-2:] == ["Revisions", "Rates"]

    def test_names_of_sheets_are_short_and_different(self, book):
        assert len(set(book.sheetnames)) == len(book.sheetnames)
        assert max(map(len, book.sheetnames)) < 31

    def test_the_contents_list_every_sheet_that_follows(self, book):
        listed = [row[0] for row in book["Contents"].iter_rows(min_row=6, values_only=True)]
        assert listed == book.sheetnames[2:]

    def test_a_table_stands_at_the_left_edge_under_its_title_and_what_it_is(self, book):
        for page in book.worksheets[1:]:
            (table,) = page.tables.values()
            assert re.match(r"A\d+:", table.ref)
            assert page["A2"].value == ONE_TABLE
            assert page["A1"].value

    def test_tables_have_names_of_their_own_and_no_filter(self, book):
        tables = [table for page in book.worksheets for table in page.tables.values()]
        assert len({table.name for table in tables}) == len(tables) == len(book.sheetnames) - 1
        assert [table.name for table in tables if table.autoFilter] == []

    def test_an_open_document_marks_each_table_as_a_range_with_its_header(self, files, book):
        content = unpacked(files["tables.ods"])["content.xml"].decode()
        names = re.findall(r'database-range table:name="(\w+)"', content)
        assert names == [name for page in book.worksheets for name in page.tables]

    def test_no_cell_of_a_table_is_blank(self, book):
        for page in book.worksheets:
            for table in page.tables.values():
                cells = [cell.value for row in page[table.ref] for cell in row]
                assert None not in cells
                assert "" not in cells

    def test_letters_are_large_enough_and_plain(self, book):
        fonts = {cell.font.name for page in book.worksheets for cell in page["A"]}
        assert fonts == {"Arial"}
        assert min(cell.font.size for page in book.worksheets for cell in page["A"]) >= 10

    def test_the_reader_begins_at_the_top_of_the_first_sheet(self, book):
        assert book.active.title == "Cover"
        assert book.active.sheet_view.selection[0].activeCell == "A1"


class TestCells:
    def test_numbers_are_numbers_and_marks_stand_alone(self, book):
        rows = {row[0]: row for row in book["people-by-region"].iter_rows(values_only=True)}
        told = rows["Eastern Region Special Operations Unit"]
        assert told[1] == "[c]"
        assert isinstance(told[2], int)
        assert rows["East Midlands Special Operations Unit"][-1] == "[b]"

    def test_both_spreadsheets_say_the_same(self, book, document):
        for page in book.worksheets:
            rows = [[v for v in row if v is not None] for row in page.iter_rows(values_only=True)]
            values = document.body.get_table(name=page.title).get_values()
            other = [[value for value in row if value is not None] for row in values]
            assert [[_plain(v) for v in row] for row in other] == [
                [_plain(v) for v in row] for row in rows
            ]

    def test_a_median_keeps_its_half(self, book):
        rows = list(book["times-by-nation"].iter_rows(values_only=True))
        assert rows[-1][1] == 4.5

    def test_text_that_looks_like_a_formula_is_text(self, book):
        cells = [cell for page in book.worksheets for row in page.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        told = [cell.value for cell in book["Cover"]["A"]]
        assert [text.replace("\t", " ") for text in FEARED] == told[-len(FEARED) :]


class TestTidyFile:
    @pytest.fixture
    def lines(self, files):
        return list(csv.DictReader(io.StringIO(files["figures.csv"].decode())))

    def test_it_has_a_line_for_each_figure_and_the_columns_promised(self, snapshot, lines):
        assert len(lines) == len(snapshot["figures"])
        assert tuple(lines[0]) == COLUMNS

    def test_a_hidden_figure_has_a_mark_and_neither_value_nor_share(self, lines):
        (hidden,) = [
            line
            for line in lines
            if (line["measure"], line["region"]) == ("people_safeguarded", "ERSOU")
        ]
        assert (hidden["value"], hidden["status"], hidden["unkeyed"]) == ("", "c", "")

    def test_days_are_written_the_same_everywhere(self, lines):
        assert (lines[0]["first"], lines[0]["last"]) == ("2022-10-01", "2022-12-31")
        assert lines[0]["data_cut_at"] == "2026-06-16T13:30:00+00:00"

    def test_every_value_of_the_release_is_in_it(self, snapshot, lines):
        told = [
            "" if each["value"] is None else str(each["value"]) for each in snapshot["figures"]
        ]
        assert [line["value"] for line in lines] == told

    @pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\ta", "\ra", "\na", "\0a", "'=1"])
    def test_text_that_a_spreadsheet_would_run_is_quoted_and_comes_back(self, text):
        assert safe(text) == f"'{text}"
        assert safe(text)[1:] == text

    @pytest.mark.parametrize("text", ["\uff1d1", "\uff0b1", "\uff0d1", "\uff201"])
    def test_full_width_signs_are_quoted_too(self, text):
        assert safe(text) == f"'{text}"

    def test_a_label_like_a_formula_is_quoted_in_the_file(self, snapshot):
        measures = [{**each, "label": "=2+5"} for each in snapshot["measures"]]
        content = build({**snapshot, "measures": measures})["figures.csv"].decode()
        assert {line["label"] for line in csv.DictReader(io.StringIO(content))} == {"'=2+5"}


def _plain(value):
    return value if isinstance(value, str) else float(value)
