"""How a released figure is written: numbers, marks where there is none, and safe text."""

from datetime import date, datetime

from metrics.choices import Status
from toex.core.templatetags.toex_tags import date_and_time, long_date
from toex.core.typesetting import clean

MARKS = {
    Status.SUPPRESSED: "[c]",
    Status.NOT_AVAILABLE: "[x]",
    Status.NOT_APPLICABLE: "[z]",
    Status.NOT_YET_DUE: "[x]",
}
SHORTHAND = {
    "[c]": "Hidden to protect confidentiality. Stands alone in a cell instead of the number.",
    "[x]": "Not available: not collected, or not counted for this place. Stands alone in a cell.",
    "[z]": "Not applicable: there can be no number here. Stands alone in a cell.",
    "[low]": "Rounds to zero but is not zero. Stands alone in a cell.",
    "[u]": "Low reliability: based on a small number. Stands in the column Notes.",
    "[b]": "Break in series: this is the first full quarter of the region, or a part of one, so "
    "earlier periods are not comparable. Stands in the column Notes.",
    "[p]": "Provisional. Stands in a header or in the column Notes. All figures of a first "
    "edition are provisional.",
    "[r]": "Revised since the edition before. Stands in a header or in the column Notes.",
}


def mark(status: str) -> str:
    """Return what stands alone in a cell without a number."""
    return MARKS[Status(status)]


def cell(value, status: str):
    """Return what stands in a cell: a number, or the mark; hidden means hidden, whatever came."""
    return value if status == Status.OK and value is not None else mark(_without(status))


def _without(status):
    return Status.NOT_AVAILABLE if status == Status.OK else status


def decimals(values) -> int:
    """Return how many decimals a column has: the same all the way down."""
    return int(any(isinstance(value, float) and value % 1 for value in values))


def written(value, places: int = 0) -> str:
    """Return a number with commas for thousands, or text as it is."""
    return clean(value) if isinstance(value, str) else f"{value:,.{places}f}"


def short(value) -> str:
    """Return a number by itself: `1,204`, or `4.5` where it is not whole."""
    return written(value, decimals([value]))


def heading(label: str, unit: str) -> str:
    """Return a column's header: the label, with its unit where the label does not name it."""
    return label if unit.lower() in label.lower() else f"{label} ({unit})"


def day(text: str) -> str:
    """16 June 2026"""
    return long_date(date.fromisoformat(text))


def moment(text: str) -> str:
    """16 June 2026 at 2:30pm, in London."""
    return date_and_time(datetime.fromisoformat(text))


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
