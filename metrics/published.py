"""What may be seen only as published: the one door from live figures to releases."""

from metrics.choices import Basis, Breakdown, Status, TableCode
from metrics.models import Release, ReleaseFigure
from metrics.query import HEADLINE, Query

TABLES = {
    (): TableCode.NATION,
    (Breakdown.REGION,): TableCode.REGION,
    (Breakdown.FORCE,): TableCode.FORCE,
    (Breakdown.PRIMARY_TYPE,): TableCode.TYPE,
    (Breakdown.REGION, Breakdown.PRIMARY_TYPE): TableCode.REGION_TYPE,
}


class Published:
    """The latest editions that answer a query, read once, when a cell is first asked for.

    A release answers for its own period as a whole, on the lead basis, as TOEX counts by
    default; of anything else nothing is published.
    """

    def __init__(self, query: Query):
        self.query = query
        self._shown = None

    def cell(self, measure: str, span, places: dict, abroad: bool) -> tuple:
        """Return the value and status of a cell as the latest release has it."""
        if self._shown is None:
            self._shown = self._read()
        known = {name: "-" if code is None else code for name, code in places.items()}
        key = (
            measure,
            span.name,
            known.get("region", ""),
            known.get("force", ""),
            known.get("primary_type", ""),
            abroad,
        )
        return self._shown.get(key, (None, Status.NOT_AVAILABLE.value))

    def _read(self):
        query = self.query
        by = tuple(name for name in query.by if name in Breakdown.values[:3])
        if query.basis != Basis.LEAD or query.attribution != HEADLINE or by not in TABLES:
            return {}
        names = {span.name for _, span in query.spans()}
        out = Release.objects.out_by(query.known_at).filter(period__in=names)
        latest = dict(out.order_by("edition").values_list("period", "pk"))
        figures = ReleaseFigure.objects.filter(
            release__in=latest.values(),
            table=TABLES[by],
            measure__in=[measure.code for measure in query.measures],
        ).select_related("release")
        return {
            (
                figure.measure,
                figure.release.period,
                figure.region,
                figure.force,
                figure.primary_type,
                figure.abroad,
            ): figure.shown
            for figure in figures
        }
