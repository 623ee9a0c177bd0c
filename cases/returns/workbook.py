"""The cells of an XLSX file that somebody else made, so nothing in it is taken on trust."""

import io
import warnings
import zipfile
from contextlib import closing
from xml.parsers import expat

from django.core.exceptions import ValidationError
from openpyxl import load_workbook

MAX_MEMBERS = 500
MAX_UNPACKED = 100 * 1024 * 1024
MAX_PART = 30 * 1024 * 1024
SHEETS = "xl/worksheets/"
NOT_A_WORKBOOK = "The file cannot be read as an XLSX file. Save it again as XLSX, or as CSV."
# Stands for a formula that no spreadsheet program has worked out yet.
UNCALCULATED = object()


def rows_of_workbook(content):
    """Yield the cells of each row of the one sheet that has something in it.

    :raises ValidationError: it is not a workbook, or not one that is safe to open
    """
    _check_parts(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield from _guarded(_rows(content))


def _guarded(rows):
    try:
        yield from rows
    except ValidationError:
        raise
    except Exception:  # the library raises whatever its parsers meet in a broken file
        raise _refused(NOT_A_WORKBOOK) from None


def _refused(sentence):
    return ValidationError({"file": [sentence]})


def _check_parts(content):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_sizes(parts)
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                    _refuse_doctype(archive, part)
    except ValidationError:
        raise
    except Exception:  # a broken archive, an unknown compression, broken XML
        raise _refused(NOT_A_WORKBOOK) from None


def _check_sizes(parts):
    names = [part.filename for part in parts]
    sheets = [part for part in parts if part.filename.startswith(SHEETS)]
    if len(parts) > MAX_MEMBERS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise _refused("The file is too large once unpacked. Split it, or save it as CSV.")
    if any(part.file_size > MAX_PART for part in parts if part not in sheets):
        raise _refused("The file is too large once unpacked. Split it, or save it as CSV.")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise _refused("The file contains a macro. Save it without macros and try again.")
    if "[Content_Types].xml" not in names:
        raise _refused(NOT_A_WORKBOOK)


class _RootSeen(Exception):
    pass


def _refuse_doctype(archive, part):
    """No spreadsheet program writes a document type; entities hide in one."""

    def at_doctype(*args):
        raise _refused(NOT_A_WORKBOOK)

    def at_root(*args):
        raise _RootSeen

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = at_doctype
    parser.StartElementHandler = at_root
    with archive.open(part) as stream:
        try:
            while chunk := stream.read(65_536):
                parser.Parse(chunk)
        except _RootSeen:
            return


def _rows(content):
    with closing(_opened(content, values=True)) as book:
        sheet = _the_sheet(book)
        if not _has_formulas(content):
            yield from sheet.iter_rows(values_only=True)
            return
        index = book.worksheets.index(sheet)
        with closing(_opened(content, values=False)) as formulas:
            beside = formulas.worksheets[index].iter_rows(values_only=True)
            for cells, written in zip(sheet.iter_rows(), beside, strict=True):
                yield [_value(cell, formula) for cell, formula in zip(cells, written, strict=True)]


def _value(cell, written):
    """Return what a formula came to; one that comes to nothing is kept as empty text."""
    uncalculated = cell.value is None and written is not None and cell.data_type != "str"
    return UNCALCULATED if uncalculated else cell.value


def _opened(content, *, values):
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=values, keep_links=False)
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # some programs write wrong ones, which would cut the sheet
    return book


def _the_sheet(book):
    filled = [sheet for sheet in book.worksheets if _has_content(sheet)]
    if len(filled) > 1:
        raise _refused("More than one sheet has something in it. Keep only the return.")
    if not filled:
        raise _refused("The file is empty.")
    if filled[0].sheet_state != "visible":
        raise _refused("The sheet with the return is hidden. Show it and save the file.")
    return filled[0]


def _has_content(sheet):
    return any(
        cell is not None and cell != ""
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    )


def _has_formulas(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if name.startswith(SHEETS)]
        return any(_mentions_formula(archive, name) for name in names)


def _mentions_formula(archive, name):
    tail = b""
    with archive.open(name) as stream:
        while chunk := stream.read(1024 * 1024):
            if b"<f>" in tail + chunk or b"<f " in tail + chunk:
                return True
            tail = chunk[-3:]
    return False
