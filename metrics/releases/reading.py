"""A snapshot as people read it: tables with their marks, cells by name, and files with sizes."""

from dataclasses import dataclass

from django.db.models.functions import Length

from metrics.choices import Status
from metrics.wording import value_in_words

MARKS = {
    Status.SUPPRESSED: "[c]",
    Status.NOT_AVAILABLE: "[x]",
    Status.NOT_APPLICABLE: "[z]",
    Status.NOT_YET_DUE: "[x]",
}


def written(cell: dict, unit: str) -> str:
    """Return a cell as it stands on a page."""
    if cell["value"] is None:
        return MARKS[Status(cell["status"])]
    return value_in_words(cell["value"], unit)


@dataclass(frozen=True)
class ReadTable:
    """One table of a snapshot, ready for a template."""

    table: dict

    @property
    def lines(self):
        """Yield label, whether it is a total, the notes and the written cells of each row."""
        units = [column["unit"] for column in self.table["columns"]]
        for row in self.table["rows"]:
            cells = [written(*pair) for pair in zip(row["cells"], units, strict=True)]
            yield row["label"], row["total"], row["notes"], cells


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


def files_of(release) -> list:
    """Return the files of a release with their sizes in bytes, without their contents."""
    sized = release.files.defer("content").annotate(size=Length("content"))
    return list(sized.order_by("pk"))
