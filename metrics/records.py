"""The records behind a cell: what counts there, what does not and why, what is out of sight."""

from dataclasses import dataclass, replace

from django.http import Http404

from cases.models import Activity, Case, Outcome
from metrics.cells import Cell
from metrics.choices import Rule
from metrics.counting import Item, items_of
from metrics.figures import load_for
from metrics.query import Query
from metrics.sight import Sight, sight_of
from tasking.models import TaskingRequest

OWN_RULES = (Rule.NOT_VERIFIED, Rule.VOID, Rule.ATTRIBUTION)


@dataclass(frozen=True)
class Records:
    """Rows the reader may see, and the quantities of those they may not."""

    included: list[Item]
    excluded: list[Item]
    unseen_included: int
    unseen_excluded: int

    @property
    def counted(self) -> int:
        """How much counts, in and out of sight; of times, how many records there are."""
        return sum(item.amount for item in self.included) + self.unseen_included

    @property
    def left_out(self) -> int:
        return sum(item.amount for item in self.excluded) + self.unseen_excluded

    def all_rows(self) -> list[Item]:
        """Return the rows in sight, included first."""
        return [*self.included, *self.excluded]


def records_behind(query: Query, cell: Cell, *, reader) -> Records:
    """Return what stands behind one cell of one measure.

    :raises Http404: the reader does not see the cell live
    """
    world = load_for(query)
    if sight_of(reader, cell.places, world.region_of) is not Sight.LIVE:
        raise Http404
    included, excluded = divide(world, query, cell)
    seen = seen_rows(query, reader, {item.row for item in [*included, *excluded]})
    return Records(
        included=[item for item in included if item.id in seen[item.row]],
        excluded=[item for item in excluded if item.id in seen[item.row]],
        unseen_included=_unseen(included, seen),
        unseen_excluded=_unseen(excluded, seen),
    )


def divide(world, query: Query, cell: Cell) -> tuple[list[Item], list[Item]]:
    """Return the items that count in the cell, and those that would by their place but do not."""
    included, excluded = [], []
    if not cell.span.has_begun(query.today):
        return included, excluded
    (measure,) = query.measures
    for item in items_of(
        world, measure, cell.span, basis=query.basis, attribution=query.attribution
    ):
        item = as_in(cell, item)
        if item is not None:
            (excluded if item.rule else included).append(item)
    return included, excluded


def as_in(cell: Cell, item: Item) -> Item | None:
    """Return the item as it counts in the cell, or does not; None where it is of another cell."""
    if not cell.has(item) or (cell.abroad and not item.abroad):
        return None
    if item.abroad and not cell.abroad and item.rule not in OWN_RULES:
        return replace(item, rule=Rule.ABROAD.value)
    return item


def seen_rows(query, reader, kinds):
    """Return the ids in sight of the reader, for each kind of row: one query each."""
    in_full = Case.objects.seen_in_full_by(reader)
    rows = {
        "outcome": Outcome.objects.visible_to(reader).filter(
            kind__in=query.measures[0].kinds,
            occurred_on__range=(query.period.first, query.period.last),
        ),
        "case": Case.objects.visible_to(reader),
        "request": TaskingRequest.objects.visible_to(reader),
        "activity": Activity.objects.filter(case__in=in_full),
    }
    return {kind: set(rows[kind].values_list("pk", flat=True)) for kind in sorted(kinds)}


def _unseen(items, seen):
    return sum(item.amount for item in items if item.id not in seen[item.row])
