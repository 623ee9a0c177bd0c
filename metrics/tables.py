"""The sections of the page of figures: a sentence, a chart by month and a table a measure."""

from dataclasses import dataclass, replace
from datetime import date

from metrics.addresses import behind
from metrics.charts import Chart, chart_of
from metrics.choices import Breakdown, Status, TableCode
from metrics.figures import Row, count_in, source_for
from metrics.index.source import Buckets
from metrics.measures import MEASURES, Measure
from metrics.query import Query, with_by
from metrics.sight import part_of
from metrics.wording import number_in_words, period_in_words, sentence, share
from tasking.choices import ExploitationType
from toex.accounts.choices import REGION_ROLES, Role
from toex.forces.models import Force

NOT_KNOWN = "Place not known"


@dataclass(frozen=True)
class Line:
    """One row of a table."""

    label: str
    number: str
    unkeyed: str
    records: str
    is_total: bool = False
    abroad: bool = False


@dataclass(frozen=True)
class Section:
    """All that is said about one measure."""

    measure: Measure
    sentence: str
    caption: str
    by: str
    lines: list[Line]
    chart: Chart | None
    months: list[Line]


class Scope:
    """Whose figures a reader's page is about: the nation's, a region's or a force's own."""

    def __init__(self, reader):
        self.reader = reader
        self.by, self.place, self.name = (), {}, TableCode.NATION.label
        if reader.role in REGION_ROLES:
            self.by, self.name = (Breakdown.REGION.value,), reader.region.code
            self.place = {"region": reader.region.code}
        elif reader.role == Role.FORCE_LEAD:
            self.by, self.name = (Breakdown.FORCE.value,), reader.force.short_name
            self.place = {"force": reader.force.code}
        self.title = f"Figures: {self.name}"

    def is_of(self, row: Row) -> bool:
        return all(row.cell[name] == value for name, value in self.place.items())


class Tables:
    """Counts once and lays out section after section; `span` names the period in addresses."""

    def __init__(self, query: Query, by: str, *, reader, span: dict):
        self.query, self.by, self.span = query, by, span
        self.reader, self.scope = reader, Scope(reader)
        self.world = source_for(query)
        if isinstance(self.world, Buckets) and self._is_long:
            spans = [query.period, *query.period.months()]
            self.world.prepare(with_by(query, self.scope.by), spans)
        so_far = " so far" if query.period.last > query.today >= query.period.first else ""
        self.period = f"{period_in_words(query.period.name)}{so_far}"
        self.names = dict(Force.objects.values_list("code", "short_name"))

    def sections(self) -> list[Section]:
        total = self._by_measure(self._count(()))
        broken = self._by_measure(self._count((self.by,))) if self.by else {}
        months = self._by_measure(self._count((Breakdown.MONTH.value,))) if self._is_long else {}
        return [
            self._section(
                measure,
                [row for row in total[measure.code] if self.scope.is_of(row)],
                broken.get(measure.code, []),
                [row for row in months.get(measure.code, []) if self.scope.is_of(row)],
            )
            for measure in self.query.measures
        ]

    @property
    def _is_long(self):
        """Whether there is more than a month to draw, and few enough to read."""
        first, last = self.query.period.first, self.query.period.last
        return 0 < (last.year - first.year) * 12 + last.month - first.month < 60

    def _count(self, names):
        query = with_by(self.query, [*self.scope.by, *names])
        return count_in(self.world, query, reader=self.reader)

    def _by_measure(self, rows):
        found = {}
        for row in rows:
            found.setdefault(row.measure, []).append(row)
        return found

    def _section(self, measure, total, broken, months):
        if self.by not in self.scope.by:
            broken = [row for row in broken if self.scope.is_of(row)]
        whole = [] if self.by in self.scope.by else total
        return Section(
            measure=measure,
            sentence=sentence(
                measure,
                total[0],
                period=self.period,
                place=self.scope.name,
                basis=self.query.basis,
            ),
            caption=self._caption(measure),
            by=Breakdown(self.by).label if self.by else "Place",
            lines=[
                *(self._line(measure, row) for row in broken),
                *(self._line(measure, row, is_total=bool(broken)) for row in whole),
            ],
            chart=self._chart(measure, [row for row in months if not row.abroad]),
            months=[] if self.by == Breakdown.MONTH else self._months(measure, months),
        )

    def _chart(self, measure, months):
        return chart_of(
            measure,
            [(date.fromisoformat(f"{row.span['month']}-01"), row) for row in months],
            lambda value: number_in_words(measure, value, Status.OK),
        )

    def _months(self, measure, months):
        return [
            replace(
                self._line(measure, row),
                label=f"{period_in_words(row.span['month'])}{_abroad(row)}",
            )
            for row in months
        ]

    def _caption(self, measure):
        by = f", by {Breakdown(self.by).label.lower()}" if self.by else ""
        return f"{measure.label}{by}, {self.scope.name}, {self.period}"

    def _line(self, measure, row, is_total=False):
        label = self._label(row) if not is_total else f"{self.scope.name}, whole period"
        return Line(
            label=f"{label}{_abroad(row)}",
            number=number_in_words(measure, row.value, row.status),
            unkeyed=share(row.unkeyed, row.value) if row.unkeyed is not None else "",
            records=self._records(measure, row),
            is_total=is_total,
            abroad=row.abroad,
        )

    def _label(self, row):
        if self.by in row.span:
            return period_in_words(row.span[self.by])
        if self.by not in row.cell:
            return self.scope.name
        code = row.cell[self.by]
        if code is None:
            return NOT_KNOWN
        if self.by == Breakdown.PRIMARY_TYPE:
            return ExploitationType(code).label
        return self.names.get(code, code) if self.by == Breakdown.FORCE else code

    def _records(self, measure, row):
        part = part_of(self.reader, row.cell, self.world.region_of)
        return _address(measure, row, part, {**self.span, "basis": self.query.basis})


def _address(measure, row, part, asked):
    """Return the address of the records behind a number, or behind the reader's part of it."""
    if row.value is None or part is None:
        return ""
    asked = {**asked, **part, **row.span} | ({"part": "own"} if part != row.cell else {})
    return behind(measure.code, asked, abroad=row.abroad)


def _abroad(row):
    return ", abroad" if row.abroad else ""


HEADLINES = (
    "people_safeguarded",
    "ocgs_identified",
    "high_harm_threats_supported",
    "cases_supported",
)


def headlines(query: Query, *, reader, span: dict) -> list[tuple[Measure, str, str]]:
    """Return the four headline measures for the reader's own place.

    Each has its number and the address of the records behind it; `span` names the period there.
    """
    query = replace(query, measures=tuple(MEASURES[code] for code in HEADLINES))
    scope, world = Scope(reader), source_for(query)
    rows = count_in(world, with_by(query, scope.by), reader=reader)
    return [
        (
            measure,
            number_in_words(measure, row.value, row.status),
            _address(
                measure,
                row,
                part_of(reader, row.cell, world.region_of),
                {**span, "basis": query.basis},
            ),
        )
        for row in rows
        if scope.is_of(row) and not row.abroad
        for measure in [MEASURES[row.measure]]
    ]
