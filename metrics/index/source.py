"""Figures as known now, answered from buckets."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from metrics.choices import Basis
from metrics.counting.tally import Tally
from metrics.facts import World, load_places
from metrics.index.buckets import key_of, rows_for
from metrics.index.levels import level_of
from metrics.index.spans import whole
from metrics.measures import Measure
from metrics.query import HEADLINE, Query
from toex.core.periods import Period


@dataclass(frozen=True, slots=True)
class Piece:
    """Some counted items that agree in every place and in type, added up."""

    regions: tuple[str | None, ...]
    force: str | None
    primary_type: str
    abroad: bool
    tally: Tally


class Buckets(World):
    """The places, and what was counted beforehand in the spans that are kept."""

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
    """Return whether buckets hold what is asked: now, headline attribution, spans that are kept.

    What was known at a moment in the past is not kept: there are as many of those as moments. It
    is counted from base tables, as other days are, and costs what happened in the time asked for.
    """
    return (
        query.is_of_now
        and query.attribution == HEADLINE
        and all(whole(span) for _, span in query.spans())
    )
