"""How counted items are added up in a bucket: by everything, and by one thing at a time.

A person counts once in a measure and span and is carried by one event, so what is known by
every place and type adds up to any coarser table. A row is a list: region leading, regions
taking part, force, type, whether abroad, then the sums of `metrics.counting.tally.Tally`.
"""

from collections import defaultdict

from metrics.choices import Basis, Breakdown
from metrics.counting import Tally, items_of, sharing
from metrics.facts import World
from metrics.measures import Measure
from metrics.query import HEADLINE, Query
from toex.core.periods import Period

# What each list of a bucket keeps of a row's key; the rest of it says nothing there.
LEVELS = {
    "rows": lambda lead, shared, force, kind: (lead, shared, force, kind),
    "leads": lambda lead, shared, force, kind: (lead, (), None, ""),
    "sharing": lambda lead, shared, force, kind: (None, shared, None, ""),
    "forces": lambda lead, shared, force, kind: (None, (), force, ""),
    "types": lambda lead, shared, force, kind: (None, (), None, kind),
}
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
    found = {level: defaultdict(Tally) for level in LEVELS}
    for item in items_of(world, measure, span, basis=Basis.LEAD, attribution=HEADLINE):
        if not item.rule:
            (lead,) = item.regions
            key = (lead, sharing(world, item), item.force, item.primary_type)
            for level, kept in LEVELS.items():
                found[level][*kept(*key), item.abroad].add(item)
    return {
        level: [_row(key, tally, measure) for key, tally in groups.items()]
        for level, groups in found.items()
    }


def _row(key, tally, measure):
    days = tally.days if measure.is_of_times else []
    return [*key, tally.amount, tally.unkeyed, tally.number, tally.largest, days]
