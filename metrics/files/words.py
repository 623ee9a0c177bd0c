"""How a released figure is written: numbers, marks where there is none, and safe text."""

from datetime import date, datetime
from decimal import Decimal

from metrics.choices import Mode, Status
from toex.core.templatetags.toex_tags import date_and_time, long_date
from toex.core.typesetting import clean

PENCE, POUNDS, PENNY = "pence", "pounds", Decimal("0.01")
MARKS = {
    Status.SUPPRESSED: "[c]",
    Status.NOT_AVAILABLE: "[x]",
    Status.NOT_APPLICABLE: "[z]",
    Status.NOT_YET_DUE: "[x]",
}
SHORTHAND = {
    "[c]": "Hidden to protect confidentiality. Stands alone in a cell instead of the number. "
    "Where a total is small, every number that it is made of is hidden too, even a zero.",
    "[x]": "Not available: not collected, or not counted for this place. Stands alone in a cell.",
    "[z]": "Not applicable: there can be no number here. Stands alone in a cell.",
    "[low]": "Rounds to zero but is not zero. Stands alone in a cell.",
    "[u]": "Low reliability: based on a small number. Stands after a percentage of a number below "
    "20.",
    "[b]": "Break in series: this is the first full quarter of the region, or a part of one, so "
    "earlier periods are not comparable. Stands in the column Notes, which a table has where "
    "there is something to note.",
    "[p]": "Provisional: one of the four latest quarters when the figures were counted, or a year "
    "that ends with one. Stands in the header of each column of numbers.",
    "[r]": "Revised since the edition before. Stands in the column Notes with the names of the "
    "columns that were revised, and on a page beside the number.",
}


HIDING = {
    Mode.THRESHOLD: "Small numbers, and those that would give a small number away, are hidden.",
    Mode.TEN_FIVE: "Numbers from 1 to 9, and those that would give one away, are hidden; other "
    "counts are rounded to the nearest 5.",
    Mode.INTERNAL: "Nothing is hidden in this release. It is never published.",
}
UNKEYED = (
    "Some people are recorded without a key, so nobody can tell whether they are counted twice. "
    "How many they are is given for England and Wales only, and only if neither their number nor "
    "the number of the other people is small. It is not given by region, force or type: those "
    "small numbers add up as the figures do, so they would help to work out what is hidden."
)
COUNTED_TIMES = (
    "A median or percentile is based on at least five records. How many is not given, because "
    "those numbers add up with numbers of requests and cases that are hidden."
)


def mark(status: str) -> str:
    """Return what stands alone in a cell without a number."""
    return MARKS[Status(status)]


def cell(value, status: str):
    """Return what stands in a cell: a number, or the mark; hidden means hidden, whatever came."""
    return value if status == Status.OK and value is not None else mark(_without(status))


def _without(status):
    return Status.NOT_AVAILABLE if status == Status.OK else status


def amount(value, unit: str):
    """Return a number as people read it: pence as pounds, anything else as it is."""
    return (Decimal(value) / 100).quantize(PENNY) if unit == PENCE and value is not None else value


def decimals(values) -> int:
    """Return how many decimals a column has: the same all the way down, two for pounds."""
    if any(isinstance(value, Decimal) for value in values):
        return 2
    return int(any(isinstance(value, float) and value % 1 for value in values))


def written(value, places: int = 0) -> str:
    """Return a number with commas for thousands, or text as it is."""
    return clean(value) if isinstance(value, str) else f"{value:,.{places}f}"


def short(value) -> str:
    """Return a number by itself: `1,204`, or `4.5` where it is not whole."""
    return written(value, decimals([value]))


def heading(label: str, unit: str) -> str:
    """Return a column's header: the label, with its unit where the label does not name it.

    The unit is the one that people read: pounds, where a data file has pence.
    """
    unit = POUNDS if unit == PENCE else unit
    return label if unit.lower() in label.lower() else f"{label} ({unit})"


def day(text: str) -> str:
    """16 June 2026"""
    return long_date(date.fromisoformat(text))


def moment(text: str) -> str:
    """16 June 2026 at 2:30pm, in London."""
    return date_and_time(datetime.fromisoformat(text))


def methods(snapshot) -> list[str]:
    """Return how the figures are counted and what is left out of them, in sentences."""
    mode = snapshot.get("mode", Mode.THRESHOLD)
    return [
        "Figures count verified events that happened in the period, for the region leading "
        "the case, where the event is attributed to TOEX directly or by contribution. What "
        "happened abroad is shown apart and never added in.",
        "People are counted once in a period, so figures of people do not add up across "
        "periods. Medians never add up.",
        HIDING[mode],
        *([] if mode == Mode.INTERNAL else [UNKEYED, COUNTED_TIMES]),
        "Rates use the mid-year population estimates of the Office for National Statistics, "
        f"version {clean(snapshot['population_version'])}.",
    ]


def source(snapshot) -> str:
    """Return the line that says where the figures come from and as at when."""
    return (
        f"Source: TOEX outcome ledger, release {snapshot['reference']}, counted by rule set "
        f"{snapshot['rules']}, as recorded at {moment(snapshot['data_cut_at'])}."
    )


def edition(snapshot) -> str:
    """Return which edition it is, and what it revises and why."""
    if not snapshot["revises"]:
        return f"Edition {snapshot['edition']}: the first for this period."
    return (
        f"Edition {snapshot['edition']}, which revises {snapshot['revises']}. "
        f"Reason: {snapshot['reason'] or 'none given'}"
    )


def unrevised(snapshot) -> str:
    """Return what is said where no figure differs; what is held back stands in the notes."""
    if snapshot.get("held"):
        return "This edition publishes no change; small changes are held back."
    return "No figure was revised with this edition."
