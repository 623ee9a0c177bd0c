"""The picture of a revision triangle: of each quarter the first figure and the latest."""

import math
from dataclasses import dataclass

from metrics.releases.triangle import Triangle
from metrics.signals.drawing import Frame, Label, nice_step
from metrics.wording import value_in_words


@dataclass(frozen=True)
class Drawing:
    """First figures are hollow, latest ones full; a line joins those that differ."""

    frame: Frame
    ticks: list[Label]
    times: list[Label]
    joins: list[tuple[float, float, float]]
    firsts: list[Label]
    latest: list[Label]
    gaps: list[Label]


def draw(triangle: Triangle) -> Drawing | None:
    """Lay a triangle out; None where no quarter shows a number."""
    lines = triangle.lines
    values = [entry.value for line in lines for entry in line.entries if entry.value is not None]
    if not values:
        return None
    step = nice_step(max(values))
    top = step * max(math.ceil(max(values) / step), 1)
    room = min(96.0, max(56.0, 780 / len(lines)))
    frame = Frame(round(72 + len(lines) * room + 16), 280, 72, 16, 24, 40, room)
    placed = list(enumerate(lines))
    return Drawing(
        frame=frame,
        ticks=[
            Label(
                frame.left - 8, frame.y(value, top), value_in_words(value, triangle.measure.unit)
            )
            for value in range(0, top + step, step)
        ],
        times=[
            Label(frame.x(i), frame.base + 18, line.period.replace("-", " ")) for i, line in placed
        ],
        joins=[
            (frame.x(i), frame.y(line.first.value, top), frame.y(line.latest.value, top))
            for i, line in placed
            if line.change
        ],
        firsts=_dots(frame, top, ((i, line.first) for i, line in placed if line.was_revised)),
        latest=_dots(frame, top, ((i, line.latest) for i, line in placed)),
        gaps=[
            Label(frame.x(i), frame.base - 4, line.latest.written)
            for i, line in placed
            if line.latest.value is None
        ],
    )


def _dots(frame, top, entries):
    return [
        Label(frame.x(i), frame.y(entry.value, top), entry.written)
        for i, entry in entries
        if entry.value is not None
    ]
