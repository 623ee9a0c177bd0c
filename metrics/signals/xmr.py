"""Individual values and their moving ranges (XmR): limits of a series, and what lies beyond.

Pure: numbers in, numbers out. A series falls into segments, each with limits of its own, where
a named person started them anew; nothing else splits it.
"""

from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise
from statistics import fmean, median

PROCESS_LIMIT = 2.66  # times the mean moving range, each way from the mean
RANGE_LIMIT = 3.267  # times the mean moving range; a range from there on is screened out
NEAR_LIMIT = 2 / 3  # of the way from the mean to a limit
RUN = 7  # points of a shift or a trend
FEWEST_FOR_LIMITS = 6
BASELINE = 12  # points on which limits are fixed
# Of counts with a smaller mean, limits say little: chance alone breaks the rules.
LEAST_MEAN = 5


class Mode(Enum):
    """How much a segment's length allows to be said."""

    RUN_CHART = "Too few points for limits"
    TOO_SMALL = "Too few a month to tell a signal from chance"
    TRIAL = "Trial limits, worked out again with each month"
    FIXED = "Limits fixed"


class Signal(Enum):
    """What makes a point worth a look; the first that applies names it."""

    OUTSIDE = "outside a limit"
    TREND = "seven or more in a row the same way"
    TWO_OF_THREE = "two of three near a limit"
    SHIFT = "seven or more in a row on one side"


@dataclass(frozen=True)
class Limits:
    """What is expected of one point, in the units of the series."""

    mean: float
    mean_range: float

    @property
    def lower(self) -> float:
        """The lower limit as worked out; of counts it may be below 0."""
        return self.mean - PROCESS_LIMIT * self.mean_range

    @property
    def upper(self) -> float:
        return self.mean + PROCESS_LIMIT * self.mean_range

    @property
    def near_lower(self) -> float:
        return self.mean - NEAR_LIMIT * PROCESS_LIMIT * self.mean_range

    @property
    def near_upper(self) -> float:
        return self.mean + NEAR_LIMIT * PROCESS_LIMIT * self.mean_range

    @property
    def range_limit(self) -> float:
        return RANGE_LIMIT * self.mean_range

    @property
    def drawn_lower(self) -> float:
        """The lower limit where it can be drawn: a count is never below 0."""
        return max(self.lower, 0.0)

    @property
    def no_low_signal(self) -> bool:
        """Whether no single count can lie below the lower limit."""
        return self.lower <= 0


@dataclass(frozen=True)
class Point:
    """A value, with its signal if it has one; `direction` is 1 for high or rising, -1 for low."""

    value: float
    signal: Signal | None = None
    direction: int = 0

    @property
    def verdict(self) -> str:
        if self.signal is None:
            return "no clear change"
        if self.signal is Signal.TREND:
            return "steadily rising" if self.direction > 0 else "steadily falling"
        return "higher than expected" if self.direction > 0 else "lower than expected"


@dataclass(frozen=True)
class Segment:
    """Points from `start` of the series on; `baseline` is how many of them made the limits."""

    start: int
    mode: Mode
    median: float
    baseline: int
    limits: Limits | None
    points: tuple[Point, ...]

    @property
    def mean(self) -> float:
        """The mean of the points that made the limits, or would have."""
        return fmean(point.value for point in self.points[: self.baseline])

    @property
    def middle(self) -> float:
        """What is drawn and told where there are no limits."""
        return self.mean if self.mode is Mode.TOO_SMALL else self.median


def without_verdicts(segment: Segment) -> Segment:
    """Return a segment of counts as it may be shown: too small a mean allows no verdict."""
    if segment.limits is None or segment.limits.mean >= LEAST_MEAN:
        return segment
    points = tuple(Point(point.value) for point in segment.points)
    return replace(segment, mode=Mode.TOO_SMALL, limits=None, points=points)


def xmr(values, *, starts=(), baseline=BASELINE, screened=True) -> tuple[Segment, ...]:
    """Return the segments of a series; each of `starts` is the place of a first point anew.

    Limits are fixed on the first `baseline` points of a segment; None takes all of them.

    :raises ValueError: a baseline of too few points for limits
    """
    if baseline is not None and baseline < FEWEST_FOR_LIMITS:
        raise ValueError(f"Limits need {FEWEST_FOR_LIMITS} points.")
    bounds = sorted({0, len(values), *(start for start in starts if 0 < start < len(values))})
    return tuple(
        _segment(values[first:after], first, baseline, screened)
        for first, after in pairwise(bounds)
    )


def limits_of(values, *, screened=True) -> Limits:
    """Return the limits that at least two values make.

    Screening drops, once, the ranges too wide to belong; the mean keeps every value. Where no
    variation at all would be left it is not done, or every point would be outside.
    """
    ranges = moving_ranges(values)
    mean_range = fmean(ranges)
    kept = [each for each in ranges if each < RANGE_LIMIT * mean_range]
    if screened and any(kept):
        mean_range = fmean(kept)
    return Limits(fmean(values), mean_range)


def moving_ranges(values) -> list[float]:
    return [abs(after - before) for before, after in pairwise(values)]


def _segment(values, start, baseline, screened):
    used = min(baseline or len(values), len(values))
    if len(values) < FEWEST_FOR_LIMITS:
        points = tuple(Point(value) for value in values)
        return Segment(start, Mode.RUN_CHART, median(values), len(values), None, points)
    mode = Mode.FIXED if len(values) >= (baseline or BASELINE) else Mode.TRIAL
    limits = limits_of(values[:used], screened=screened)
    return Segment(start, mode, median(values), used, limits, judged(values, limits))


def judged(values, limits: Limits) -> tuple[Point, ...]:
    """Return each value of a segment with the first signal that applies to it."""
    found = {
        Signal.OUTSIDE: [_sign(value, limits.lower, limits.upper) for value in values],
        Signal.TREND: members(trend_ends(values)),
        Signal.TWO_OF_THREE: _near_pairs(values, limits),
        Signal.SHIFT: members(run_ends(_sides(values, limits))),
    }
    return tuple(
        next(
            (Point(value, signal, found[signal][i]) for signal in Signal if found[signal][i]),
            Point(value),
        )
        for i, value in enumerate(values)
    )


def run_ends(sides) -> list[int]:
    """Mark with their side the points that end a run of seven on one side; 0 is on neither."""
    return [
        sides[i] if i + 1 >= RUN and set(sides[i + 1 - RUN : i + 1]) == {sides[i]} else 0
        for i in range(len(sides))
    ]


def trend_ends(values) -> list[int]:
    """Mark with its direction each seventh point, or later, that goes the same way; ties break."""
    ends = []
    for i in range(len(values)):
        row = values[max(0, i + 1 - RUN) : i + 1]
        ways = {_sign(after, before, before) for before, after in pairwise(row)}
        ends.append(ways.pop() if len(row) == RUN and len(ways) == 1 else 0)
    return ends


def members(ends) -> list[int]:
    """Mark all seven points of each run that ends at a mark; the earlier run keeps its points."""
    marks = [0] * len(ends)
    for i, end in enumerate(ends):
        for j in range(max(0, i + 1 - RUN), i + 1):
            marks[j] = marks[j] or end
    return marks


def in_two_of_three(close, sides) -> list[int]:
    """Mark the points of each three in a row on one side of which at least two are close."""
    marks = [0] * len(sides)
    for i in range(2, len(sides)):
        three = set(sides[i - 2 : i + 1])
        if len(three) == 1 and sum(map(bool, close[i - 2 : i + 1])) >= 2:
            marks[i - 2 : i + 1] = [marks[j] or sides[i] for j in range(i - 2, i + 1)]
    return marks


def _near_pairs(values, limits):
    """Mark those beyond a near limit, and not outside, that are two or more of three."""
    close = [
        not _sign(value, limits.lower, limits.upper)
        and bool(_sign(value, limits.near_lower, limits.near_upper))
        for value in values
    ]
    marks = in_two_of_three(close, _sides(values, limits))
    return [mark if near else 0 for mark, near in zip(marks, close, strict=True)]


def _sides(values, limits):
    return [_sign(value, limits.mean, limits.mean) for value in values]


def _sign(value, lower, upper):
    """Return 1 above `upper`, -1 below `lower`, 0 between the two or on either."""
    return (value > upper) - (value < lower)
