"""Where everything of a chart stands: numbers for a template to draw, in pixels of the picture."""

import math
from dataclasses import dataclass
from datetime import date

from metrics.charts import MARKS
from metrics.signals.series import Month, Series
from metrics.signals.xmr import Mode

MOST_TICKS = 6
LEAST_APART = 15  # from one label to the next below it
FIRST_NAME, OTHER_NAME = 90, 64  # what the name of a month takes on the axis


@dataclass(frozen=True)
class Frame:
    """The picture and the room around what is plotted; `step` is the room of one month."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    step: float

    @property
    def base(self) -> int:
        return self.height - self.bottom

    @property
    def end(self) -> int:
        return self.width - self.right

    def x(self, number: float) -> float:
        return round(self.left + self.step * (number + 0.5), 1)

    def y(self, value: float, most: float) -> float:
        return round(self.base - (self.base - self.top) * value / most, 1)


@dataclass(frozen=True)
class Label:
    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Span:
    """A level line from `x1` to `x2`; `kind` names how it is drawn."""

    x1: float
    x2: float
    y: float
    kind: str


@dataclass(frozen=True)
class Drawing:
    """A series of months over its limits. Every list is drawn as it stands.

    Of months without a value in a row only the first is marked, or the marks would overlap.
    """

    frame: Frame
    ticks: list[Label]
    times: list[Label]
    spans: list[Span]
    names: list[Label]
    paths: list[str]
    dots: list[Label]
    signals: list[Label]
    gaps: list[Label]
    breaks: list[float]


def large(number: int) -> Frame:
    """Return the frame of a chart of its own, with room for the names of its lines."""
    step = min(48.0, max(11.0, 780 / max(number, 1)))
    return Frame(round(64 + number * step + 112), 320, 64, 112, 24, 40, step)


def small(number: int) -> Frame:
    """Return the frame of one of several charts side by side."""
    return Frame(300, 150, 44, 10, 12, 26, 246 / max(number, 1))


def highest(all_series) -> float:
    """Return the largest number that the charts of `all_series` have to show."""
    values = [month.row.value for series in all_series for month in series.months]
    uppers = [each.limits.upper for s in all_series for each in s.segments if each.limits]
    return max([value for value in values if value is not None] + uppers, default=0)


def draw(series: Series, write, *, frame: Frame, most: float) -> Drawing:
    """Lay out a series up to `most`; `write` gives a value as text. Zero is always shown."""
    step = nice_step(most)
    top = step * max(math.ceil(most / step), 1)
    months = series.months
    seen = [(i, month) for i, month in enumerate(months) if month.point]
    starts = [_place_of(series, segment.start) for segment in series.segments]
    stops = [*starts, len(months)][1:]
    return Drawing(
        frame=frame,
        ticks=_ticks(step, top, write, frame),
        times=_times(months, frame),
        spans=[
            span
            for segment, first, after in zip(series.segments, starts, stops, strict=True)
            for span in _spans(segment, frame.x(first - 0.5), frame.x(after - 0.5), top, frame)
        ],
        names=_names(series, top, write, frame),
        paths=_paths(months, top, frame, set(starts)),
        dots=[_dot(i, month, top, frame) for i, month in seen if not month.point.signal],
        signals=[_dot(i, month, top, frame) for i, month in seen if month.point.signal],
        gaps=[
            Label(frame.x(i), frame.base - 4, MARKS[month.row.status])
            for i, month in enumerate(months)
            if month.row.value is None and (i == 0 or months[i - 1].row.value is not None)
        ],
        breaks=[frame.x(start - 0.5) for start in starts[1:]],
    )


def nice_step(most: float, least: float = 1) -> float:
    """Return the step of 1, 2 or 5 times a power of ten that takes at most six ticks to `most`.

    It is at least `least`: of counts, there is nothing between 0 and 1.
    """
    wanted = max(most / (MOST_TICKS - 1), least)
    power = 10 ** math.floor(math.log10(wanted))
    return next(n * power for n in (1, 2, 5, 10) if n * power >= wanted)


def _place_of(series: Series, start: int) -> int:
    """Return which month is the first of a segment, months without a value counted."""
    with_values = [i for i, month in enumerate(series.months) if month.point]
    return with_values[start]


def _ticks(step, top, write, frame):
    return [
        Label(frame.left - 8, frame.y(value, top), write(value))
        for value in range(0, top + step, step)
    ]


def _times(months: tuple[Month, ...], frame):
    """Name the first month, and each January that is far enough from the name before it.

    The first name begins at its month, so that it is whole; the others stand about theirs.
    """
    labels = []
    for number, month in enumerate(months):
        day = date.fromisoformat(f"{month.name}-01")
        room = FIRST_NAME if len(labels) == 1 else OTHER_NAME
        free = not labels or frame.x(number) - labels[-1].x > room
        if number == 0 or (free and (day.month == 1 or frame.step > 40)):
            labels.append(Label(frame.x(number), frame.base + 18, f"{day:%b %Y}"))
    return labels


def _spans(segment, x1, x2, top, frame):
    if segment.limits is None:
        return [Span(x1, x2, frame.y(segment.middle, top), "mean")]
    kind = "trial" if segment.mode is Mode.TRIAL else "limit"
    limits = segment.limits
    return [
        Span(x1, x2, frame.y(limits.upper, top), kind),
        Span(x1, x2, frame.y(max(limits.mean, 0), top), "mean"),
        Span(x1, x2, frame.y(limits.drawn_lower, top), kind),
    ]


def _names(series, top, write, frame):
    """Name the lines of the last segment at their right end, each clear of the one above."""
    if not series.segments:
        return []
    segment = series.segments[-1]
    named = [("Mean" if segment.mode is Mode.TOO_SMALL else "Median", segment.middle)]
    if segment.limits:
        named = [
            ("Upper", segment.limits.upper),
            ("Mean", segment.limits.mean),
            ("Lower", segment.limits.drawn_lower),
        ]
    labels, lowest = [], -math.inf
    for name, value in named:
        lowest = max(frame.y(value, top), lowest + LEAST_APART)
        labels.append(Label(frame.end + 6, lowest + 4, f"{name} {write(round(value, 1))}"))
    over = max(labels[-1].y - frame.base - 4, 0)
    return [Label(each.x, each.y - over, each.text) for each in labels]


def _paths(months, top, frame, starts):
    """Join months with values; a gap and a new start each break the line."""
    paths, points = [], []
    for number, month in enumerate(months):
        if number in starts or not month.point:
            paths.append(points)
            points = []
        if month.point:
            points.append(f"{frame.x(number)},{frame.y(month.row.value, top)}")
    return [" ".join(points) for points in [*paths, points] if len(points) > 1]


def _dot(number, month, top, frame):
    return Label(frame.x(number), frame.y(month.row.value, top), "")
