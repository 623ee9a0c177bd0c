"""Outcomes that may have been recorded twice: nobody can tell without a key."""

from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from cases.choices import OutcomeKind
from cases.models.cases import CASES
from metrics.quality.base import MOST_ROWS, Finding, Line, Scope, number_of
from metrics.quality.outcomes import in_sight_of
from metrics.quarters.checks import outcomes_in
from toex.core.templatetags.toex_tags import long_date


def possible_duplicates(scope: Scope) -> Finding:
    """Return the outcomes without a key that share case, kind and day with another."""
    rows = outcomes_in(scope.quarters()).filter(led_by__in=scope.regions, subject_key="")
    groups = _groups(rows)
    seen = _groups(rows.filter(pk__in=in_sight_of(scope.reader)))
    count = groups.count()
    lines = [_line(group) for group in seen[:MOST_ROWS]]
    return Finding(
        code="possible_duplicates",
        heading="Possible duplicates",
        rule="Outcomes without a subject key that share their case, kind and day with another. "
        "Each may be right: look whether one was recorded twice.",
        count=count,
        said=number_of(count, "group", "groups"),
        columns=("Kind", "Case", "Happened on", "How many"),
        lines=lines,
        unseen=count - seen.count(),
    )


def _groups(rows):
    return (
        rows.order_by()
        .values("case", "kind", "occurred_on")
        .annotate(times=Count("pk"))
        .filter(times__gt=1)
        .order_by("occurred_on", "case", "kind")
    )


def _line(group):
    reference, day = CASES.of(group["case"]), group["occurred_on"]
    asked = {
        "case": reference,
        "kind": group["kind"],
        "occurred_from": day.isoformat(),
        "occurred_to": day.isoformat(),
    }
    return Line(
        (
            OutcomeKind(group["kind"]).label,
            reference,
            long_date(day),
            f"{group['times']:,}",
        ),
        f"{reverse('cases:outcomes')}?{urlencode(asked)}",
        "Look at them",
    )
