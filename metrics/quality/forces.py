"""Who asks: the 43 forces, those with no request too."""

from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from metrics.quality.base import Finding, Line, Scope, number_of
from tasking.models import TaskingRequest
from toex.core.periods import moments_of
from toex.forces.models import Force


def forces_with_no_requests(scope: Scope) -> Finding:
    """Return every force of the regions looked at with the requests it sent in the period."""
    first, after = moments_of(scope.period.first, scope.period.last)
    sent = dict(
        TaskingRequest.objects.filter(submitted_at__gte=first, submitted_at__lt=after)
        .order_by()
        .values_list("force")
        .annotate(Count("pk"))
    )
    forces = list(
        Force.objects.territorial()
        .filter(region__in=scope.regions)
        .select_related("region")
        .order_by("region__order", "short_name")
    )
    none = sum(1 for force in forces if not sent.get(force.pk))
    return Finding(
        code="forces_with_no_requests",
        heading="Forces with no requests",
        rule="Police forces that sent no request in the period. All are listed, with how many "
        "they sent: a force may have nothing to ask, or not know that it can.",
        count=none,
        said=f"{none:,} of {number_of(len(forces), 'force', 'forces')}",
        columns=("Force", "Region", "Requests sent"),
        lines=[_line(force, sent.get(force.pk, 0), scope.period) for force in forces],
        always=True,
    )


def _line(force, number, period):
    asked = {
        "force": force.code,
        "submitted_from": period.first.isoformat(),
        "submitted_to": period.last.isoformat(),
    }
    return Line(
        (force.short_name, force.region.code, f"{number:,}"),
        f"{reverse('tasking:requests')}?{urlencode(asked)}" if number else "",
        "See the requests" if number else "",
    )
