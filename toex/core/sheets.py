"""Lists as files that spreadsheets open: text stays text, and no formula is ever written."""

import csv
import io
from dataclasses import dataclass
from datetime import UTC, datetime

from xlsxwriter import Workbook

FULL_WIDTH = "\uff1d\uff0b\uff0d\uff20"  # = + - @
RISKY = tuple(f"=+-@\t\r\n\0'{FULL_WIDTH}")
BLANK = "Not provided"
WIDE, NARROW = 60, 18  # characters
LONG = 40
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
    contents = ("Cover", "Contents", "Notes", sheet.name)
    for name, lines in (
        ("Cover", (sheet.title, sheet.marking, *sheet.cover)),
        ("Contents", ("Contents", *contents)),
        ("Notes", ("Notes", *sheet.notes)),
    ):
        _write_lines(book.add_worksheet(name), lines, looks, sheet.marking)
    _write_table(book.add_worksheet(sheet.name), sheet, looks)
    book.close()
    return out.getvalue()


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
    page.write_string(1, 0, "This worksheet contains one table.", looks["text"])
    for across in range(len(sheet.columns)):
        longest = max((len(row[across]) for row in sheet.rows), default=0)
        page.set_column(across, across, WIDE if longest > LONG else NARROW)
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
