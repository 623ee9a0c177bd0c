"""`tables.xlsx`: the worksheets as Excel keeps them."""

import io
from datetime import datetime
from math import ceil

from xlsxwriter import Workbook

from metrics.files.archives import packed, unpacked
from metrics.files.sheets import is_numeric
from metrics.files.words import decimals

FONT = {"font_name": "Arial", "font_size": 11, "text_wrap": True, "valign": "top"}
LINE = 15  # points
NUMBERS = {0: "#,##0", 1: "#,##0.0", 2: "#,##0.00"}  # by decimals
LANGUAGE = b"<dc:language>en-GB</dc:language></cp:coreProperties>"


def workbook(snapshot, sheets) -> bytes:
    """Return the workbook: text as text, numbers as numbers, nothing that is not asked for."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_urls": False})
    at = datetime.fromisoformat(snapshot["data_cut_at"]).replace(tzinfo=None)
    told = {"title": snapshot["title"], "subject": snapshot["notice"], "created": at}
    book.set_properties({**told, "company": "", "author": "TOEX programme"})
    looks = _looks(book)
    for sheet in sheets:
        _write(book.add_worksheet(sheet.name), sheet, looks, snapshot["marking"])
    book.close()
    parts = unpacked(out.getvalue())
    core = "docProps/core.xml"
    parts[core] = parts[core].replace(b"</cp:coreProperties>", LANGUAGE)
    return packed(parts)


def _height(sheet, cells, a_line=LINE):
    """Return how high a row must be, in points, for its longest text to be read in full."""
    return a_line * max(
        ceil(1.15 * len(str(each)) / sheet.width(n)) for n, each in enumerate(cells)
    )


def _looks(book):
    return {
        "title": book.add_format({**FONT, "bold": True, "font_size": 14}),
        "text": book.add_format(FONT),
        "header": book.add_format({**FONT, "bold": True, "align": "left"}),
        "right": book.add_format({**FONT, "bold": True, "align": "right"}),
        "mark": book.add_format({**FONT, "align": "right"}),
        "mark total": book.add_format({**FONT, "align": "right", "bold": True}),
        "text total": book.add_format({**FONT, "bold": True}),
        **{
            f"number {places}{total}": book.add_format(
                {
                    **FONT,
                    "num_format": NUMBERS[places],
                    "bold": bool(total),
                }
            )
            for places in NUMBERS
            for total in ("", " total")
        },
    }


def _write(page, sheet, looks, marking):
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_header(f"&C{marking}")
    page.set_footer("&CPage &P of &N")
    for column in range(max(len(sheet.header), 1)):
        page.set_column(column, column, sheet.width(column))
    for number, line in enumerate(sheet.lines):
        page.set_row(number, _height(sheet, [line], a_line=LINE if number else 1.3 * LINE))
        page.write_string(number, 0, line, looks["text" if number else "title"])
    if sheet.header:
        _write_table(page, sheet, looks, top=len(sheet.lines))


def _write_table(page, sheet, looks, *, top):
    columns = list(zip(*sheet.rows, strict=True))
    numeric = [is_numeric(column) for column in columns]
    places = [decimals(column) for column in columns]
    page.add_table(
        *(top, 0, top + len(sheet.rows), len(sheet.header) - 1),
        {
            "name": sheet.table,
            "autofilter": False,
            "style": None,
            "columns": [
                {"header": text, "header_format": looks["right" if number else "header"]}
                for text, number in zip(sheet.header, numeric, strict=True)
            ],
        },
    )
    page.set_row(top, _height(sheet, sheet.header))
    for down, row in enumerate(sheet.rows):
        page.set_row(top + 1 + down, _height(sheet, row))
        total = " total" if down in sheet.totals else ""
        for across, value in enumerate(row):
            where = (top + 1 + down, across)
            if isinstance(value, str):
                look = looks[f"{'mark' if numeric[across] and across else 'text'}{total}"]
                page.write_string(*where, value, look)
            else:
                page.write_number(*where, value, looks[f"number {places[across]}{total}"])
