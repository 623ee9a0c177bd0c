"""Lists as files that spreadsheets open: text stays text, and no formula is ever written."""

import csv
import io
from dataclasses import dataclass
from datetime import UTC, datetime

from xlsxwriter import Workbook

from toex.core.opendocument import document

FULL_WIDTH = "\uff1d\uff0b\uff0d\uff20"  # = + - @
RISKY = tuple(f"=+-@\t\r\n\0'{FULL_WIDTH}")
BLANK = "Not provided"
WIDE, NARROW = 60, 18  # characters
LONG = 40
ONE_TABLE = "This worksheet contains one table."
FONT = {"font_name": "Arial", "font_size": 11, "text_wrap": True, "valign": "top"}


@dataclass(frozen=True)
class Sheet:
    """One table: `cover` and `notes` are lines of text; each row has a text for each column."""

    title: str
    name: str
    marking: str
    cover: tuple[str, ...]
    notes: tuple[str, ...]
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]

    @property
    def pages(self):
        """Return (name, lines of text) of the worksheets before the table."""
        contents = ("Contents", "Cover", "Contents", "Notes", self.name)
        cover = (self.title, self.marking, *self.cover)
        return (("Cover", cover), ("Contents", contents), ("Notes", ("Notes", *self.notes)))

    def wide(self, across):
        """Return how wide a column is, in characters."""
        return WIDE if max((len(row[across]) for row in self.rows), default=0) > LONG else NARROW


@dataclass(frozen=True)
class Worksheet:
    """A page of a list as `toex.core.opendocument` writes it."""

    name: str
    lines: tuple[str, ...]
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[int, ...] = (2 * WIDE,)
    totals: frozenset = frozenset()

    @property
    def table(self):
        return self.name

    def width(self, column):
        return self.widths[column]


def safe(text) -> str:
    """Return text that no spreadsheet takes for a formula (ASVS 1.2.10).

    A quotation mark before the text is always ours: taking one away gives the text again.
    """
    text = str(text)
    return f"'{text}" if text.startswith(RISKY) else text


def csv_of(sheet: Sheet) -> bytes:
    """Return the table as CSV in UTF-8, with a mark by which spreadsheets know that it is."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(sheet.columns)
    writer.writerows([safe(text) for text in row] for row in sheet.rows)
    return out.getvalue().encode("utf-8-sig")


def xlsx_of(sheet: Sheet, *, at: datetime) -> bytes:
    """Return a workbook: cover, contents, notes and the table; nothing hidden, no formula."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_urls": False})
    created = at.astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"title": sheet.title, "author": "TOEX", "created": created})
    looks = {
        "title": book.add_format({**FONT, "bold": True, "font_size": 14}),
        "text": book.add_format(FONT),
        "header": book.add_format({**FONT, "bold": True}),
    }
    for name, lines in sheet.pages:
        _write_lines(book.add_worksheet(name), lines, looks, sheet.marking)
    _write_table(book.add_worksheet(sheet.name), sheet, looks)
    book.close()
    return out.getvalue()


def ods_of(sheet: Sheet, *, at: datetime) -> bytes:
    """Return the same worksheets as OpenDocument, the format that public bodies share."""
    about = {
        "title": sheet.title,
        "notice": sheet.marking,
        "marking": sheet.marking,
        "created": at.astimezone(UTC).isoformat(),
    }
    pages = [Worksheet(name, lines) for name, lines in sheet.pages]
    widths = tuple(sheet.wide(across) for across in range(len(sheet.columns)))
    # A table with a header alone is none to a spreadsheet.
    rows = sheet.rows or [("",) * len(sheet.columns)]
    pages.append(Worksheet(sheet.name, (sheet.title, ONE_TABLE), sheet.columns, rows, widths))
    return document(about, pages)


def _write_lines(page, lines, looks, marking):
    page.set_header(f"&C{marking}")
    page.set_column(0, 0, 2 * WIDE)
    for number, line in enumerate(lines):
        page.write_string(number, 0, line, looks["text" if number else "title"])


def _write_table(page, sheet, looks):
    page.set_landscape()
    page.set_header(f"&C{sheet.marking}")
    page.set_footer("&CPage &P of &N")
    page.write_string(0, 0, sheet.title, looks["title"])
    page.write_string(1, 0, ONE_TABLE, looks["text"])
    for across in range(len(sheet.columns)):
        page.set_column(across, across, sheet.wide(across))
    page.add_table(
        *(2, 0, 2 + max(len(sheet.rows), 1), len(sheet.columns) - 1),
        {
            "name": sheet.name,
            "autofilter": False,
            "style": None,
            "columns": [
                {"header": heading, "header_format": looks["header"]} for heading in sheet.columns
            ],
        },
    )
    for down, row in enumerate(sheet.rows):
        for across, text in enumerate(row):
            page.write_string(3 + down, across, text, looks["text"])
