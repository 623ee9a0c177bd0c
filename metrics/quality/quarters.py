"""Regional quarters that have ended and that nobody has confirmed."""

from metrics.choices import QuarterState
from metrics.models import RegionalQuarter
from metrics.quality.base import Finding, Line, Scope, number_of


def quarters_not_confirmed(scope: Scope) -> Finding:
    rows = (
        RegionalQuarter.objects.visible_to(scope.reader)
        .filter(
            period__in=[each.name for each in scope.quarters() if each.last < scope.today],
            region__in=scope.regions,
            state=QuarterState.OPEN,
        )
        .select_related("region")
        .order_by("region__order", "period")
    )
    lines = [
        Line(
            (row.region.code, row.period.replace("-", " ")),
            row.get_absolute_url(),
            f"Open {row.reference}",
        )
        for row in rows
    ]
    return Finding(
        code="quarters_not_confirmed",
        heading="Quarters not confirmed",
        rule="Quarters that have ended and that the region has not confirmed, or that were opened "
        "again.",
        count=len(lines),
        said=number_of(len(lines), "quarter", "quarters"),
        columns=("Region", "Quarter"),
        lines=lines,
    )
