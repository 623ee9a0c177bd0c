"""Requests received and decided: each counts once in a measure and period."""

from metrics.choices import Basis
from metrics.counting.items import Item
from metrics.facts.rows import RequestFact, World
from metrics.measures import Measure
from tasking.choices import ADOPTING, DecisionOutcome
from toex.core.periods import Period

DECIDED = {
    "requests_adopted": frozenset(ADOPTING),
    "requests_declined": frozenset({DecisionOutcome.DECLINE}),
    "requests_deferred": frozenset({DecisionOutcome.DEFER}),
    "requests_referred": frozenset({DecisionOutcome.REFER}),
}


def request_items(world: World, measure: Measure, period: Period, basis: str) -> list[Item]:
    """Return one item for each request: at its first submission, or first such decision."""
    items = []
    for request in world.requests:
        if measure.code == "requests_received":
            if period.has(request.submitted_on):
                place = request.region_at(request.submitted_at)
                items.append(request_item(world, request, request.submitted_on, place, basis))
            continue
        decision = _first(request, DECIDED[measure.code], period)
        if decision:
            items.append(
                request_item(
                    world, request, decision.decided_on, decision.region, basis, source=decision
                )
            )
    return items


def request_item(world: World, request: RequestFact, day, region: str, basis: str, **more) -> Item:
    """Return an item of a request: its place is the force that asked, and who it was with."""
    here = world.region_of.get(request.force) if basis == Basis.LOCATION else region
    return Item(
        row="request",
        id=request.id,
        amount=1,
        day=day,
        regions=(here,),
        force=request.force,
        primary_type=request.primary_type,
        **more,
    )


def _first(request, outcomes, period):
    return next(
        (
            decision
            for decision in request.decisions
            if decision.outcome in outcomes and period.has(decision.decided_on)
        ),
        None,
    )
