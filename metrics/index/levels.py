"""How counted items are added up in a bucket: by everything, and by one thing at a time.

A person counts once in a measure and span and is carried by one event, so what is known by
every place and type adds up to any coarser table. A row is a list: region leading, regions
taking part, force, type, whether abroad, then the sums of `metrics.counting.tally.Tally`.
"""

from collections import defaultdict

from metrics.choices import Basis, Breakdown
from metrics.counting import Tally, items_of
from metrics.facts import World
from metrics.measures import Measure
from metrics.query import HEADLINE, Query
from toex.core.periods import Period

# Which parts of a row's key each list of a bucket keeps.
LEVELS = {
    "rows": (0, 1, 2, 3),
    "leads": (0,),
    "sharing": (1,),
    "forces": (2,),
    "types": (3,),
}
NOWHERE = (None, (), None, "")
# The region in which something happened is the force's: it is not kept, but asked when reading.
OF_REGIONS = {Basis.LEAD: "leads", Basis.CONTRIBUTION: "sharing", Basis.LOCATION: "forces"}


def level_of(query: Query) -> str:
    """Return the shortest list that can answer a query."""
    by = {Breakdown.REGION, Breakdown.FORCE, Breakdown.PRIMARY_TYPE} & set(query.by)
    if not by:
        return "leads"
    if by == {Breakdown.REGION}:
        return OF_REGIONS[query.basis]
    if by == {Breakdown.FORCE}:
        return "forces"
    return "types" if by == {Breakdown.PRIMARY_TYPE} else "rows"


def levels(world: World, measure: Measure, span: Period) -> dict[str, list]:
    """Add up the counted items at every level. What is counted is the same on each basis."""
    asked = {"attribution": HEADLINE}
    found = {level: defaultdict(Tally) for level in LEVELS}
    for lead, shared in zip(
        items_of(world, measure, span, basis=Basis.LEAD, **asked),
        items_of(world, measure, span, basis=Basis.CONTRIBUTION, **asked),
        strict=True,
    ):
        if not lead.rule:
            key = (lead.regions[0], shared.regions, lead.force, lead.primary_type)
            for level, kept in LEVELS.items():
                part = tuple(
                    value if place in kept else NOWHERE[place] for place, value in enumerate(key)
                )
                found[level][*part, lead.abroad].add(lead)
    return {
        level: [_row(key, tally, measure) for key, tally in groups.items()]
        for level, groups in found.items()
    }


def _row(key, tally, measure):
    days = tally.days if measure.is_of_times else []
    return [*key, tally.amount, tally.unkeyed, tally.number, tally.largest, days]
