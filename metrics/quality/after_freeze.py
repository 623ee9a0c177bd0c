"""What became known after the figures of its days were frozen: the next edition will differ."""

from django.db.models import Case, DateTimeField, F, Q, Value, When

from cases.choices import OutcomeState
from cases.models import Outcome
from metrics.models import Release
from metrics.quality.base import Finding, Scope, number_of
from metrics.quality.outcomes import COLUMNS, in_sight_of, outcome_lines
from metrics.quarters.checks import led_by


def changed_after_freeze(scope: Scope) -> Finding:
    """Return the outcomes recorded, verified or voided after the last data cut of their day."""
    rows, count, seen, lines = None, 0, 0, []
    cuts = _cuts(scope)
    if cuts:
        rows = _changed(cuts).filter(led_by__in=scope.regions)
        in_sight = rows.filter(pk__in=in_sight_of(scope.reader))
        count, seen, lines = rows.count(), in_sight.count(), outcome_lines(in_sight, scope.reader)
    return Finding(
        code="changed_after_freeze",
        heading="Changed after the figures were frozen",
        rule="Outcomes recorded, verified or voided after the data cut of the latest release that "
        "covers the day they happened. A later edition shows them as a revision.",
        count=count,
        said=number_of(count, "outcome", "outcomes"),
        columns=COLUMNS,
        lines=lines,
        unseen=count - seen,
    )


def _cuts(scope):
    """Return (quarter, moment) for each quarter that the latest data cut covers."""
    releases = list(
        Release.objects.filter(
            data_cut_at__isnull=False, first__lte=scope.period.last, last__gte=scope.period.first
        )
        .only("first", "last", "data_cut_at")
        .order_by("-data_cut_at", "-pk")
    )
    found = []
    for quarter in scope.quarters():
        covering = [
            each for each in releases if each.first <= quarter.first and quarter.last <= each.last
        ]
        if covering:
            found.append((quarter, covering[0].data_cut_at))
    return found


def _changed(cuts):
    days = [(Q(occurred_on__range=(each.first, each.last)), moment) for each, moment in cuts]
    cut = Case(
        *(When(condition, then=Value(moment)) for condition, moment in days),
        output_field=DateTimeField(),
    )
    return (
        Outcome.objects.annotate(cut_at=cut, led_by=led_by())
        .filter(cut_at__isnull=False)
        .filter(
            Q(recorded_at__gt=F("cut_at"))
            | Q(verified_at__gt=F("cut_at"))
            | Q(voided_at__gt=F("cut_at"), state=OutcomeState.VOID)
        )
    )
