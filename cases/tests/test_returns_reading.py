"""Files as they come: good ones are read alike, bad ones are refused with a sentence."""

import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cases.returns import reading
from cases.returns.reading import rows_of
from cases.tests.returns import ARREST, as_csv, as_xlsx, saved

HEADING = b"case_reference,requesting_force,primary_type,opened_on\r\n"
LINE = b"EX-1,essex,ASE,2022-01-10\r\n"
CELLS = ["EX-1", "essex", "ASE", "2022-01-10"]
AT = datetime(2026, 11, 2, 10, tzinfo=UTC)


def read(content, max_bytes=10 * 1024 * 1024):
    return [(number, list(cells)) for number, cells in rows_of(content, max_bytes=max_bytes)]


def refusal(content, **options):
    with pytest.raises(ValidationError) as refused:
        read(content, **options)
    return refused.value.message_dict


def with_part(content, name, data):
    """Return the workbook with a further part in its archive, or one replaced."""
    old, new = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in old.namelist():
            if each != name:
                archive.writestr(each, old.read(each))
        archive.writestr(name, data)
    return new.getvalue()


class TestCsv:
    @pytest.mark.parametrize(
        "content",
        [
            HEADING + LINE,
            b"\xef\xbb\xbf" + HEADING + LINE,
            (HEADING + LINE).replace(b"\r\n", b"\n"),
            (HEADING + LINE).replace(b"\r\n", b"\r"),
            HEADING + b'"EX-1","essex","ASE","2022-01-10"',
        ],
    )
    def test_is_read_whatever_its_marks_ends_and_quotes(self, content):
        assert read(content) == [(1, read(HEADING)[0][1]), (2, CELLS)]

    def test_keeps_the_numbers_of_rows_around_blank_ones(self):
        assert read(HEADING + b"\r\n,,,\r\n" + LINE + b",,,\r\n")[1:] == [(4, CELLS)]

    def test_counts_a_cell_of_two_lines_as_one_row(self):
        rows = read(HEADING + b'"EX\n1",essex,ASE,2022-01-10\r\n' + LINE)

        assert [number for number, _ in rows] == [1, 2, 3]

    @pytest.mark.parametrize(
        ("content", "where", "words"),
        [
            (b"", "file", "The file is empty."),
            (b" \r\n ", "file", "The file is empty."),
            ((HEADING + LINE).decode().encode("utf-16"), "file", "in UTF-8"),
            (HEADING + b"EX\xe9,essex,ASE,2022-01-10", "file", "line 2 is not"),
            (HEADING + b"EX\0,essex", "file", "in UTF-8"),
            (HEADING + b'"EX-1,essex\r\n', "row 2", "quotation mark"),
            (HEADING + b'"EX"1,essex\r\n', "row 2", "quotation mark"),
            (HEADING + b"x" * 200_000, "row 2", "cannot be read"),
            (b"\xd0\xcf\x11\xe0" + b"x" * 500, "file", "old Excel file"),
            (b"," * 2_000 + b"x", "file", "more than 1,000 columns"),
        ],
    )
    def test_that_cannot_be_read_is_refused_with_a_sentence(self, content, where, words):
        told = refusal(content)

        assert list(told) == [where]
        assert words in told[where][0]

    def test_that_is_too_large_is_refused(self):
        assert refusal(b"x" * (1024 * 1024 + 1), max_bytes=1024 * 1024) == {
            "file": ["The file must be smaller than 1MB."]
        }

    def test_with_too_many_rows_is_refused(self, monkeypatch):
        monkeypatch.setattr(reading, "MAX_ROWS", 2)

        assert len(read(HEADING + LINE * 2)) == 3
        assert "more than 2 rows" in refusal(HEADING + LINE * 3)["file"][0]


class TestWorkbook:
    def test_is_read_as_it_shows(self):
        line = {**ARREST, "opened_on": date(2022, 1, 10), "quantity": 3}

        rows = read(as_xlsx(line))

        assert rows[1] == (
            2,
            ["EX-1", "essex", "ASE", datetime(2022, 1, 10), "arrest", "2022-02-01", "direct", 3],
        )

    def test_keeps_the_numbers_of_rows_around_blank_ones(self):
        book = Workbook()
        book.active.append(["case_reference"])
        book.active["A5"] = "EX-1"
        book.active["A9"] = ""

        assert read(saved(book)) == [(1, ["case_reference"]), (5, ["EX-1"])]

    def test_is_read_whole_where_it_says_it_is_smaller(self, monkeypatch):
        monkeypatch.setattr(Worksheet, "calculate_dimension", lambda sheet: "A1")

        assert len(read(as_xlsx(ARREST))[1][1]) == 7

    def test_gives_what_its_formulas_came_to(self):
        content = as_xlsx(ARREST)
        name = "xl/worksheets/sheet1.xml"
        sheet = zipfile.ZipFile(io.BytesIO(content)).read(name).decode()
        cell = sheet[sheet.index('<c r="A2"') : sheet.index("</c>", sheet.index('<c r="A2"')) + 4]
        worked_out = '<c r="A2" t="str"><f>"EX-"&amp;1</f><v>EX-1</v></c>'

        assert read(with_part(content, name, sheet.replace(cell, worked_out)))[1][1][0] == "EX-1"

    def test_reads_only_the_sheet_with_something_in_it(self):
        book = load_workbook(io.BytesIO(as_xlsx(ARREST)))
        book.create_sheet("Empty", 0)
        assert len(read(saved(book))) == 2

        book["Empty"]["A1"] = "Notes"
        assert "More than one sheet" in refusal(saved(book))["file"][0]

    def test_that_is_hidden_is_refused(self):
        book = load_workbook(io.BytesIO(as_xlsx(ARREST)))
        book.active.sheet_state = "hidden"
        book.create_sheet("Empty")

        assert "is hidden" in refusal(saved(book))["file"][0]

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (lambda: as_xlsx(ARREST)[:900], "cannot be read as an XLSX file"),
            (lambda: b"PK\x03\x04nonsense", "cannot be read as an XLSX file"),
            (lambda: _archive({"a.txt": b"x"}), "cannot be read as an XLSX file"),
            (lambda: saved(Workbook()), "The file is empty."),
            (lambda: with_part(as_xlsx(ARREST), "xl/vbaProject.bin", b"x"), "a macro"),
            (
                lambda: with_part(as_xlsx(ARREST), "xl/big.bin", bytes(31 * 1024 * 1024)),
                "too large once unpacked",
            ),
            (
                lambda: with_part(
                    as_xlsx(ARREST),
                    "xl/sharedStrings.xml",
                    b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><sst>&c;</sst>',
                ),
                "cannot be read as an XLSX file",
            ),
            (
                lambda: with_part(as_xlsx(ARREST), "xl/worksheets/sheet1.xml", b"<worksheet><"),
                "cannot be read as an XLSX file",
            ),
        ],
    )
    def test_that_is_broken_or_hostile_is_refused_with_a_sentence(self, content, words):
        told = refusal(content())

        assert list(told) == ["file"]
        assert words in told["file"][0]

    def test_whose_rows_are_a_billion_apart_is_refused(self):
        name = "xl/worksheets/sheet1.xml"
        content = as_xlsx(ARREST)
        sheet = zipfile.ZipFile(io.BytesIO(content)).read(name)
        far = sheet.replace(b'<row r="2"', b'<row r="2000000000"')

        assert "rows" in refusal(with_part(content, name, far))["file"][0]


def _archive(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def test_both_kinds_of_file_hold_the_same_rows():
    assert read(as_csv(ARREST, ARREST)) == read(as_xlsx(ARREST, ARREST))
