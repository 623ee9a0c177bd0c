"""Whether one case or request counts in a cell; where it does not, the one rule that says so.

The lists behind a cell hold what falls in it by place and day. This answers for whatever else
somebody looks for there: it counts in another cell, or nothing of it is of that period.
"""

from django.core.exceptions import ValidationError

from cases.models import Case
from cases.models.cases import CASES
from metrics.cells import Cell
from metrics.choices import Breakdown, MeasureClass
from metrics.counting import Item, items_of
from metrics.figures import load_for
from metrics.measures import Measure
from metrics.query import Query
from metrics.reasons import because, why_in_no_cell, why_not
from metrics.records import as_in, seen_rows
from metrics.rows import case_of, reference_of
from metrics.wording import part_in_words
from tasking.models import TaskingRequest
from tasking.models.requests import REQUESTS


def asked_after(query: Query, cell: Cell, reference: str, *, reader) -> list[str]:
    """Return a sentence for each thing of a case or request that the measure looks at.

    The reader must see the cell live, as who reads its records does.

    :raises ValidationError: the reference is not one that the measure counts by, or not in sight
    """
    (measure,) = query.measures
    number = number_of(measure, reference, reader)
    if not cell.span.has_begun(query.today):
        return [f"{reference} does not count here: the period has not begun."]
    items = _items_about(query, cell, number, reader)
    if not items:
        return [f"{reference} does not count here: {why_in_no_cell(measure)}."]
    return [_sentence(measure, cell, item) for item in items]


def is_by_request(measure: Measure) -> bool:
    """Return whether a measure counts requests; every other counts what belongs to cases."""
    is_of_decisions = measure.is_of_times and measure.code.endswith("to_decision")
    return measure.measure_class == MeasureClass.REQUESTS or is_of_decisions


def number_of(measure: Measure, reference: str, reader) -> int:
    """Return the number of the case or request meant.

    :raises ValidationError: as of `asked_after`
    """
    series, rows, what = CASES, Case.objects, "case"
    if is_by_request(measure):
        series, rows, what = REQUESTS, TaskingRequest.objects, "request"
    number = series.number(reference)
    if number is None:
        raise ValidationError(f"Enter the reference of a {what}, like {series.of(123)}.")
    if not rows.visible_to(reader).filter(pk=number).exists():
        raise ValidationError(f"There is no {what} {reference} that you may see.")
    return number


def _items_about(query, cell, number, reader):
    """Return what the measure finds of a case or request in the cell's period, in sight."""
    (measure,) = query.measures
    items = items_of(
        load_for(query),
        measure,
        cell.span,
        basis=query.basis,
        attribution=query.attribution,
    )
    about = [item for item in items if _belongs_to(item) == number]
    seen = seen_rows(query, reader, {item.row for item in about})
    return [item for item in about if item.id in seen[item.row]]


def _belongs_to(item):
    return item.id if item.row == "request" else case_of(item)


def _sentence(measure, cell, item):
    reference, here = reference_of(item), as_in(cell, item)
    if here is not None and not here.rule:
        return f"{reference} counts here. {because(measure, here)}"
    rule = here.rule if here is not None else item.rule
    if rule:
        return f"{reference} does not count here. {why_not(rule)}"
    return f"{reference} counts in this period, but not here: it counts for {_where(cell, item)}."


def _where(cell: Cell, item: Item) -> str:
    """Return the item's own places and type, as far as the cell is broken down by them."""
    if cell.abroad and not item.abroad:
        return "England and Wales, since nothing says that it happened abroad"
    own = {
        Breakdown.REGION: item.regions,
        Breakdown.FORCE: (item.force,),
        Breakdown.PRIMARY_TYPE: (item.primary_type,),
    }
    return ", ".join(
        " and ".join(part_in_words(name, value) for value in own[name]) for name in cell.places
    )
