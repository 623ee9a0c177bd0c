"""One thing that counts, or might: how much it adds, when, and in which places."""

from dataclasses import dataclass, field
from datetime import date

from metrics.choices import Basis
from metrics.facts.rows import CaseFact, World


@dataclass(frozen=True, slots=True)
class Item:
    """`row` names the row behind it (`outcome`, `case`, `request` or `activity`).

    `regions` has more than one only on the contribution basis, and None for place not known.
    `rule` says why it does not count, and is empty where it does; that something happened
    abroad is no rule here, since it counts in the row abroad. `days` is set for times. `case` is
    the case it belongs to, if any.
    """

    row: str
    id: int
    amount: int
    day: date
    regions: tuple[str | None, ...]
    force: str | None
    primary_type: str
    abroad: bool = False
    unkeyed: bool = False
    rule: str = ""
    days: int = 0
    case: CaseFact | None = field(default=None, compare=False)
    source: object = field(default=None, compare=False)


def case_regions(
    world: World, case: CaseFact, day: date, basis: str, location: str | None
) -> tuple[str | None, ...]:
    """Return the regions that carry what happened on `case` that day; `location` is where."""
    if basis == Basis.LOCATION:
        return (world.region_of.get(location),)
    if basis == Basis.CONTRIBUTION:
        return case.regions_on(day) or (None,)
    return (case.lead_on(day),)


def sharing(world: World, item: Item) -> tuple[str | None, ...]:
    """Return the regions that take part in what was counted on the basis of the lead."""
    if item.case is None:
        return item.regions
    return case_regions(world, item.case, item.day, Basis.CONTRIBUTION, item.force)


def case_item(world: World, case: CaseFact, day: date, basis: str, **more) -> Item:
    """Return an item of a case itself: its place is the force that asked."""
    return Item(
        **{"row": "case", "id": case.id, "amount": 1, **more},
        day=day,
        regions=case_regions(world, case, day, basis, case.force),
        force=case.force,
        primary_type=case.primary_type,
        case=case,
    )
