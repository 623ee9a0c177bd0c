"""Threats supported, cases and products: what the work of the period was."""

from metrics.counting.items import Item, case_item
from metrics.facts.rows import CaseFact, World
from metrics.measures import Measure
from toex.core.periods import Period


def threat_items(world: World, measure: Measure, period: Period, basis: str) -> list[Item]:
    """Return one item for each threat developed in the period, at the earliest activity."""
    high_harm_only = measure.code == "high_harm_threats_supported"
    seen, items = set(), []
    for activity in world.activities:
        if not period.has(activity.occurred_on):
            continue
        for number in world.threats_of.get(activity.case, ()):
            threat = world.threats.get(number)
            if threat is None or number in seen or (high_harm_only and not threat.high_harm):
                continue
            seen.add(number)
            case = world.cases[activity.case]
            items.append(
                case_item(
                    world,
                    case,
                    activity.occurred_on,
                    basis,
                    row="activity",
                    id=activity.id,
                    source=activity,
                )
            )
    return items


def case_items(world: World, measure: Measure, period: Period, basis: str) -> list[Item]:
    """Return one item for each flow, or for each case in the stock or supported.

    The place of all of them is where the case was on its last open day in the period.
    """
    times = {
        "cases_opened": _openings,
        "cases_closed": _closings,
        "cases_open": _stock,
        "cases_supported": _supported,
    }[measure.code]
    return [
        case_item(world, case, _last_open_day(case, period), basis, source=case)
        for case in world.cases.values()
        for _ in range(times(case, period))
    ]


def product_items(world: World, measure: Measure, period: Period, basis: str) -> list[Item]:
    return [
        case_item(world, world.cases[product.case], product.delivered_on, basis, source=product)
        for product in world.products
        if period.has(product.delivered_on)
    ]


def _openings(case: CaseFact, period: Period) -> int:
    return sum(spell.is_first and period.has(spell.opened_on) for spell in case.spells)


def _closings(case: CaseFact, period: Period) -> int:
    return sum(
        spell.closed_on is not None and period.has(spell.closed_on) for spell in case.spells
    )


def _stock(case: CaseFact, period: Period) -> int:
    """A case closed on the last day is no longer in stock, though it was open that day."""
    return int(
        any(
            spell.opened_on <= period.last
            and (spell.closed_on is None or spell.closed_on > period.last)
            for spell in case.spells
        )
    )


def _supported(case: CaseFact, period: Period) -> int:
    return int(any(_touches(spell, period) for spell in case.spells))


def _touches(spell, period):
    return spell.opened_on <= period.last and (
        spell.closed_on is None or spell.closed_on >= period.first
    )


def _last_open_day(case: CaseFact, period: Period):
    return max(
        min(spell.closed_on or period.last, period.last)
        for spell in case.spells
        if _touches(spell, period)
    )
