"""Times in whole days by London dates, less the days on which the clock stood still."""

from datetime import date

from metrics.counting.items import Item, case_item
from metrics.counting.requests import request_item
from metrics.facts.rows import World
from metrics.measures import Measure
from tasking.choices import DecisionOutcome
from toex.core.periods import Period


def time_items(world: World, measure: Measure, period: Period, basis: str) -> list[Item]:
    """Return one item for each time that ended in the period, with its days."""
    if measure.code.endswith("days_to_decision"):
        return _to_decision(world, period, basis)
    if measure.code == "median_days_to_terms":
        ends = world.terms_agreed_on
    else:
        ends = {}
        for product in world.products:
            ends.setdefault(product.case, product.delivered_on)
    return [
        case_item(
            world,
            case,
            ends[case.id],
            basis,
            days=whole_days(case.opened_on, ends[case.id], case.holds),
        )
        for case in world.cases.values()
        if case.id in ends and period.has(ends[case.id])
    ]


def _to_decision(world, period, basis):
    items = []
    for request in world.requests:
        decision = next(
            (each for each in request.decisions if each.outcome != DecisionOutcome.DEFER), None
        )
        if decision and period.has(decision.decided_on):
            days = whole_days(request.submitted_on, decision.decided_on, request.returns)
            items.append(
                request_item(
                    world,
                    request,
                    decision.decided_on,
                    decision.region,
                    basis,
                    days=days,
                    source=decision,
                )
            )
    return items


def whole_days(first: date, last: date, pauses) -> int:
    """Return the days from `first` to `last`, less those in a pause; pauses may overlap."""
    away, reached = 0, first
    for start, end in sorted((start, end or last) for start, end in pauses):
        start, end = max(start, reached), min(end, last)
        if end > start:
            away += (end - start).days
            reached = end
    return max((last - first).days - away, 0)


def median(days: list[int]) -> int | float:
    """Return the middle; the mean of the two middles where there are two."""
    days, half = sorted(days), len(days) // 2
    if len(days) % 2:
        return days[half]
    twice = days[half - 1] + days[half]
    return twice // 2 if twice % 2 == 0 else twice / 2


def percentile_90(days: list[int]) -> int:
    """Return the 90th percentile by nearest rank: the ceiling of nine tenths of the number."""
    return sorted(days)[-(-9 * len(days) // 10) - 1]
