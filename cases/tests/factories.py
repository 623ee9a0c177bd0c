"""Cases, outcomes and threats in tests: stories that the real services told.

The first moment lies well back, so that every part of a case gives sight whenever tests run.
"""

from datetime import UTC, date, datetime, timedelta

import factory
from django.utils import timezone

from cases import services
from cases.choices import Part, WhyLooking
from cases.models import Case, CaseForce, CaseRegion, Classification, Outcome, Spell, Threat
from tasking.choices import DecisionOutcome, Forum
from tasking.tests.factories import TaskingRequestFactory
from toex.accounts.choices import Role
from toex.accounts.models import User
from toex.accounts.tests.factories import UserFactory
from toex.core.periods import london_date
from toex.forces.tests.factories import ForceFactory, RegionFactory

ASKED_AT = datetime(2022, 9, 1, 9, 0, tzinfo=UTC)
OPENED_AT = datetime(2022, 9, 5, 9, 0, tzinfo=UTC)
OPENED_ON = date(2022, 9, 5)
WHY = "Exercise reasons."


def person(role, place):
    """Return somebody with this role in a region or force, the same at every call."""
    where = {"force": place} if role == Role.FORCE_LEAD else {"region": place}
    return User.objects.active().filter(role=role, **where).first() or UserFactory(
        role=role, **where
    )


def manager_of(case):
    return person(Role.TOEX_MANAGER, case.lead_region)


def analyst_of(case):
    return person(Role.ANALYST, case.lead_region)


def gateway_of(case):
    return person(Role.GATEWAY_OFFICER, case.lead_region)


def lead_of(case):
    return person(Role.FORCE_LEAD, case.requesting_force)


def office_about(case):
    """Return somebody of the programme office who has said why they look at the case."""
    office = UserFactory(programme_office=True)
    services.say_why(case, by=office, at=timezone.now(), why=WhyLooking.FIGURE)
    return office


def supporter(case, role=Role.ANALYST, *, at=OPENED_AT):
    """Return somebody of a region that supports the case from its first day."""
    region = RegionFactory()
    services.add_region(case, by=manager_of(case), at=at, region=region, from_date=case.opened_on)
    return person(role, region)


class CaseFactory(factory.django.DjangoModelFactory):
    """A case that an adopted request opened; a trait tells how far the work went.

    Give `region`, `force` or `opened_at` to place it, `request` for fields of the request. Each
    step is taken a day after the one before.
    """

    class Meta:
        model = Case

    class Params:
        development = factory.Trait(story="agree")
        delivered = factory.Trait(story="agree deliver")
        reassessed = factory.Trait(story="agree deliver reassess")
        closed = factory.Trait(story="agree deliver reassess close")
        reopened = factory.Trait(story="agree deliver reassess close reopen")

    story = ""
    opened_at = OPENED_AT
    on_hold = False
    restricted = False

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        region, force = kwargs.pop("region", None), kwargs.pop("force", None)
        if force is None:
            force = ForceFactory(region=region) if region else ForceFactory()
        at = kwargs["opened_at"]
        request = TaskingRequestFactory(
            with_toex=True,
            force=force,
            requester=person(Role.FORCE_LEAD, force),
            region=region,
            at=at - timedelta(days=4),
            **kwargs.pop("request", {}),
        )
        case = adopt(request, at=at)
        for day, name in enumerate(kwargs["story"].split(), start=1):
            case = STEPS[name](case, at=at + timedelta(days=day))
        if kwargs["on_hold"]:
            case = take(services.hold_case, case, at=at, reason=WHY)
        if kwargs["restricted"]:
            case = take(services.restrict_case, case, at=at, reason=WHY)
        return case


def adopt(request, *, at):
    """Decide to adopt a request, and return the case that this opened."""
    by = person(Role.TOEX_MANAGER, request.region)
    services.decide(
        request,
        version=request.version,
        by=by,
        at=at,
        outcome=DecisionOutcome.ADOPT,
        rationale=WHY,
        forum=Forum.OUTSIDE_MEETING,
    )
    return Case.objects.get(request=request)


def take(service, case, *, at, by=None, **fields):
    """Take a step of a case as the manager of its lead region, and return it as it now stands."""
    return service(case, version=case.version, by=by or manager_of(case), at=at, **fields)


def _agree(case, *, at):
    return take(
        services.agree_terms,
        case,
        at=at,
        support="An intelligence package.",
        products=["intelligence_package"],
        due_on=london_date(at) + timedelta(days=28),
        agreed_on=london_date(at),
        sio_name="Exercise Officer",
    )


def _deliver(case, *, at):
    return take(
        services.deliver,
        case,
        at=at,
        kind="intelligence_package",
        title="Exercise package",
        delivered_on=london_date(at),
        recipient="Exercise Officer",
    )


def _reassess(case, *, at):
    return take(services.reassess, case, at=at, summary="The threat is lower.")


def _close(case, *, at):
    return take(services.close_case, case, at=at, owner="force", reason="completed")


def _reopen(case, *, at):
    return take(services.reopen_case, case, at=at, reason=WHY)


STEPS = {
    "agree": _agree,
    "deliver": _deliver,
    "reassess": _reassess,
    "close": _close,
    "reopen": _reopen,
}


class ImportedCaseFactory(factory.django.DjangoModelFactory):
    """A case without a request, as a regional return brings it, open and in development."""

    class Meta:
        model = Case

    requesting_force = factory.SubFactory(ForceFactory)
    lead_region = factory.SelfAttribute("requesting_force.region")
    home_region = factory.SelfAttribute("lead_region")
    home_reference = factory.Sequence(lambda n: f"HOME-{n}")
    title = "Exercise Larch"
    primary_type = "ASE"
    state = "development"
    opened_on = OPENED_ON
    created_at = OPENED_AT

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        case = super()._create(model_class, *args, **kwargs)
        since = {"case": case, "from_on": case.opened_on, "recorded_at": case.created_at}
        CaseForce.objects.create(force=case.requesting_force, asked=True, **since)
        CaseRegion.objects.create(region=case.lead_region, part=Part.LEAD, **since)
        Spell.objects.create(case=case, opened_on=case.opened_on, opened_at=case.created_at)
        Classification.objects.create(
            case=case, primary_type=case.primary_type, at=case.created_at, by=manager_of(case)
        )
        return case


class OutcomeFactory(factory.django.DjangoModelFactory):
    """A draft that an analyst of the lead region recorded on an arrest; traits take it on."""

    class Meta:
        model = Outcome

    class Params:
        verified = factory.Trait(story="verify")
        void = factory.Trait(story="void")

    story = ""
    case = factory.SubFactory(CaseFactory)
    by = None
    at = OPENED_AT + timedelta(days=10)
    kind = "arrest"
    occurred_on = OPENED_ON
    attribution = "direct"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        story, case, at = kwargs.pop("story"), kwargs.pop("case"), kwargs["at"]
        kwargs["by"] = kwargs["by"] or analyst_of(case)
        outcome = services.record_outcome(case, **kwargs)
        taken = {"version": outcome.version, "by": manager_of(case), "at": at}
        if story == "verify":
            return services.verify_outcome(outcome, **taken)
        if story == "void":
            return services.void_outcome(outcome, reason=WHY, **taken)
        return outcome


class ThreatFactory(factory.django.DjangoModelFactory):
    """A threat linked to a case, nominated; traits take it on."""

    class Meta:
        model = Threat

    class Params:
        mapped = factory.Trait(story="map")
        active = factory.Trait(story="map activate")
        archived = factory.Trait(story="map activate archive")

    story = ""
    case = factory.SubFactory(CaseFactory)
    at = OPENED_AT + timedelta(days=1)
    kind = "ocg"
    reference = factory.Sequence(lambda n: f"OCG-{n:05}")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        story, case, at = kwargs.pop("story").split(), kwargs.pop("case"), kwargs["at"]
        threat = services.link_threat(case, by=analyst_of(case), **kwargs)
        for name in story:
            taken = {"version": threat.version, "by": analyst_of(case), "at": at}
            if name == "archive":
                threat = services.archive_threat(threat, archive_reason="dismantled", **taken)
            elif name == "map":
                threat = services.map_threat(threat, **taken)
            else:
                threat = services.activate_threat(threat, **taken)
        return threat
