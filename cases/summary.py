"""What a case comes to, for pages and endpoints alike: current parts, clocks, counts, terms."""

from django.db.models import Count, Prefetch

from cases import clocks
from cases.choices import OutcomeState, Part
from cases.models import Case, CaseForce, CaseRegion, Member, Outcome
from tasking.choices import DecisionOutcome
from toex.core.periods import london_date


def with_parts(cases):
    """Fetch with `cases` all that a summary reads, in a constant number of look-ups."""
    return cases.select_related("request", "requesting_force", "lead_region").prefetch_related(
        Prefetch("regions", CaseRegion.objects.select_related("region").order_by("pk")),
        Prefetch("forces", CaseForce.objects.select_related("force").order_by("-asked", "pk")),
        Prefetch("members", Member.objects.select_related("user").order_by("pk")),
        "terms",
        "products",
        "holds",
        "spells",
        "request__returns",
        "request__decisions",
    )


def gives_sight(part, today):
    return part.from_on <= today and (part.until_on is None or part.until_on > today)


def supporting_regions(case, today):
    """Return the regions that support the case today, first added first."""
    return [
        part.region
        for part in case.regions.all()
        if part.part == Part.SUPPORT and gives_sight(part, today)
    ]


def forces(case, today):
    """Return the forces with a part in the case today, the one that asked first."""
    return [part.force for part in case.forces.all() if gives_sight(part, today)]


def members(case, today):
    return [part.user for part in case.members.all() if gives_sight(part, today)]


def latest_terms(case):
    return max(case.terms.all(), key=lambda terms: terms.pk, default=None)


def products(case):
    return sorted(case.products.all(), key=lambda product: (product.delivered_on, product.pk))


def held(case):
    """Return the holds of a case as pauses: first day, and last day or None."""
    return [
        (london_date(hold.held_at), london_date(hold.resumed_at) if hold.resumed_at else None)
        for hold in case.holds.all()
    ]


def clocks_of(case, today):
    """Return the clocks of a case in whole days; None for what has not happened yet."""
    pauses = held(case)
    spells = [(spell.opened_on, spell.closed_on) for spell in case.spells.all()]
    agreed = [terms.agreed_on for terms in case.terms.all()]
    delivered = [product.delivered_on for product in case.products.all()]
    return {
        "days_to_decision": _days_to_decision(case.request) if case.request_id else None,
        "days_to_terms": clocks.days_to_first(case.opened_on, agreed, pauses),
        "days_to_first_product": clocks.days_to_first(case.opened_on, delivered, pauses),
        "days_open": clocks.days_open(spells, today, pauses),
        "paused": case.on_hold,
    }


def _days_to_decision(request):
    decided = [
        london_date(decision.decided_at)
        for decision in request.decisions.all()
        if decision.outcome != DecisionOutcome.DEFER
    ]
    returned = [
        (london_date(spell.returned_at), _day(spell.resubmitted_at))
        for spell in request.returns.all()
    ]
    return clocks.days_to_decision(
        _day(request.submitted_at), min(decided, default=None), returned
    )


def _day(moment):
    return london_date(moment) if moment else None


def outcome_counts(cases, user):
    """Return {case's number: {kind: events}} of those not void that `user` may see."""
    rows = (
        Outcome.objects.visible_to(user)
        .filter(case__in=[case.pk for case in cases])
        .exclude(state=OutcomeState.VOID)
        .values_list("case", "kind")
        .annotate(events=Count("pk"))
        .order_by("case", "kind")
    )
    counts = {case.pk: {} for case in cases}
    for case, kind, events in rows:
        counts[case][kind] = events
    return counts


def seen_in_full(case_numbers, user):
    """Return those of the cases' numbers that `user` sees in full."""
    rows = Case.objects.seen_in_full_by(user).filter(pk__in=set(case_numbers))
    return set(rows.values_list("pk", flat=True))
