"""`report.pdf`: the release as a document to read and print, with tags for screen readers."""

from metrics.files.sheets import Sheet, first_header, is_numeric
from metrics.files.svg import described, image
from metrics.files.words import (
    SHORTHAND,
    cell,
    clean,
    day,
    decimals,
    edition,
    heading,
    methods,
    moment,
    source,
    written,
)
from toex.core.typesetting import typeset

BEFORE_TABLES = 3  # cover, contents and notes


def report_pdf(snapshot, sheets) -> bytes:
    """Return the report; `sheets` are the worksheets, whose tables it shows."""
    data = {
        **first_page(snapshot),
        "points": [clean(point["text"]) for point in snapshot["commentary"]],
        "charts": [_chart(chart) for chart in snapshot["charts"]],
        "tables": [
            {"title": sheet.lines[0], "notes": list(sheet.notes), **as_table(sheet)}
            for sheet in sheets[BEFORE_TABLES:]
            if not sheet.is_long
        ],
        "elsewhere": [
            f"{sheet.lines[0]}: worksheet {sheet.name}" for sheet in sheets if sheet.is_long
        ],
        "definitions": definitions(snapshot),
    }
    return typeset("metrics/files/report.typ", data, at=snapshot["data_cut_at"])


def first_page(snapshot) -> dict:
    """Return what every document says about its release."""
    period = snapshot["period"]
    return {
        "title": clean(snapshot["title"]),
        "marking": clean(snapshot["marking"]),
        "notice": clean(snapshot["notice"]),
        "reference": clean(snapshot["reference"]),
        "about": [
            f"Period: {clean(period['label'])}, {day(period['first'])} to {day(period['last'])}.",
            f"Planned for publication on: {moment(snapshot['publish_at'])}.",
            clean(edition(snapshot)),
            source(snapshot),
        ],
        "notes": [clean(note) for note in snapshot["notes"]] or ["There is nothing to note."],
        "methods": methods(snapshot),
        "shorthand": [[text, meaning] for text, meaning in SHORTHAND.items()],
    }


def definitions(snapshot) -> list[list[str]]:
    """Return each measure with what it counts and what not."""
    return [
        [
            clean(heading(each["label"], each["unit"])),
            clean(f"{each['definition']} Does not count: {each['does_not_count']}"),
        ]
        for each in snapshot["measures"]
    ]


def as_table(sheet: Sheet) -> dict:
    """Return a worksheet's table for a document: all cells as text, and how to set them."""
    columns = list(zip(*sheet.rows, strict=True))
    numeric = [is_numeric(column) for column in columns]
    places = [decimals(column) for column in columns]
    return {
        "header": sheet.header,
        "rows": [
            [written(value, places[across]) for across, value in enumerate(row)]
            for row in sheet.rows
        ],
        "numeric": numeric,
        "totals": sorted(sheet.totals),
        "columns": [1 if number else 2 for number in numeric],
    }


def _chart(chart):
    rows = [[clean(bar["label"]), cell(bar["value"], bar["status"])] for bar in chart["bars"]]
    sheet = Sheet("", [], [first_header({"by": chart["table"]}), "Number"], rows)
    return {
        "title": clean(chart["title"]),
        "subtitle": clean(chart["subtitle"]),
        "svg": image(chart).decode(),
        "alt": clean(described(chart)),
        "says": clean(chart["says"]),
        "table": as_table(sheet),
    }
