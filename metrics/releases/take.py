"""Counting the figures of a release, once, at its data cut."""

from dataclasses import replace
from datetime import datetime

from metrics.choices import Basis, Breakdown, Status, TableCode
from metrics.figures import Row, count_in, load_for
from metrics.measures import MEASURES
from metrics.models import Release, ReleaseFigure
from metrics.query import HEADLINE, Query
from toex.core.periods import london_date
from toex.forces.models import Region

UNKNOWN = "-"
BY = {
    TableCode.NATION: (),
    TableCode.REGION: (Breakdown.REGION.value,),
    TableCode.FORCE: (Breakdown.FORCE.value,),
    TableCode.TYPE: (Breakdown.PRIMARY_TYPE.value,),
    TableCode.REGION_TYPE: (Breakdown.REGION.value, Breakdown.PRIMARY_TYPE.value),
}


def tables_of(release: Release) -> list[TableCode]:
    """Return the tables of a release: region by type is too thin to publish for a quarter."""
    if release.span.quarters()[1:]:
        return list(BY)
    return [table for table in BY if table != TableCode.REGION_TYPE]


def take_figures(
    release: Release, *, by, cut: datetime, measures=tuple(MEASURES)
) -> list[ReleaseFigure]:
    """Count every cell of the release as known at `cut`; nothing is saved or hidden yet."""
    query = Query(
        measures=tuple(MEASURES[code] for code in measures),
        period=release.span,
        by=(),
        basis=Basis.LEAD,
        attribution=HEADLINE,
        known_at=cut,
        today=london_date(cut),
    )
    world = load_for(query)
    not_begun = set(
        Region.objects.filter(launched_on__gt=release.last).values_list("code", flat=True)
    )
    figures = []
    for table in tables_of(release):
        rows = count_in(world, replace(query, by=BY[table]), reader=by)
        figures += [
            _figure(release, table, row, not_begun)
            for row in rows
            if not row.abroad or table == TableCode.NATION
        ]
    return figures


def _figure(release, table, row: Row, not_begun):
    region, force = row.cell.get("region", ""), row.cell.get("force", "")
    status = row.status
    if region in not_begun and not row.number:
        status = Status.NOT_AVAILABLE.value
    return ReleaseFigure(
        release=release,
        measure=row.measure,
        table=table,
        region=UNKNOWN if region is None else region,
        force=UNKNOWN if force is None else force,
        primary_type=row.cell.get("primary_type", ""),
        abroad=row.abroad,
        value=row.value,
        unkeyed=row.unkeyed,
        number=row.number,
        largest=row.largest,
        status=status,
    )
