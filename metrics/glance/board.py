"""What the page “At a glance” shows a reader: own figures, live, from what is kept counted."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from metrics.addresses import behind
from metrics.charts import SMALL, Chart, chart_of
from metrics.choices import Breakdown, Status
from metrics.figures import Row, count_in
from metrics.glance.tiles import TileMap, map_of
from metrics.index.source import Buckets
from metrics.measures import MEASURES, Measure
from metrics.query import Query, live_query
from metrics.tables import HEADLINES, Scope
from metrics.wording import number_in_words, period_in_words, share
from toex.accounts.choices import Role
from toex.core.periods import Period, between, london_date, month_of, quarter_of
from toex.forces.choices import BodyKind
from toex.forces.models import Force

RECEIVED, OPEN = MEASURES["requests_received"], MEASURES["cases_open"]
SHOWN = (*(MEASURES[code] for code in HEADLINES), RECEIVED, OPEN)
CITY = "city-of-london"
MONTHS = 13  # so that the first and the last are the same month of two years


@dataclass(frozen=True)
class Number:
    """One number of a quarter, with the address of the records behind it."""

    text: str
    unkeyed: str
    records: str
    quarter: str


@dataclass(frozen=True)
class Headline:
    """A measure with its numbers, in the order of the board's quarters."""

    measure: Measure
    numbers: list[Number]


@dataclass(frozen=True)
class MonthLine:
    label: str
    number: str
    records: str


@dataclass(frozen=True)
class Small:
    """The months of a measure: a chart where there is something to draw, and their table."""

    measure: Measure
    chart: Chart | None
    months: list[MonthLine]


@dataclass(frozen=True)
class ForceLine:
    name: str
    number: str
    records: str


@dataclass(frozen=True)
class ForceMap:
    """A measure by force: as tiles, and as a table with whoever else has a number."""

    measure: Measure
    period: str
    tiles: TileMap | None
    lines: list[ForceLine]

    @property
    def title(self) -> str:
        if self.measure == OPEN:
            return "Cases open now, by the force that asked"
        return f"{self.measure.label} by force, {self.period}"

    @property
    def has_the_city(self) -> bool:
        return bool(self.tiles) and any(each.code == CITY for each in self.tiles.tiles)


class Board:
    """Reads what is kept once for the numbers and once for the maps, and lays it out."""

    def __init__(self, *, reader, now: datetime):
        self.reader, self.today, self.scope = reader, london_date(now), Scope(reader)
        this = quarter_of(self.today)
        last = quarter_of(_day_before(this))
        self.spans = [this, _year_before(this), last, _year_before(last)]
        self.last_months = _months_before(self.today)
        self.query = replace(
            live_query(SHOWN, self.last_months, self.scope.by, now=now), asked_at=now
        )
        self.world = Buckets(now)
        self.world.prepare(self.query, [*self.spans, *self.last_months.months()])

    @property
    def quarters(self) -> list[str]:
        this, *others = [period_in_words(span.name) for span in self.spans]
        return [f"{this} so far", *others]

    @property
    def months_in_words(self) -> str:
        first, *_, last = [period_in_words(month.name) for month in self.last_months.months()]
        return f"{first} to {last}"

    def headlines(self) -> list[Headline]:
        """Return each measure with its number in each of the four quarters."""
        counted = [(span, self._own(replace(self.query, period=span))) for span in self.spans]
        return [
            Headline(
                measure,
                [_number(measure, rows[measure.code][0], span) for span, rows in counted],
            )
            for measure in SHOWN
        ]

    def months(self) -> list[Small]:
        """Return each measure by month, up to the last full one."""
        by = (*self.scope.by, Breakdown.MONTH.value)
        rows = self._own(replace(self.query, by=by))
        return [_small(measure, rows[measure.code]) for measure in SHOWN]

    def maps(self) -> list[ForceMap]:
        """Return requests of the last full quarter and cases open now, by force.

        A force sees no other force, and has no map.
        """
        if self.reader.role == Role.FORCE_LEAD:
            return []
        this, _, last, _ = self.spans
        query = replace(self.query, measures=(RECEIVED, OPEN), by=(Breakdown.FORCE.value,))
        self.world.prepare(query, [this, last])
        forces = Force.objects.by_name()
        if self.scope.place:
            forces = forces.filter(region=self.reader.region)
        forces = list(forces)
        return [
            self._map(query, RECEIVED, last, self.quarters[2], forces),
            self._map(query, OPEN, this, "now", forces),
        ]

    def _map(self, query: Query, measure, span: Period, period: str, forces) -> ForceMap:
        asked = replace(query, measures=(measure,), period=span)
        rows = {
            row.cell["force"]: row
            for row in count_in(self.world, asked, reader=self.reader)
            if not row.abroad
        }
        of_the_43, others = [], []
        for force in forces:
            row = rows[force.code]
            each = (force.code, force.short_name, row.value, _records(measure, row, span.name))
            if force.kind == BodyKind.TERRITORIAL:
                of_the_43.append(each)
            elif row.value:
                others.append(each)
        return ForceMap(
            measure,
            period,
            map_of(of_the_43),
            [
                ForceLine(name, f"{value:,}", records)
                for _, name, value, records in [*of_the_43, *others]
            ],
        )

    def _own(self, query: Query) -> dict[str, list[Row]]:
        """Return the reader's own rows of each measure; what happened abroad is not among them."""
        found = {}
        for row in count_in(self.world, query, reader=self.reader):
            if self.scope.is_of(row) and not row.abroad:
                found.setdefault(row.measure, []).append(row)
        return found


def _number(measure, row, span) -> Number:
    has_share = measure.is_of_people and row.value and row.unkeyed is not None
    return Number(
        number_in_words(measure, row.value, row.status),
        share(row.unkeyed, row.value) if has_share else "",
        _records(measure, row, span.name) if row.value is not None else "",
        period_in_words(span.name),
    )


def _small(measure, rows) -> Small:
    months = [(date.fromisoformat(f"{row.span['month']}-01"), row) for row in rows]

    def write(value):
        return number_in_words(measure, value, Status.OK)

    return Small(
        measure,
        chart_of(measure, months, write, size=SMALL),
        [
            MonthLine(
                period_in_words(row.span["month"]),
                number_in_words(measure, row.value, row.status),
                _records(measure, row, row.span["month"]) if row.value is not None else "",
            )
            for row in rows
        ],
    )


def _records(measure, row, period: str) -> str:
    return behind(measure.code, {"period": period, **row.cell})


def _day_before(span: Period) -> date:
    return date.fromordinal(span.first.toordinal() - 1)


def _year_before(span: Period) -> Period:
    return quarter_of(span.first.replace(year=span.first.year - 1))


def _months_before(today: date) -> Period:
    """Return the last full month and the twelve before it."""
    last = date.fromordinal(today.replace(day=1).toordinal() - 1)
    return between(month_of(last).first.replace(year=last.year - 1), last)
