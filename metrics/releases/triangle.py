"""The revision triangle: the figures of each quarter as each edition published them.

Only what is out and was shown goes in. Where an edition hid a figure, how it changed is hidden.
"""

from dataclasses import dataclass
from decimal import Decimal

from metrics.choices import Status, TableCode
from metrics.files.words import MARKS
from metrics.measures import Measure
from metrics.models import Release, ReleaseFigure
from metrics.releases.changes import HIDDEN, NONE, percent_in_words, percent_of, signed
from metrics.releases.provisional import is_provisional
from metrics.rounding import half_up
from metrics.wording import period_in_words, value_in_words
from toex.core.periods import london_date, parse

LEAST_FOR_A_MEAN = 4  # quarters with a later edition
NOT_MADE = "\N{EN DASH}"


@dataclass(frozen=True)
class Entry:
    """A figure in one edition: `value` is None where that edition does not show it."""

    release: Release
    value: int | float | None
    written: str


@dataclass(frozen=True)
class Line:
    """One quarter: what each edition said, and what came of the first figure."""

    period: str
    provisional: bool
    entries: list[Entry]
    unit: str

    @property
    def name(self) -> str:
        return period_in_words(self.period) + " [p]" * self.provisional

    @property
    def first(self) -> Entry:
        return self.entries[0]

    @property
    def latest(self) -> Entry:
        return self.entries[-1]

    @property
    def is_shown(self) -> bool:
        """Return whether every edition shows the figure, so that its change may be told."""
        return all(entry.value is not None for entry in self.entries)

    @property
    def was_revised(self) -> bool:
        return len(self.entries) > 1

    def is_held(self, measure) -> bool:
        """Return whether an edition held a change of the measure back."""
        return any(measure.code in entry.release.held for entry in self.entries)

    @property
    def change(self):
        """Return latest less first published; None where there is no second or it is hidden."""
        if not self.was_revised or not self.is_shown:
            return None
        return self.latest.value - self.first.value

    @property
    def change_in_words(self) -> str:
        if not self.was_revised:
            return NOT_MADE
        return HIDDEN if self.change is None else signed(self.change, self.unit)

    @property
    def percent_in_words(self) -> str:
        if not self.was_revised:
            return NOT_MADE
        return HIDDEN if self.change is None else percent_in_words(self.change, self.first.value)

    @property
    def reasons(self) -> str:
        told = dict.fromkeys(entry.release.reason for entry in self.entries[1:])
        return " ".join(filter(None, told)) or NOT_MADE


@dataclass(frozen=True)
class Triangle:
    """All quarters that are out, the earliest first; every line has a cell for each edition."""

    measure: Measure
    place: str
    lines: list[Line]

    @property
    def editions(self) -> range:
        return range(1, max((len(line.entries) for line in self.lines), default=0) + 1)

    @property
    def rows(self):
        """Yield each line with what every edition said, also of those that were not made."""
        for line in self.lines:
            told = [entry.written for entry in line.entries]
            yield line, told + [NOT_MADE] * (len(self.editions) - len(told))

    @property
    def sentence(self) -> str:
        """Return how first figures have fared on average."""
        revised = [line for line in self.lines if line.change is not None]
        if not any(line.change for line in revised):
            hidden = any(line.was_revised and line.change is None for line in self.lines)
            held = any(line.is_held(self.measure) for line in self.lines)
            return "No change that may be shown." if hidden or held else NONE
        exact = [
            Decimal(str(line.change)) * 100 / Decimal(str(line.first.value))
            for line in revised
            if percent_of(line.change, line.first.value) is not None
        ]
        number = f"{len(revised)} quarter{'' if len(revised) == 1 else 's'} with a later edition"
        if not exact:
            return f"{number}; first figures were too small for a percentage."
        if len(exact) < LEAST_FOR_A_MEAN:
            return f"{number}. An average is given from four quarters on."
        mean = half_up(sum(exact) / len(exact), 1)
        way = "up" if mean > 0 else "down"
        if not mean:
            return f"{number}: first figures have on average been revised by less than 0.1%."
        return f"{number}: first figures have on average been revised {way} by {abs(mean)}%."


def triangle_of(measure: Measure, region: str, *, now) -> Triangle:
    """Return the triangle of a measure, of the nation or one region, from what is out at `now`."""
    out = Release.objects.out(now).filter(period__contains="-Q").defer("snapshot")
    figures = ReleaseFigure.objects.filter(
        release__in=out,
        measure=measure.code,
        table=TableCode.REGION if region else TableCode.NATION,
        region=region,
        abroad=False,
    )
    shown = {figure.release_id: figure.shown for figure in figures}
    quarters = {}
    for release in out.order_by("first", "edition"):
        entry = _entry(release, measure, shown.get(release.pk, (None, Status.NOT_AVAILABLE.value)))
        quarters.setdefault(release.period, []).append(entry)
    today = london_date(now)
    lines = [
        Line(period, is_provisional(parse(period).last, today), entries, measure.unit)
        for period, entries in quarters.items()
    ]
    return Triangle(measure, region or "England and Wales", lines)


def _entry(release, measure, shown):
    value, status = shown
    written = MARKS[Status(status)] if value is None else value_in_words(value, measure.unit)
    return Entry(release, value, written)
