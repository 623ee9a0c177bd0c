"""From the bytes of a return to numbered rows of cells, as the spreadsheet shows them."""

import codecs
import csv
import io

from django.core.exceptions import ValidationError

from cases.returns.workbook import rows_of_workbook

MAX_ROWS = 100_000
MAX_COLUMNS = 1_000
LAST_ROW_OF_A_SHEET = 1_048_576
ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
OTHER_ENCODINGS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def rows_of(content, *, max_bytes):
    """Yield (row number, cells) for each row of a CSV or XLSX file; the header is row 1.

    Blank rows are left out, but they keep their number.

    :raises ValidationError: the file, or a row of it, cannot be read
    """
    rows = _rows_of_file(content, max_bytes=max_bytes)
    filled = 0
    for number, cells in enumerate(rows, start=1):
        if filled > MAX_ROWS or number > LAST_ROW_OF_A_SHEET:
            raise unreadable(f"The file must not have more than {MAX_ROWS:,} rows.")
        if len(cells) > MAX_COLUMNS:
            raise unreadable(
                f"Row {number} has more than {MAX_COLUMNS:,} columns. "
                "Delete the columns after the last heading."
            )
        if any(cell is not None and cell != "" for cell in cells):
            filled += 1
            yield number, cells


def unreadable(sentence):
    return ValidationError({"file": [sentence]})


def _rows_of_file(content, *, max_bytes):
    if len(content) > max_bytes:
        raise unreadable(f"The file must be smaller than {max_bytes // 1024 // 1024}MB.")
    if not content.strip():
        raise unreadable("The file is empty.")
    if content.startswith(OLD_EXCEL):
        raise unreadable(
            "The file is an old Excel file or has a password. Save it as XLSX without a "
            "password, or as CSV."
        )
    if content.startswith(ZIP):
        return rows_of_workbook(content)
    return _rows_of_csv(content)


def _rows_of_csv(content):
    _check_encoding(content)
    text = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline="")
    reader = csv.reader(text, strict=True)
    number = 0
    while True:
        number += 1
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise ValidationError(
                {
                    f"row {number}": [
                        "The row cannot be read. Check that every quotation mark is closed."
                    ]
                }
            ) from None


def _check_encoding(content):
    if content.startswith(OTHER_ENCODINGS) or b"\0" in content:
        raise unreadable("The file must be a CSV file in UTF-8, or an XLSX file.")
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise unreadable(
            f"The file must be in UTF-8; line {row} is not. Save it as “CSV UTF-8”."
        ) from None
