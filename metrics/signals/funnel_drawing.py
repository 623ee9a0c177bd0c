"""Where everything of a funnel stands: regions by their size, and limits that narrow."""

from dataclasses import dataclass

from metrics.signals.drawing import Frame, Label, nice_step
from metrics.signals.funnel import (
    ALARM,
    ALERT,
    Funnel,
    Verdict,
    log_limits,
    poisson_limits,
)

FRAME = Frame(760, 400, 64, 130, 24, 52, 1)
POINTS = 40  # of each curve
SMALLEST_STEP = 0.01
CHARACTER = 8  # the width of one, in pixels
LINE = 15


@dataclass(frozen=True)
class FunnelDrawing:
    frame: Frame
    across: list[Label]
    up: list[Label]
    alert: list[str]
    alarm: list[str]
    rate: float
    dots: list[Label]
    outside: list[Label]
    names: list[Label]
    lines: list[Label]


def draw_funnel(funnel: Funnel, write) -> FunnelDrawing:
    """Lay out a funnel; `write` gives a rate as text. Both axes start at zero."""
    rows = funnel.shown
    widest = 1.15 * max(row.place.exposure for row in rows)
    tallest = 1.05 * funnel.rate * max(max(row.ratio, row.alarm.upper) for row in rows)

    def x(exposure):
        return round(FRAME.left + (FRAME.end - FRAME.left) * exposure / widest, 1)

    def y(rate):
        return FRAME.y(rate, tallest)

    least = min(row.place.exposure for row in rows) * 0.8
    exposures = [least + (widest - least) * i / (POINTS - 1) for i in range(POINTS)]
    curves = {tail: _curves(funnel, exposures, tail, x, y, tallest) for tail in (ALERT, ALARM)}
    placed = [Label(x(row.place.exposure), y(row.ratio * funnel.rate), "") for row in rows]
    inside = [row.verdict is Verdict.AS_EXPECTED for row in rows]
    return FunnelDrawing(
        frame=FRAME,
        across=[Label(x(each), FRAME.base + 18, f"{each:,g}") for each in _steps(widest, 1)],
        up=[
            Label(FRAME.left - 8, y(each), write(each)) for each in _steps(tallest, SMALLEST_STEP)
        ],
        alert=curves[ALERT],
        alarm=curves[ALARM],
        rate=y(funnel.rate),
        dots=[dot for dot, is_in in zip(placed, inside, strict=True) if is_in],
        outside=[dot for dot, is_in in zip(placed, inside, strict=True) if not is_in],
        names=_names([(row.place.name, dot) for row, dot in zip(rows, placed, strict=True)]),
        lines=_line_names(curves, y(funnel.rate)),
    )


def _steps(most, least):
    """Return where the ticks of an axis stand, from 0 to the last that is not beyond `most`."""
    step = nice_step(most, least)
    return [step * number for number in range(int(most / step) + 1)]


def _curves(funnel, exposures, tail, x, y, tallest):
    """Return the upper and the lower limit as points of two lines, cut at the top."""
    uppers, lowers = [], []
    for exposure in exposures:
        expected = funnel.rate * exposure
        limits = (
            log_limits(expected, tail, funnel.variance)
            if funnel.is_adjusted
            else poisson_limits(expected, tail)
        ).times(funnel.rate)
        if limits.upper <= tallest:
            uppers.append(f"{x(exposure)},{y(limits.upper)}")
        lowers.append(f"{x(exposure)},{y(limits.lower)}")
    return [" ".join(uppers), " ".join(lowers)]


def _names(named):
    """Put each name to the right of its dot, or lower where another name stands there."""
    placed = []
    for name, dot in sorted(named, key=lambda pair: (pair[1].y, pair[1].x)):
        spot = Label(dot.x + 9, dot.y + 4, name)
        while any(_touch(spot, other) for other in placed):
            spot = Label(spot.x, spot.y + 1, name)
        placed.append(spot)
    return placed


def _touch(one, other):
    wide = CHARACTER * max(len(one.text), len(other.text)) + 8
    return abs(one.x - other.x) < wide and abs(one.y - other.y) < LINE


def _line_names(curves, rate):
    """Name the lines at their right end, from the top down, each clear of the one above."""
    ends = [("99.8%", curves[ALARM][0]), ("95%", curves[ALERT][0])]
    named = [(name, float(line.rsplit(",", 1)[1])) for name, line in ends if line]
    named.append(("All regions", rate))
    named += [
        ("95%", float(curves[ALERT][1].rsplit(",", 1)[1])),
        ("99.8%", float(curves[ALARM][1].rsplit(",", 1)[1])),
    ]
    labels, lowest = [], float("-inf")
    for name, height in named:
        lowest = max(height + 4, lowest + LINE)
        labels.append(Label(FRAME.end + 6, lowest, name))
    return labels
