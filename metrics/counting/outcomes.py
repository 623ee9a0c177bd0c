"""Outcomes: which count, and why the others do not."""

from datetime import date

from cases.choices import OutcomeState
from metrics.choices import MeasureClass, Rule
from metrics.counting.items import Item, case_regions
from metrics.facts.rows import EventFact, World
from metrics.measures import Measure
from toex.core.periods import Period


def outcome_items(
    world: World, measure: Measure, period: Period, basis: str, attribution: frozenset
) -> list[Item]:
    """Return every event of the measure in the period, each with the rule that leaves it out.

    Subjects and threats are looked for at home and abroad apart: what happened abroad leaves
    before anything is counted once, and counts once among itself.
    """
    threats = measure.measure_class == MeasureClass.THREATS
    seen, items = set(), []
    first = date.min if threats else period.first
    for event in world.events_of(measure.kinds, first, period.last):
        if not measure.admits(event):
            continue
        rule = _state_rule(event, attribution)
        if not rule and threats:
            rule = _threat_rule(world, event, seen)
        elif not rule and measure.is_of_people:
            rule = _person_rule(event, seen)
        if event.occurred_on >= period.first:
            items.append(_item(world, measure, event, basis, rule))
    return items


def _state_rule(event, attribution):
    if event.state == OutcomeState.DRAFT:
        return Rule.NOT_VERIFIED
    if event.state == OutcomeState.VOID:
        return Rule.VOID
    if event.attribution not in attribution:
        return Rule.ATTRIBUTION
    return ""


def _person_rule(event, seen):
    """Count a subject once; events without a key are added as they are."""
    if not event.subject:
        return ""
    return _once((event.abroad, event.subject), seen)


def _threat_rule(world, event, seen):
    threat = world.threats.get(event.threat)
    if threat is None or not threat.identified_by_toex:
        return Rule.NOT_IDENTIFIED_BY_TOEX
    return _once((event.abroad, event.threat), seen)


def _once(key, seen):
    if key in seen:
        return Rule.COUNTED_ELSEWHERE
    seen.add(key)
    return ""


def _item(world: World, measure: Measure, event: EventFact, basis: str, rule: str) -> Item:
    case = world.cases[event.case]
    return Item(
        row="outcome",
        id=event.id,
        amount=measure.amount(event) if measure.measure_class != MeasureClass.THREATS else 1,
        day=event.occurred_on,
        regions=case_regions(world, case, event.occurred_on, basis, event.force),
        force=event.force,
        primary_type=case.primary_type,
        abroad=event.abroad,
        unkeyed=not event.subject,
        rule=str(rule),
        case=case,
        source=event,
    )
