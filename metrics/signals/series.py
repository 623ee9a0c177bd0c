"""Months of a measure in a place, each with what is expected of it: counted live, then judged."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby

from metrics.choices import Breakdown, MeasureClass
from metrics.figures import Row, count
from metrics.measures import Measure
from metrics.models import Rebase
from metrics.query import live_query
from metrics.signals.places import Territory
from metrics.signals.xmr import Mode, Point, Segment, without_verdicts, xmr
from toex.core.periods import Period


@dataclass(frozen=True)
class Month:
    """A month's row of figures, judged.

    Without a value, or before the first record of its place, it has no point and no segment.
    """

    row: Row
    point: Point | None = None
    segment: Segment | None = None

    @property
    def name(self) -> str:
        return self.row.span["month"]


@dataclass(frozen=True)
class Spell:
    """Months in a row with the same signal: worth one look."""

    months: tuple[Month, ...]

    @property
    def point(self) -> Point:
        return self.months[-1].point


@dataclass(frozen=True)
class Series:
    """All months of one place, up to the last full one, and who started its limits anew."""

    measure: Measure
    territory: Territory
    months: tuple[Month, ...]
    segments: tuple[Segment, ...]
    rebases: tuple[Rebase, ...]

    @property
    def last(self) -> Month | None:
        return self.months[-1] if self.months else None

    @property
    def is_too_small(self) -> bool:
        """Whether some of its months are too few to tell a signal from chance."""
        return any(segment.mode is Mode.TOO_SMALL for segment in self.segments)

    @property
    def spells(self) -> list[Spell]:
        """The months worth a look, the newest first."""
        found = []
        for (signal, *_), months in groupby(self.months, key=_what):
            if signal:
                found.append(Spell(tuple(months)))
        return found[::-1]


def series_of(
    measure: Measure, begun: dict[Territory, str], period: Period, *, reader, now, screened=True
) -> list[Series]:
    """Return the series of each place; all of them are regions, or there is only one.

    `begun` says in which month the first record of each place falls: what lies before is not
    reckoned with. Facts are read once, however many places and months there are.
    """
    by = (*next(iter(begun)).cell, Breakdown.MONTH.value)
    rows = count(live_query((measure,), period, by, now=now), reader=reader)
    rebases = rebases_of(measure)
    return [
        judge(
            measure,
            territory,
            [row for row in rows if territory.is_of(row)],
            rebases[territory.region, territory.force],
            begins=begins,
            screened=screened,
        )
        for territory, begins in begun.items()
    ]


def rebases_of(measure: Measure) -> dict[tuple[str, str], list[Rebase]]:
    """Return where the limits of a measure start anew, by region and force."""
    found = defaultdict(list)
    rows = Rebase.objects.in_force().filter(measure=measure.code).select_related("by")
    for rebase in rows.order_by("month", "pk"):
        found[rebase.region, rebase.force].append(rebase)
    return found


def judge(measure, territory, rows, rebases, *, begins, screened=True) -> Series:
    """Judge the months of one place; a month without a value is left out of the reckoning."""

    def counts(row):
        return row.value is not None and row.span["month"] >= begins

    present = [row for row in rows if counts(row)]
    names = [row.span["month"] for row in present]
    starts = [sum(name < rebase.month for name in names) for rebase in rebases]
    segments = xmr([row.value for row in present], starts=starts, screened=screened)
    if _is_of_counts(measure):
        segments = tuple(without_verdicts(segment) for segment in segments)
    judged = iter([(point, segment) for segment in segments for point in segment.points])
    months = tuple(Month(row, *next(judged)) if counts(row) else Month(row) for row in rows)
    return Series(measure, territory, months, segments, tuple(rebases))


def _is_of_counts(measure):
    """Return whether a measure counts things; of money and of days a small mean says nothing."""
    return measure.unit != "pence" and measure.measure_class != MeasureClass.TIMES


def _what(month):
    """Return what makes months one spell: the signal, its direction, and the segment."""
    if month.point is None or month.point.signal is None:
        return (None, 0, 0)
    return (month.point.signal, month.point.direction, month.segment.start)
