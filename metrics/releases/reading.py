"""A snapshot as people read it: tables with their marks, cells by name, and files with sizes."""

from dataclasses import dataclass

from django.db.models.functions import Length

from metrics.choices import Status
from metrics.files.marks import REVISED
from metrics.files.sheets import LONG, Names, first_header
from metrics.files.words import MARKS, decimals, heading
from metrics.wording import value_in_words

FILES = {
    "snapshot.json": "everything that the release says, with its metadata, for programs",
    "figures.csv": "every figure on a line of its own, for programs; money in pence",
    "tables.ods": "the tables as an OpenDocument spreadsheet",
    "tables.xlsx": "the tables as an Excel workbook",
    "report.pdf": "a report to read and to print",
}


def written(cell: dict, unit: str, places: int = 0) -> str:
    """Return a cell as it stands on a page, with as many decimals as its column has."""
    if cell["value"] is None:
        return MARKS[Status(cell["status"])]
    if places and unit != "pence":
        return f"{cell['value']:,.{places}f}"
    return value_in_words(cell["value"], unit)


@dataclass(frozen=True)
class ReadTable:
    """One table of a snapshot, ready for a template; `behind` leads from numbers to records."""

    table: dict
    behind: object = None
    mark: str = ""  # beside the header of each column of numbers

    @property
    def is_long(self) -> bool:
        return self.table["by"] in LONG

    @property
    def title(self) -> str:
        return self.table["title"]

    @property
    def first_header(self) -> str:
        return first_header(self.table)

    @property
    def columns(self):
        """Return the measure's code and the header of each column of numbers."""
        columns = self.table["columns"]
        return [(each["measure"], heading(each["label"], each["unit"])) for each in columns]

    @property
    def lines(self):
        """Yield label, whether it is a total, the notes and the cells of each row.

        A cell is what is written in it and the address of the records behind it, if any.
        """
        columns, rows = self.table["columns"], self.table["rows"]
        places = [
            decimals([row["cells"][n]["value"] for row in rows]) for n in range(len(columns))
        ]
        for row in rows:
            address = self.behind and self.behind.row(self.table["by"], row)
            cells = [
                (
                    written(cell, column["unit"], each) + REVISED * cell.get("revised", False),
                    f"{address}&measure={column['measure']}"
                    if address and cell["value"] is not None
                    else "",
                )
                for cell, column, each in zip(row["cells"], columns, places, strict=True)
            ]
            yield row["label"], row["total"], row["notes"], cells


def rates_of(snapshot: dict) -> list[tuple[str, list[tuple[str, str, str, int]]]]:
    """Return each measure that has rates, with region, rate, population and its year by row."""
    found = {}
    names = Names(snapshot)
    for row in snapshot["rates"]:
        rate = written({**row, "value": row["value"]}, "", 1)
        people = value_in_words(row["population"], "") if row["population"] else "[x]"
        line = (names.place(row["region"]), rate, people, row["population_year"])
        found.setdefault(row["measure"], []).append(line)
    return [((code, names.measure(code)), lines) for code, lines in found.items()]


def points_of(snapshot: dict) -> list[tuple[str, str, str]]:
    """Return each key point with the code and the name of the measure that it is about."""
    names = Names(snapshot)
    return [
        (point["text"], point["figures"][0][0], names.measure(point["figures"][0][0]))
        for point in snapshot["commentary"]
    ]


def bars_of(chart: dict) -> list[tuple[str, str]]:
    """Return what a chart shows as label and number, or mark, of each bar."""
    return [(bar["label"], written(bar, "")) for bar in chart["bars"]]


def named(row: dict, snapshot: dict) -> str:
    """Return which cell a figure or revision is about, in words."""
    if row["abroad"]:
        return "Abroad"
    labels = {
        "region": {each["code"]: each["name"] for each in snapshot["regions"]},
        "force": {each["code"]: each["name"] for each in snapshot["forces"]},
        "primary_type": {each["code"]: each["label"] for each in snapshot["types"]},
    }
    parts = [labels[name].get(row[name], "Place not known") for name in labels if row[name]]
    return ", ".join(parts) or "England and Wales"


def files_of(release, snapshot: dict) -> list:
    """Return the files of a release with size and `about`, what each is, without contents."""
    sized = release.files.defer("content").annotate(size=Length("content"))
    files = list(sized.order_by("pk"))
    charts = {f"chart-{each['code']}.svg": each["subtitle"] for each in snapshot["charts"]}
    for file in files:
        file.about = FILES.get(file.name) or f"a chart: {charts.get(file.name, file.name)}"
    return files
