"""A bar for each month: numbers for a template to draw, the same for the same figures."""

from dataclasses import dataclass

from metrics.choices import Status

HEIGHT, TOP, BOTTOM = 220, 28, 34
BAR, GAP, MOST_BARS = 34, 14, 60
MARKS = {
    Status.NOT_AVAILABLE: "[x]",
    Status.NOT_APPLICABLE: "[z]",
    Status.SUPPRESSED: "[c]",
    Status.NOT_YET_DUE: "",
}


@dataclass(frozen=True)
class Bar:
    """One bar, or the mark that stands where there is no number."""

    x: int
    y: int
    height: int
    middle: int
    month: str
    year: str
    text: str


@dataclass(frozen=True)
class Chart:
    title: str
    description: str
    width: int
    height: int
    base: int
    bars: list[Bar]


def chart_of(measure, months, write) -> Chart | None:
    """Return the chart of `months`, pairs of a first day and a row; None where there is no bar.

    Bars start at zero. `write` gives a value as text.
    """
    base, most = HEIGHT - BOTTOM, max([row.value or 0 for _, row in months], default=0)
    if not 2 <= len(months) <= MOST_BARS or not most:
        return None
    bars = []
    for number, (day, row) in enumerate(months):
        x = GAP + number * (BAR + GAP)
        tall = round((base - TOP) * (row.value or 0) / most)
        text = write(row.value) if row.value is not None else MARKS[Status(row.status)]
        shows_year = number == 0 or day.month == 1
        bars.append(
            Bar(
                x,
                base - tall,
                tall,
                x + BAR // 2,
                f"{day:%b}",
                str(day.year) if shows_year else "",
                text,
            )
        )
    return Chart(
        title=_finding(measure, months, write),
        description=f"{measure.label} in each month, as bars from zero. A table follows.",
        width=GAP + len(bars) * (BAR + GAP),
        height=HEIGHT,
        base=base,
        bars=bars,
    )


def _finding(measure, months, write):
    known = [(row.value, day) for day, row in months if row.value is not None]
    least, most = min(value for value, _ in known), max(value for value, _ in known)
    if least == most:
        return f"{measure.label}: {write(most)} in every month with a number"
    peaks = [day for value, day in known if value == most]
    when = f", most in {peaks[0]:%B} {peaks[0].year}" if len(peaks) == 1 else ""
    return f"{measure.label}: from {write(least)} to {write(most)} a month{when}"
