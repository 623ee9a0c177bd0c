"""Which cells a reader sees live, which only as published, and which not at all."""

from enum import Enum

from toex.accounts.choices import REGION_ROLES, Role

READERS = [Role.FORCE_LEAD, *REGION_ROLES, Role.PROGRAMME_OFFICE]


class Sight(Enum):
    LIVE = "live"
    PUBLISHED = "published"
    NONE = "none"


def sight_of(user, cell: dict, region_of: dict) -> Sight:
    """Return how `user` sees a cell; `cell` holds the places and type it is broken down by.

    The programme office sees all live; a region what is its own; a force what is its own, and
    its region and the nation as published.
    """
    if user.role == Role.PROGRAMME_OFFICE:
        return Sight.LIVE
    if user.role == Role.FORCE_LEAD:
        return _of_a_force(user.force, cell)
    if user.role in REGION_ROLES:
        return _of_a_region(user.region, cell, region_of)
    return Sight.NONE


def part_of(user, cell: dict, region_of: dict) -> dict | None:
    """Return the part of a cell that `user` sees live: the cell, or their own place within it.

    None where nothing of it is theirs.
    """
    sight = sight_of(user, cell, region_of)
    if sight is Sight.LIVE:
        return cell
    if sight is Sight.NONE or "force" in cell:
        return None
    if user.role == Role.FORCE_LEAD:
        return {**cell, "force": user.force.code}
    return None if "region" in cell else {**cell, "region": user.region.code}


def _of_a_force(force, cell):
    if "force" in cell:
        return Sight.LIVE if cell["force"] == force.code else Sight.NONE
    if "region" in cell:
        own = force.region.code if force.region else ""
        return Sight.PUBLISHED if cell["region"] == own else Sight.NONE
    return Sight.PUBLISHED


def _of_a_region(region, cell, region_of):
    if "region" in cell:
        return Sight.LIVE if cell["region"] == region.code else Sight.PUBLISHED
    if "force" in cell and region_of.get(cell["force"]) == region.code:
        return Sight.LIVE
    return Sight.PUBLISHED
