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
    abroad is no rule here, since it counts in the row abroad. `days` is set for times.
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


def case_item(world: World, case: CaseFact, day: date, basis: str, **more) -> Item:
    """Return an item of a case itself: its place is the force that asked."""
    return Item(
        **{"row": "case", "id": case.id, "amount": 1, **more},
        day=day,
        regions=case_regions(world, case, day, basis, case.force),
        force=case.force,
        primary_type=case.primary_type,
    )
