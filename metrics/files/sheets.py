"""The worksheets of a release: what stands on each, the same for every kind of spreadsheet."""

from dataclasses import dataclass, field

from metrics.choices import Status
from metrics.files.marks import provisional, revised_note, with_notes
from metrics.files.words import (
    MARKS,
    PENCE,
    POUNDS,
    SHORTHAND,
    amount,
    cell,
    clean,
    day,
    edition,
    heading,
    moment,
    source,
    unrevised,
)

LONGEST_NAME = 30
WIDE, MIDDLE, NARROW = 60, 34, 16  # characters
NATION = "England and Wales"
LONG = ("force", "region_type")  # tables by these run over pages
REVISED = ("First published", "Before", "Now", "Change")
ONE_TABLE = "This worksheet contains one table."
NO_BLANKS = "No cell of the table is blank."
SEE_NOTES = "Shorthand in square brackets and the counting rules are explained in the sheet Notes."


@dataclass(frozen=True)
class Sheet:
    """Lines of text in column A, and under them a table at the left edge, if there is one.

    `rows` hold numbers and text. `widths` are in characters, `totals` are the rows of totals.
    `notes` are those of the table alone; its lines hold them too. What `is_long` is for reference:
    spreadsheets have it, and the report only says where it is.
    """

    name: str
    lines: list[str]
    header: list[str] = field(default_factory=list)
    rows: list[list] = field(default_factory=list)
    widths: tuple[int, ...] = (WIDE,)
    totals: frozenset = frozenset()
    notes: tuple[str, ...] = ()
    is_long: bool = False

    @property
    def table(self) -> str:
        """The name by which the table is known in the file."""
        return "table_" + "".join(c if c.isalnum() else "_" for c in self.name.lower())

    def width(self, column):
        return self.widths[min(column, len(self.widths) - 1)]


def sheets_of(snapshot) -> list[Sheet]:
    """Return all worksheets of a release in their order."""
    tables = [_table(snapshot, table) for table in snapshot["tables"]]
    tables += _revisions(snapshot)
    tables += [_rates(snapshot)] if snapshot["rates"] else []
    notes = _notes(snapshot)
    return [_cover(snapshot), _contents([notes, *tables]), notes, *tables]


def _cover(snapshot):
    period = snapshot["period"]
    return Sheet(
        "Cover",
        [
            clean(snapshot["title"]),
            snapshot["marking"],
            snapshot["notice"],
            f"Period: {period['label']}, {day(period['first'])} to {day(period['last'])}.",
            f"Planned for publication on: {moment(snapshot['publish_at'])}. "
            f"Reference: {snapshot['reference']}.",
            clean(edition(snapshot)),
            f"Population: {snapshot['population_version']}.",
            *([] if snapshot["revisions"] else [unrevised(snapshot)]),
            source(snapshot),
            *(clean(note) for note in snapshot["notes"]),
        ],
        widths=(WIDE + MIDDLE,),
    )


def _contents(sheets):
    return Sheet(
        "Contents",
        ["Contents", ONE_TABLE, "It lists the worksheets that follow.", NO_BLANKS],
        ["Worksheet", "What it holds"],
        [[sheet.name, sheet.lines[0]] for sheet in sheets],
        (MIDDLE, WIDE + MIDDLE),
    )


def _notes(snapshot):
    rows = [[text, meaning] for text, meaning in SHORTHAND.items()]
    for measure in snapshot["measures"]:
        meaning = (
            f"{measure['definition']} Does not count: {measure['does_not_count']} "
            f"Adds up: {measure['adds_up']}"
        )
        rows.append([heading(measure["label"], measure["unit"]), meaning])
    return Sheet(
        "Notes",
        [
            "Notes: shorthand and definitions",
            ONE_TABLE,
            f"Figures are counted by rule set {snapshot['rules']}: verified events of the period, "
            "for the region leading the case. Only what is attributed to TOEX directly or by "
            "contribution counts. What happened abroad stands in rows of its own.",
            NO_BLANKS,
            source(snapshot),
        ],
        ["Term", "Meaning"],
        [[clean(text) for text in row] for row in rows],
        (MIDDLE, WIDE + MIDDLE),
    )


def _lines(snapshot, title, notes=()):
    told = " ".join([SEE_NOTES, *(clean(note) for note in notes)])
    return [clean(title), ONE_TABLE, told, NO_BLANKS, f"{source(snapshot)} {snapshot['marking']}."]


def _table(snapshot, table):
    columns, rows, mark = table["columns"], table["rows"], provisional(snapshot)
    header, lines = with_notes(
        [
            clean(first_header(table)),
            *(clean(heading(each["label"], each["unit"])) + mark for each in columns),
        ],
        [
            [
                clean(row["label"]),
                *(
                    cell(amount(each["value"], column["unit"]), each["status"])
                    for each, column in zip(row["cells"], columns, strict=True)
                ),
            ]
            for row in rows
        ],
        [notes_of(row, columns) for row in rows],
    )
    return Sheet(
        sheet_name(table["code"]),
        _lines(snapshot, table["title"], table["notes"]),
        header,
        lines,
        (MIDDLE, NARROW),
        frozenset(number for number, row in enumerate(rows) if row["total"]),
        tuple(clean(note) for note in table["notes"]),
        is_long=table["by"] in LONG,
    )


def is_numeric(column) -> bool:
    """Whether a column holds numbers, or nothing but marks where numbers would be."""
    marks = set(MARKS.values())
    return all(not isinstance(value, str) or value in marks for value in column)


def sheet_name(code: str) -> str:
    """Return a name for a worksheet: dashes, lower case, at most 30 characters."""
    return code.replace("_", "-")[:LONGEST_NAME]


def first_header(table) -> str:
    """Return the header of the column of labels."""
    named = {"region": "Region", "force": "Force", "type": "Primary exploitation type"}
    named["region_type"] = "Region and primary exploitation type"
    return named.get(table["by"], "Place")


def notes_of(row, columns) -> str:
    """Return what stands in the column Notes of a row: which of its figures were revised, too."""
    told = [f"[{clean(note)}]" for note in row.get("notes") or []]
    revised = [
        clean(column["label"])
        for cell, column in zip(row["cells"], columns, strict=True)
        if cell.get("revised")
    ]
    return " ".join([*told, *filter(None, [revised_note(revised)])])


def _revisions(snapshot):
    """Return what was revised: counts in one table, and money, which has pence, in another."""
    units = {each["code"]: each["unit"] for each in snapshot["measures"]}
    money = [line for line in snapshot["revisions"] if units[line["measure"]] == PENCE]
    counts = [line for line in snapshot["revisions"] if line not in money]
    made = [_revised(snapshot, counts, "Revisions", "")] if counts else []
    if money:
        made.append(_revised(snapshot, money, f"Revisions in {POUNDS}", PENCE))
    return made


def _revised(snapshot, lines, name, unit):
    names, rows = Names(snapshot), []
    for line in lines:
        told = (line["first_published"], line["before"], line["now"], line["change"])
        rows.append(
            [
                names.measure(line["measure"]),
                names.cell(line),
                *(cell(amount(value, unit), line["status"]) for value in told),
                clean(line["reason"]) or "No reason given",
            ]
        )
    numbers = [heading(text, unit) if unit else text for text in REVISED]
    return Sheet(
        name,
        _lines(snapshot, f"{name}: figures that differ from what was published before"),
        ["Measure", "Cell", *numbers, "Reason"],
        rows,
        (MIDDLE, MIDDLE, NARROW, NARROW, NARROW, NARROW, MIDDLE),
    )


def _rates(snapshot):
    names, lines = Names(snapshot), snapshot["rates"]
    measures = list(dict.fromkeys(line["measure"] for line in lines))
    regions = list(dict.fromkeys(line["region"] for line in lines))
    by_cell = {(line["measure"], line["region"]): line for line in lines}
    missing = {"value": None, "status": Status.NOT_AVAILABLE}
    rows = []
    for region in regions:
        about = next(line for line in lines if line["region"] == region)
        told = [by_cell.get((each, region), missing) for each in measures]
        rows.append(
            [
                names.place(region),
                *(cell(each["value"], each["status"]) for each in told),
                cell(about["population"], Status.OK),
                str(about["population_year"]),
            ]
        )
    mark = provisional(snapshot)
    headers = [f"{names.measure(each)} per million people{mark}" for each in measures]
    return Sheet(
        "Rates",
        _lines(snapshot, "Rates per million people, by region"),
        ["Region", *headers, "Population", "Mid-year of the population"],
        rows,
        (MIDDLE, NARROW),
    )


class Names:
    """What codes are called in this release."""

    def __init__(self, snapshot):
        self.measures = {each["code"]: each["label"] for each in snapshot["measures"]}
        self.types = {each["code"]: each["label"] for each in snapshot["types"]}
        self.places = {each["code"]: each["name"] for each in snapshot["forces"]} | {
            each["code"]: f"{each['name']} ({each['code']})" for each in snapshot["regions"]
        }
        self.places |= {"": NATION, "-": "Place not known"}

    def measure(self, code):
        return clean(self.measures.get(code, code))

    def place(self, code):
        return clean(self.places.get(code, code))

    def cell(self, line):
        kind = line["primary_type"]
        parts = [self.place(line["force"] or line["region"])]
        parts += [clean(self.types.get(kind, kind))] if kind else []
        return ", ".join([*parts, *(["abroad"] if line["abroad"] else [])])
