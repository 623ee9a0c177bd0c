"""Read rows as they stood at a moment into facts, in a number of queries that never grows.

Read is what belongs to the time asked for, by an index on its day, and then the cases, threats
and requests that this names. So the recount of one measure in one quarter looks at no table from
end to end, and costs no more when there are more quarters before it.
"""

from collections import defaultdict
from datetime import date, datetime

from django.db.models import Q, QuerySet

from cases import models as cases
from cases.choices import ActivityKind, OutcomeState
from metrics.choices import MeasureClass
from metrics.facts.among import among
from metrics.facts.requests import load_requests
from metrics.facts.rows import (
    ActivityFact,
    CaseFact,
    EventFact,
    PartFact,
    ProductFact,
    SpellFact,
    ThreatFact,
    World,
)
from toex.core.periods import london_date, moments_of
from toex.forces.models import Force, Region

HOME = "GB"


def load(measures, *, first: date, last: date, known_at: datetime) -> World:
    """Return the facts that `measures` look at from `first` to `last`, as known at `known_at`."""
    world = World()
    classes = {measure.measure_class for measure in measures}
    outcomes = cases.Outcome.objects.filter(
        kind__in={kind for measure in measures for kind in measure.kinds},
        occurred_on__range=(first, last),
        recorded_at__lte=known_at,
    )
    # Cases come last: a case that arrives meanwhile is then at hand for whatever belongs to it.
    numbers = _load_events(world, outcomes, known_at)
    if MeasureClass.THREATS in classes:
        _load_earlier_events(world, measures, first, known_at)
        if not all(measure.is_of_outcomes for measure in measures):
            numbers |= _load_support(world, known_at, first, last)
        _load_threats(world, known_at)
    if classes & {MeasureClass.PRODUCTS, MeasureClass.TIMES}:
        numbers |= _load_products(world, known_at, first, last)
    if classes & {MeasureClass.REQUESTS, MeasureClass.TIMES}:
        world.requests = load_requests(known_at, first, last)
    if MeasureClass.CASES in classes:
        numbers |= _open_between(known_at, first, last)
    _load_cases(world, known_at, numbers)
    if not all(measure.is_of_outcomes for measure in measures):
        _load_spells(world, known_at, numbers)
    return world


def by(moment: str, known_at: datetime) -> Q:
    """Return whether something was so by then: the database compares, for moments are dear."""
    return Q(**{f"{moment}__lte": known_at})


def latest(rows: QuerySet, known_at: datetime, of: str, *fields) -> dict[int, tuple]:
    """Return what each `of` was at `known_at`: the last row by then, else its first of all."""
    found = {}
    rows = rows.annotate(is_known=by("at", known_at)).order_by("at", "pk")
    for owner, is_known, *values in rows.values_list(of, "is_known", *fields):
        if is_known or owner not in found:
            found[owner] = tuple(values)
    return found


def load_places(world):
    """Read the regions and forces: what there is to show, counted or not."""
    world.regions = list(Region.objects.in_official_order().values_list("code", flat=True))
    for code, region in Force.objects.order_by("code").values_list("code", "region__code"):
        world.forces.append(code)
        world.region_of[code] = region


def _load_cases(world, known_at, numbers):
    classified = among(cases.Classification.objects, "case", numbers)
    types = latest(classified, known_at, "case_id", "primary_type")
    rows = among(cases.Case.objects, "pk", numbers)
    for pk, force, opened_on, primary_type in rows.values_list(
        "pk", "requesting_force__code", "opened_on", "primary_type"
    ):
        world.cases[pk] = CaseFact(pk, force, opened_on, types.get(pk, (primary_type,))[0])
    parts = among(cases.CaseRegion.objects.filter(recorded_at__lte=known_at), "case", numbers)
    parts = parts.annotate(is_over=by("ended_at", known_at)).order_by("recorded_at", "pk")
    for order, (pk, region, part, from_on, until_on, is_over) in enumerate(
        parts.values_list("case", "region__code", "part", "from_on", "until_on", "is_over")
    ):
        if pk in world.cases:
            known_end = until_on if is_over else None
            world.cases[pk].parts.append(PartFact(region, part, from_on, known_end, order))


def _load_spells(world, known_at, numbers):
    spells = among(cases.Spell.objects.filter(opened_at__lte=known_at), "case", numbers)
    for pk, opened_on, closed_on, closed_at, is_first in spells.order_by(
        "opened_on", "pk"
    ).values_list("case", "opened_on", "closed_on", "closed_at", "is_first"):
        known_end = closed_on if closed_at and closed_at <= known_at else None
        if pk in world.cases:
            world.cases[pk].spells.append(SpellFact(opened_on, known_end, is_first))
    holds = among(cases.Hold.objects.filter(held_at__lte=known_at), "case", numbers)
    for pk, held_at, resumed_at in holds.values_list("case", "held_at", "resumed_at"):
        known_end = resumed_at if resumed_at and resumed_at <= known_at else None
        if pk in world.cases:
            world.cases[pk].holds.append(
                (london_date(held_at), london_date(known_end) if known_end else None)
            )


def _open_between(known_at, first, last):
    """Return the cases that were open on a day of that time."""
    spells = cases.Spell.objects.filter(
        Q(closed_on__isnull=True) | Q(closed_on__gte=first) | Q(closed_at__gt=known_at),
        opened_on__lte=last,
        opened_at__lte=known_at,
    )
    return set(spells.values_list("case", flat=True))


def _load_events(world, outcomes, known_at):
    """Read events; return their cases. Those of a kind stand in the order of `EventFact.order`."""
    rows = outcomes.annotate(
        is_verified=by("verified_at", known_at), is_void=by("voided_at", known_at)
    ).order_by("occurred_on", "recorded_at", "pk")
    by_kind = defaultdict(list)
    for *row, force, country, is_verified, is_void in rows.values_list(
        *("pk", "case", "kind", "occurred_on", "recorded_at", "subject_key", "quantity"),
        *("attribution", "threat", "age_group", "stage", "amount_pence", "months", "life"),
        *("level", "force__code", "country", "is_verified", "is_void"),
    ):
        event = EventFact(*row, force, country != HOME, _state(is_verified, is_void))
        by_kind[event.kind].append(event)
    for kind, events in by_kind.items():
        world.events[kind] = [*events, *world.events.get(kind, [])]
    return {event.case for events in by_kind.values() for event in events}


def _load_earlier_events(world, measures, first, known_at):
    """Read what was recorded before of the threats in sight: each counts at its earliest ever."""
    kinds = {
        kind
        for measure in measures
        for kind in measure.kinds
        if measure.measure_class == MeasureClass.THREATS
    }
    threats = {event.threat for kind in kinds for event in world.events.get(kind, ())} - {None}
    earlier = cases.Outcome.objects.filter(
        kind__in=kinds, occurred_on__lt=first, recorded_at__lte=known_at
    )
    _load_events(world, among(earlier, "threat", threats), known_at)


def _state(is_verified, is_void):
    if is_void:
        return OutcomeState.VOID
    return OutcomeState.VERIFIED if is_verified else OutcomeState.DRAFT


def _load_support(world, known_at, first, last):
    """Read the developments of that time and the links of their cases; return the cases."""
    since, until = moments_of(first, last)
    found = cases.Activity.objects.filter(
        kind=ActivityKind.DEVELOPMENT,
        occurred_at__gte=since,
        occurred_at__lt=until,
        recorded_at__lte=known_at,
    ).values_list("pk", "case", "occurred_at", "recorded_at")
    world.activities = sorted(
        (
            ActivityFact(pk, case, occurred_at, london_date(occurred_at), recorded_at)
            for pk, case, occurred_at, recorded_at in found
        ),
        key=lambda activity: activity.order,
    )
    numbers = {activity.case for activity in world.activities}
    links = among(cases.CaseThreat.objects.filter(linked_at__lte=known_at), "case", numbers)
    threats_of = defaultdict(list)
    for case, threat in links.order_by("threat").values_list("case", "threat"):
        threats_of[case].append(threat)
    world.threats_of = dict(threats_of)
    return numbers


def _load_threats(world, known_at):
    """Read what was known of the threats in sight."""
    numbers = {event.threat for events in world.events.values() for event in events} - {None}
    numbers = numbers.union(*world.threats_of.values())
    flags = latest(
        among(cases.ThreatFlags.objects.filter(at__lte=known_at), "threat", numbers),
        known_at,
        "threat_id",
        "identified_by_toex",
        "high_harm",
    )
    threats = among(cases.Threat.objects.filter(created_at__lte=known_at), "pk", numbers)
    for pk in threats.values_list("pk", flat=True):
        world.threats[pk] = ThreatFact(pk, *flags.get(pk, (False, False)))


def _load_products(world, known_at, first, last):
    """Read products and terms of the cases that have one of that time; return those cases."""
    products = cases.Product.objects.filter(recorded_at__lte=known_at)
    terms = cases.Terms.objects.filter(recorded_at__lte=known_at)
    delivered = set(
        products.filter(delivered_on__range=(first, last)).values_list("case", flat=True)
    )
    agreed = set(terms.filter(agreed_on__range=(first, last)).values_list("case", flat=True))
    world.products = [
        ProductFact(*row)
        for row in among(products, "case", delivered)
        .order_by("delivered_on", "pk")
        .values_list("pk", "case", "kind", "delivered_on")
    ]
    rows = among(terms, "case", agreed).order_by("-agreed_on")
    world.terms_agreed_on = dict(rows.values_list("case", "agreed_on"))
    return delivered | agreed
