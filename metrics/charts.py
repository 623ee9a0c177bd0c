"""A bar for each month: numbers for a template to draw, the same for the same figures."""

from dataclasses import dataclass

from metrics.choices import Status

TOP, BOTTOM = 28, 34
MOST_BARS = 60
LETTER = 8  # the width of one, of a number over a bar
MARKS = {
    Status.NOT_AVAILABLE: "[x]",
    Status.NOT_APPLICABLE: "[z]",
    Status.SUPPRESSED: "[c]",
    Status.NOT_YET_DUE: "",
}


@dataclass(frozen=True)
class Size:
    """How high a chart is, how wide its bars and gaps are, and how months are named."""

    height: int
    bar: int
    gap: int
    month: int  # how many letters a month has


LARGE, SMALL = Size(220, 34, 14, 3), Size(150, 16, 7, 1)


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
    bar: int
    bars: list[Bar]

    @property
    def finding(self) -> str:
        """The title without the name of the measure, to stand under a heading that has it."""
        told = self.title.partition(": ")[2]
        return told[:1].upper() + told[1:]


def chart_of(measure, months, write, *, size=LARGE) -> Chart | None:
    """Return the chart of `months`, pairs of a first day and a row; None where there is no bar.

    Bars start at zero. `write` gives a value as text, which stands over each bar if it has room
    there, and else over the last and the first of the highest.
    """
    base, most = size.height - BOTTOM, max([row.value or 0 for _, row in months], default=0)
    if not 2 <= len(months) <= MOST_BARS or not most:
        return None
    bars, texts = [], _texts(months, write, size)
    for number, (day, row) in enumerate(months):
        x = size.gap + number * (size.bar + size.gap)
        tall = round((base - TOP) * (row.value or 0) / most)
        shows_year = number == 0 or day.month == 1
        bars.append(
            Bar(
                x,
                base - tall,
                tall,
                x + size.bar // 2,
                f"{day:%b}"[: size.month],
                str(day.year) if shows_year else "",
                texts[number],
            )
        )
    return Chart(
        title=_finding(measure, months, write),
        description=f"{measure.label} in each month, as bars from zero. A table follows.",
        width=size.gap + len(bars) * (size.bar + size.gap),
        height=size.height,
        base=base,
        bar=size.bar,
        bars=bars,
    )


def _texts(months, write, size):
    """Return what stands over each bar: its number, or the mark for why there is none."""
    texts = [
        write(row.value) if row.value is not None else MARKS[Status(row.status)]
        for _, row in months
    ]
    if size is LARGE or LETTER * max(map(len, texts)) <= size.bar + size.gap:
        return texts
    values = [row.value or 0 for _, row in months]
    kept = {values.index(max(values)), len(texts) - 1}
    if len(texts) - 4 < min(kept) < len(texts) - 1:  # the two would run into each other
        kept = {min(kept)}
    return [text if number in kept else "" for number, text in enumerate(texts)]


def _finding(measure, months, write):
    known = [(row.value, day) for day, row in months if row.value is not None]
    least, most = min(value for value, _ in known), max(value for value, _ in known)
    if least == most:
        return f"{measure.label}: {write(most)} in every month with a number"
    peaks = [day for value, day in known if value == most]
    when = f", most in {peaks[0]:%B} {peaks[0].year}" if len(peaks) == 1 else ""
    return f"{measure.label}: from {write(least)} to {write(most)} a month{when}"
