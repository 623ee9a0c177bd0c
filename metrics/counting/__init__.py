"""Counting by rule set 2022.1: pure functions over facts, one item for each thing counted."""

from metrics.choices import MeasureClass, Status
from metrics.counting.items import Item, sharing
from metrics.counting.outcomes import outcome_items
from metrics.counting.requests import request_items
from metrics.counting.tally import Tally, tally_of
from metrics.counting.times import time_items
from metrics.counting.work import case_items, product_items, threat_items
from metrics.facts.rows import World
from metrics.measures import Measure
from toex.core.periods import Period

WORK = {
    MeasureClass.THREATS: threat_items,
    MeasureClass.CASES: case_items,
    MeasureClass.PRODUCTS: product_items,
    MeasureClass.REQUESTS: request_items,
    MeasureClass.TIMES: time_items,
}


def items_of(
    world: World, measure: Measure, period: Period, *, basis: str, attribution: frozenset
) -> list[Item]:
    """Return everything the measure looks at in the period; what has no rule counts."""
    if measure.is_of_outcomes:
        return outcome_items(world, measure, period, basis, attribution)
    return WORK[measure.measure_class](world, measure, period, basis)


def value_of(measure: Measure, items: list[Item]) -> tuple[int | float | None, Status]:
    """Return what the counted items come to, and whether there is a value at all."""
    return tally_of(items).value(measure)


__all__ = ["Item", "Tally", "items_of", "sharing", "value_of"]
