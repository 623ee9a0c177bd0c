"""Small returns for tests: a few cells a line, as CSV or as a workbook."""

import csv
import io

from openpyxl import Workbook

from toex.forces.tests.factories import ForceFactory, RegionFactory

FIRST = {
    "case_reference": "EX-1",
    "requesting_force": "essex",
    "primary_type": "ASE",
    "opened_on": "2022-01-10",
}
ARREST = {
    **FIRST,
    "event_kind": "arrest",
    "occurred_on": "2022-02-01",
    "attribution": "direct",
}


def add_places():
    """Add the regions and bodies that these returns speak of."""
    regions = {code: RegionFactory(code=code) for code in ("ERSOU", "EMSOU", "ROCUWM")}
    ForceFactory(code="essex", region=regions["ERSOU"])
    ForceFactory(code="kent", region=regions["ERSOU"])
    ForceFactory(code="northamptonshire", region=regions["EMSOU"])
    ForceFactory(code="british-transport-police", without_region=True)


def columns_of(lines):
    return list(dict.fromkeys(name for line in lines for name in {**FIRST, **line}))


def as_csv(*lines, columns=None):
    columns = columns or columns_of(lines)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue().encode()


def as_xlsx(*lines, columns=None):
    columns = columns or columns_of(lines)
    book = Workbook()
    book.active.append(columns)
    for line in lines:
        book.active.append([line.get(column) for column in columns])
    return saved(book)


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
