"""Read rows as they stood at a moment into facts, in a number of queries that never grows."""

from collections import defaultdict
from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from cases import models as cases
from cases.choices import ActivityKind, OutcomeState
from metrics.choices import MeasureClass
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
from toex.core.periods import london_date
from toex.forces.models import Force, Region

HOME = "GB"


def load(measures, *, first: date, last: date, known_at: datetime) -> World:
    """Return the facts that `measures` look at from `first` to `last`, as known at `known_at`."""
    world = World()
    load_places(world)
    classes = {measure.measure_class for measure in measures}
    outcomes = cases.Outcome.objects.filter(
        _in_time(measures, first), recorded_at__lte=known_at, occurred_on__lte=last
    )
    # Cases come last: a case that arrives meanwhile is then at hand for whatever belongs to it.
    _load_events(world, outcomes, known_at)
    if MeasureClass.THREATS in classes:
        _load_threats(world, known_at, last)
    if classes & {MeasureClass.PRODUCTS, MeasureClass.TIMES}:
        _load_products(world, known_at)
    if classes & {MeasureClass.REQUESTS, MeasureClass.TIMES}:
        world.requests = load_requests(known_at)
    only_outcomes = all(measure.is_of_outcomes for measure in measures)
    _load_cases(world, known_at, outcomes.values("case") if only_outcomes else None)
    return world


def _in_time(measures, first):
    """Narrow to the measures' kinds since `first`; threats count at their earliest event ever."""
    wanted = {
        is_of_threats: {
            kind
            for measure in measures
            for kind in measure.kinds
            if (measure.measure_class == MeasureClass.THREATS) == is_of_threats
        }
        for is_of_threats in (True, False)
    }
    return Q(kind__in=wanted[True]) | Q(kind__in=wanted[False], occurred_on__gte=first)


def latest(rows: QuerySet, known_at: datetime, of: str, *fields) -> dict[int, tuple]:
    """Return what each `of` was at `known_at`: the last row by then, else its first of all."""
    found = {}
    for owner, moment, *values in rows.order_by("at", "pk").values_list(of, "at", *fields):
        if moment <= known_at or owner not in found:
            found[owner] = tuple(values)
    return found


def load_places(world):
    """Read the regions and forces: what there is to show, counted or not."""
    world.regions = list(Region.objects.in_official_order().values_list("code", flat=True))
    for code, region in Force.objects.order_by("code").values_list("code", "region__code"):
        world.forces.append(code)
        world.region_of[code] = region


def _load_cases(world, known_at, only):
    def narrow(rows, field):
        return rows if only is None else rows.filter(**{f"{field}__in": only})

    types = latest(
        narrow(cases.Classification.objects, "case"), known_at, "case_id", "primary_type"
    )
    for pk, force, opened_on, primary_type in narrow(cases.Case.objects, "pk").values_list(
        "pk", "requesting_force__code", "opened_on", "primary_type"
    ):
        world.cases[pk] = CaseFact(pk, force, opened_on, types.get(pk, (primary_type,))[0])
    parts = narrow(cases.CaseRegion.objects.filter(recorded_at__lte=known_at), "case")
    for pk, region, part, from_on, until_on, recorded_at, ended_at, number in parts.values_list(
        "case", "region__code", "part", "from_on", "until_on", "recorded_at", "ended_at", "pk"
    ):
        known_end = until_on if ended_at and ended_at <= known_at else None
        if pk in world.cases:
            world.cases[pk].parts.append(
                PartFact(region, part, from_on, known_end, (recorded_at, number))
            )
    if only is None:
        _load_spells(world, known_at)


def _load_spells(world, known_at):
    spells = cases.Spell.objects.filter(opened_at__lte=known_at).order_by("opened_on", "pk")
    for pk, opened_on, closed_on, closed_at, is_first in spells.values_list(
        "case", "opened_on", "closed_on", "closed_at", "is_first"
    ):
        known_end = closed_on if closed_at and closed_at <= known_at else None
        if pk in world.cases:
            world.cases[pk].spells.append(SpellFact(opened_on, known_end, is_first))
    holds = cases.Hold.objects.filter(held_at__lte=known_at)
    for pk, held_at, resumed_at in holds.values_list("case", "held_at", "resumed_at"):
        known_end = resumed_at if resumed_at and resumed_at <= known_at else None
        if pk in world.cases:
            world.cases[pk].holds.append(
                (london_date(held_at), london_date(known_end) if known_end else None)
            )


def _load_events(world, outcomes, known_at):
    rows = outcomes.order_by("occurred_on", "recorded_at", "pk").values(
        "case_id",
        "kind",
        "occurred_on",
        "recorded_at",
        "quantity",
        "attribution",
        "age_group",
        "stage",
        "amount_pence",
        "months",
        "life",
        "level",
        "country",
        "verified_at",
        "voided_at",
        number=F("pk"),
        subject=F("subject_key"),
        place=F("force__code"),
        threat_number=F("threat"),
    )
    by_kind = defaultdict(list)
    for row in rows:
        event = EventFact(
            id=row.pop("number"),
            case=row.pop("case_id"),
            force=row.pop("place"),
            threat=row.pop("threat_number"),
            abroad=row.pop("country") != HOME,
            state=_state_at(known_at, row.pop("verified_at"), row.pop("voided_at")),
            life=bool(row.pop("life")),
            **row,
        )
        by_kind[event.kind].append(event)
    world.events = dict(by_kind)


def _state_at(known_at, verified_at, voided_at):
    if voided_at and voided_at <= known_at:
        return OutcomeState.VOID
    if verified_at and verified_at <= known_at:
        return OutcomeState.VERIFIED
    return OutcomeState.DRAFT


def _load_threats(world, known_at, last):
    flags = latest(
        cases.ThreatFlags.objects.filter(at__lte=known_at),
        known_at,
        "threat_id",
        "identified_by_toex",
        "high_harm",
    )
    for pk in cases.Threat.objects.filter(created_at__lte=known_at).values_list("pk", flat=True):
        world.threats[pk] = ThreatFact(pk, *flags.get(pk, (False, False)))
    links = cases.CaseThreat.objects.filter(linked_at__lte=known_at).order_by("threat")
    threats_of = defaultdict(list)
    for case, threat in links.values_list("case", "threat"):
        threats_of[case].append(threat)
    world.threats_of = dict(threats_of)
    activities = cases.Activity.objects.filter(
        kind=ActivityKind.DEVELOPMENT, recorded_at__lte=known_at, case__in=links.values("case")
    ).values_list("pk", "case", "occurred_at", "recorded_at")
    found = [
        ActivityFact(pk, case, occurred_at, london_date(occurred_at), recorded_at)
        for pk, case, occurred_at, recorded_at in activities
    ]
    world.activities = sorted(
        (activity for activity in found if activity.occurred_on <= last),
        key=lambda activity: activity.order,
    )


def _load_products(world, known_at):
    products = cases.Product.objects.filter(recorded_at__lte=known_at)
    world.products = [
        ProductFact(*row)
        for row in products.order_by("delivered_on", "pk").values_list(
            "pk", "case", "kind", "delivered_on"
        )
    ]
    terms = cases.Terms.objects.filter(recorded_at__lte=known_at).order_by("-agreed_on")
    world.terms_agreed_on = dict(terms.values_list("case", "agreed_on"))
