"""How a figure and a record are told: as flat values, the parts broken down by among them."""

from dataclasses import dataclass

from cases.models.cases import CASES
from metrics.choices import Status
from metrics.counting import Item
from metrics.figures import Row
from metrics.measures import Measure
from metrics.reasons import because, why_not
from metrics.wording import number_in_words
from tasking.models.requests import REQUESTS


def figure_of(row: Row) -> dict:
    return {
        "measure": row.measure,
        **row.cell,
        **row.span,
        "abroad": row.abroad,
        "value": row.value,
        "unkeyed": row.unkeyed,
        "status": row.status,
    }


def reference_of(item: Item) -> str:
    """Return how people name the row behind an item."""
    if item.row == "case":
        return CASES.of(item.id)
    if item.row == "request":
        return REQUESTS.of(item.id)
    return f"{item.row.capitalize()} {item.id}"


@dataclass(frozen=True)
class RecordLine:
    """A record as a page shows it; `said` is why it counts, or why it does not.

    `case` is the reference of its case, empty where it has none or that is out of sight.
    """

    row: str
    number: int
    reference: str
    amount: str
    said: str
    case: str


def case_of(item: Item) -> int | None:
    """Return the number of the case that a record belongs to, if there is one."""
    return item.id if item.row == "case" else getattr(item.source, "case", None)


def lines_of(
    measure: Measure, items: list[Item], *, cases: set[int]
) -> tuple[list[RecordLine], list[RecordLine]]:
    """Return the lines of what counts and of what does not; `cases` are those in sight."""
    lines = [
        (
            bool(item.rule),
            RecordLine(
                item.row,
                item.id,
                reference_of(item),
                number_in_words(measure, item.amount, Status.OK),
                why_not(item.rule) if item.rule else because(measure, item),
                CASES.of(case_of(item)) if case_of(item) in cases else "",
            ),
        )
        for item in items
    ]
    return (
        [line for excluded, line in lines if not excluded],
        [line for excluded, line in lines if excluded],
    )
