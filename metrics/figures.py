"""Figures: measures counted over a period, in rows that the reader may see."""

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import product

from metrics.choices import Basis, Breakdown, Status
from metrics.counting import Tally, items_of
from metrics.facts import World, load, load_places
from metrics.index.source import Buckets, answers
from metrics.published import Published
from metrics.query import Query, wrong
from metrics.sight import Sight, sight_of
from tasking.choices import ExploitationType

MARKING = "OFFICIAL-SENSITIVE: management information, not official statistics"
MOST_ROWS = 100_000


@dataclass(frozen=True)
class Row:
    """One number, or why there is none.

    `number` is how many rows or events stand behind it, `largest` what the largest of them adds.
    """

    measure: str
    span: dict
    cell: dict
    abroad: bool
    value: int | float | None
    unkeyed: int | None
    status: str
    number: int = 0
    largest: int = 0


def count(query: Query, *, reader) -> list[Row]:
    """Count what `query` asks for and return the rows that `reader` may see."""
    return count_in(source_for(query), query, reader=reader)


def count_in(world: World, query: Query, *, reader) -> list[Row]:
    """Count in facts already read, for the measures and the time for which they were read."""
    if isinstance(world, Buckets):
        world.prepare(query, [span for _, span in query.spans()])
    rows, published = [], Published(query)
    for measure in query.measures:
        grid = _grid(world, query, measure)
        if len(grid) * len(query.measures) * len(query.spans()) > MOST_ROWS:
            raise wrong("by", "Ask for fewer measures, a shorter time or fewer breakdowns.")
        for names, span in query.spans():
            of = (world, query, measure, names, span)
            rows += _rows_of(*of, grid=grid, reader=reader, published=published)
    return rows


def source_for(query: Query) -> World:
    """Return where to count in: what was counted beforehand if it will do, else the facts."""
    return Buckets(query.known_at) if answers(query) else load_for(query)


def load_for(query: Query) -> World:
    """Return the facts themselves, read from base tables, and the places there are."""
    world = load(
        query.measures,
        first=query.period.first,
        last=query.period.last,
        known_at=query.known_at,
    )
    load_places(world)
    return world


def cells_of(item, by) -> list[tuple]:
    """Return the keys of the cells in which an item falls; more than one only on contribution."""
    keys = [()]
    for name in by:
        if name == Breakdown.REGION:
            keys = [(*key, region) for key in keys for region in item.regions]
        elif name == Breakdown.FORCE:
            keys = [(*key, item.force) for key in keys]
        elif name == Breakdown.PRIMARY_TYPE:
            keys = [(*key, item.primary_type) for key in keys]
    return keys


def _rows_of(world, query, measure, names, span, *, grid, reader, published):
    counted = _counted(world, query, measure, span)
    dimensions = [name for name in query.by if name not in names]
    rows = []
    for key in grid + sorted({key for key, _ in counted} - set(grid), key=_in_order):
        cell = dict(zip(dimensions, key, strict=True))
        sight = sight_of(reader, cell, world.region_of)
        # A cell outside the grid is there because it is not zero, which is news to some readers.
        if sight is Sight.LIVE or (sight is Sight.PUBLISHED and key in grid):
            also_abroad = sight is Sight.LIVE and counted[key, True].number
            for abroad in (False, True) if also_abroad else (False,):
                tally = counted[key, abroad]
                row = _row(query, measure, names, span, cell, abroad, tally)
                rows.append(row if sight is Sight.LIVE else _as_published(row, published, span))
    return rows


def _counted(world, query, measure, span):
    """Return what each cell comes to, by its key and whether it happened abroad."""
    counted = defaultdict(Tally)
    if not span.has_begun(query.today):
        return counted
    if isinstance(world, Buckets):
        for piece in world.pieces(query, measure, span):
            for key in cells_of(piece, query.by):
                counted[key, piece.abroad].add_all(piece.tally)
        return counted
    for item in items_of(world, measure, span, basis=query.basis, attribution=query.attribution):
        if not item.rule:
            for key in cells_of(item, query.by):
                counted[key, item.abroad].add(item)
    return counted


def _as_published(row, published, span):
    """Return the row with what is published in it, and nothing of what is not."""
    if row.status == Status.NOT_YET_DUE:
        return row
    value, status = published.cell(row.measure, span, row.cell, row.abroad)
    return replace(row, value=value, status=status, unkeyed=None, number=0, largest=0)


def _row(query, measure, names, span, cell, abroad, tally):
    unkeyed = None
    if not span.has_begun(query.today):
        value, status = None, Status.NOT_YET_DUE
    else:
        value, status = tally.value(measure)
        unkeyed = tally.unkeyed if measure.is_of_people else None
    return Row(
        measure.code,
        names,
        cell,
        abroad,
        value,
        unkeyed,
        status.value,
        tally.number,
        tally.largest,
    )


def _grid(world, query, measure):
    """Return the keys that always have a row, zero or not, in the order they are shown in."""
    parts = []
    by_region, by_force = Breakdown.REGION in query.by, Breakdown.FORCE in query.by
    if by_region and by_force:
        places = [(world.region_of[force], force) for force in world.forces]
        places += [(region, None) for region in _unplaced_regions(world, query, measure)]
        parts.append(places)
    elif by_region:
        unknown = [None] if query.basis == Basis.LOCATION else []
        parts.append([(region,) for region in [*world.regions, *unknown]])
    elif by_force:
        unknown = [None] if measure.is_of_outcomes else []
        parts.append([(force,) for force in [*world.forces, *unknown]])
    if Breakdown.PRIMARY_TYPE in query.by:
        parts.append([(code,) for code in ExploitationType.values])
    return [sum(key, ()) for key in product(*parts)]


def _unplaced_regions(world, query, measure):
    """Return the regions that may carry an event whose force is not known."""
    if not measure.is_of_outcomes:
        return []
    return [None] if query.basis == Basis.LOCATION else world.regions


def _in_order(key):
    return tuple((part is None, part or "") for part in key)
