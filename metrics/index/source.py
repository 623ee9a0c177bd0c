"""Figures as known now, answered from buckets."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from metrics.choices import Basis
from metrics.counting.tally import Tally
from metrics.facts import World, load_places
from metrics.index.buckets import key_of, rows_for
from metrics.index.levels import level_of
from metrics.measures import Measure
from metrics.query import HEADLINE, Query
from toex.core.periods import (
    Period,
    financial_year,
    financial_year_start,
    month_of,
    quarter_of,
)

FIRST_YEAR, LAST_YEAR = 1900, 9000  # as in the names of periods


@dataclass(frozen=True, slots=True)
class Piece:
    """Some counted items that agree in every place and in type, added up."""

    regions: tuple[str | None, ...]
    force: str | None
    primary_type: str
    abroad: bool
    tally: Tally


class Buckets(World):
    """The places, and what was counted beforehand in whole months, quarters and years."""

    def __init__(self, at: datetime):
        super().__init__()
        self.at, self.rows = at, {}
        load_places(self)

    def prepare(self, query: Query, spans: list[Period]):
        """Fetch what a query needs in those spans that have begun, all at once."""
        level, begun = level_of(query), [span for span in spans if span.has_begun(query.today)]
        kept = self.rows.setdefault(level, {})
        wanted = [(measure, whole(span)) for measure in query.measures for span in begun]
        missing = [pair for pair in wanted if key_of(*pair) not in kept]
        if missing:
            kept |= rows_for(missing, level, at=self.at)

    def pieces(self, query: Query, measure: Measure, span: Period) -> Iterator[Piece]:
        """Return what was counted in a span for which the query was prepared."""
        for row in self.rows[level_of(query)][key_of(measure, whole(span))]:
            lead, shared, force, primary_type, abroad, *sums = row
            regions = {
                Basis.LEAD: (lead,),
                Basis.CONTRIBUTION: tuple(shared),
                Basis.LOCATION: (self.region_of.get(force),),
            }[query.basis]
            yield Piece(regions, force, primary_type, abroad, Tally(*sums))


def answers(query: Query) -> bool:
    """Return whether buckets hold what is asked: now, headline attribution, whole spans."""
    return (
        query.is_of_now
        and query.attribution == HEADLINE
        and all(whole(span) for _, span in query.spans())
    )


def whole(span: Period) -> Period | None:
    """Return the month, quarter or financial year that a span of days is, by its own name."""
    if not FIRST_YEAR <= span.first.year <= LAST_YEAR:
        return None
    year = financial_year(financial_year_start(span.first))
    for each in (month_of(span.first), quarter_of(span.first), year):
        if (each.first, each.last) == (span.first, span.last):
            return each
    return None
