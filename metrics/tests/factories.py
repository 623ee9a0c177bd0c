"""Small worlds to count by hand: rows written directly, each one consistent story."""

from datetime import UTC, date, datetime, time

import factory

from cases import models as cases
from cases.choices import OutcomeState, Part
from tasking import models as tasking
from toex.accounts.tests.factories import UserFactory
from toex.forces.tests.factories import ForceFactory


def noon(day):
    return datetime.combine(day, time(12), tzinfo=UTC)


class CaseFactory(factory.django.DjangoModelFactory):
    """A case led by the region of the force that asked, since the day it was opened."""

    class Meta:
        model = cases.Case
        skip_postgeneration_save = True

    class Params:
        closed = None
        known_at = factory.LazyAttribute(lambda case: noon(case.opened_on))

    requesting_force = factory.SubFactory(ForceFactory)
    lead_region = factory.SelfAttribute("requesting_force.region")
    title = "Exercise Juniper 014"
    primary_type = "ASE"
    opened_on = date(2022, 1, 10)
    closed_on = factory.SelfAttribute("closed")
    state = factory.LazyAttribute(lambda case: "closed" if case.closed else "development")
    owner = factory.LazyAttribute(lambda case: "force" if case.closed else "")
    created_at = factory.SelfAttribute("known_at")

    @factory.post_generation
    def with_its_rows(self, create, extracted, **kwargs):
        known_at = self.created_at
        lead(self, self.lead_region, self.opened_on, known_at=known_at)
        cases.Spell.objects.create(
            case=self,
            opened_on=self.opened_on,
            opened_at=known_at,
            closed_on=self.closed_on,
            closed_at=noon(self.closed_on) if self.closed_on else None,
            reason="completed" if self.closed_on else "",
        )
        typed(self, self.primary_type, at=known_at)


def lead(case, region, from_on, *, known_at=None, part=Part.LEAD, until_on=None):
    return cases.CaseRegion.objects.create(
        case=case,
        region=region,
        part=part,
        from_on=from_on,
        recorded_at=known_at or noon(from_on),
        until_on=until_on,
        ended_at=noon(until_on) if until_on else None,
    )


def support(case, region, from_on=None, **more):
    return lead(case, region, from_on or case.opened_on, part=Part.SUPPORT, **more)


def typed(case, primary_type, *, at):
    return cases.Classification.objects.create(
        case=case, primary_type=primary_type, at=at, by=UserFactory()
    )


def transfer(case, region, from_on, *, known_at=None):
    """Hand the lead over on a day, known at some moment: the old row ends the day before."""
    known_at = known_at or noon(from_on)
    old = case.regions.get(part=Part.LEAD, until_on=None)
    old.until_on = date.fromordinal(from_on.toordinal() - 1)
    old.ended_at = known_at
    old.save()
    lead(case, region, from_on, known_at=known_at)


def reopen(case, opened_on, closed_on=None):
    return cases.Spell.objects.create(
        case=case,
        is_first=False,
        opened_on=opened_on,
        opened_at=noon(opened_on),
        closed_on=closed_on,
        closed_at=noon(closed_on) if closed_on else None,
        reason="completed" if closed_on else "",
    )


class OutcomeFactory(factory.django.DjangoModelFactory):
    """Somebody safeguarded where the asking force is: recorded and verified the same day."""

    class Meta:
        model = cases.Outcome

    class Params:
        draft = factory.Trait(state=OutcomeState.DRAFT, verified_at=None, verified_by=None)
        void = factory.Trait(
            state=OutcomeState.VOID,
            voided_at=factory.SelfAttribute("recorded_at"),
            voided_by=factory.SelfAttribute("verified_by"),
            void_reason="Entered twice.",
        )
        abroad = factory.Trait(country="ES", force=None)

    case = factory.SubFactory(CaseFactory)
    kind = "person_safeguarded"
    occurred_on = date(2022, 3, 15)
    force = factory.SelfAttribute("case.requesting_force")
    attribution = "direct"
    state = OutcomeState.VERIFIED
    recorded_at = factory.LazyAttribute(lambda outcome: noon(outcome.occurred_on))
    verified_at = factory.SelfAttribute("recorded_at")
    verified_by = factory.SubFactory(UserFactory)


class ThreatFactory(factory.django.DjangoModelFactory):
    """A threat marked as identified by TOEX and as high harm, unless told otherwise."""

    class Meta:
        model = cases.Threat
        skip_postgeneration_save = True

    kind = "ocg"
    reference = factory.Sequence(lambda n: f"OCG-{n:04}")
    identified_by_toex = True
    high_harm = True
    created_at = datetime(2022, 1, 1, tzinfo=UTC)

    @factory.post_generation
    def flagged(self, create, extracted, **kwargs):
        flag(
            self,
            at=self.created_at,
            identified_by_toex=self.identified_by_toex,
            high_harm=self.high_harm,
        )


def flag(threat, *, at, **flags):
    return cases.ThreatFlags.objects.create(threat=threat, at=at, **flags)


def link(case, threat, *, at=None):
    return cases.CaseThreat.objects.create(
        case=case, threat=threat, linked_at=at or case.created_at
    )


class ActivityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = cases.Activity

    case = factory.SubFactory(CaseFactory)
    kind = "development"
    occurred_at = datetime(2022, 3, 15, 10, tzinfo=UTC)
    recorded_at = factory.SelfAttribute("occurred_at")


class ProductFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = cases.Product

    case = factory.SubFactory(CaseFactory)
    kind = "timeline"
    title = "Exercise timeline"
    delivered_on = date(2022, 3, 15)
    recorded_at = factory.LazyAttribute(lambda product: noon(product.delivered_on))


class RequestFactory(factory.django.DjangoModelFactory):
    """A request sent to the region of its force."""

    class Meta:
        model = tasking.TaskingRequest
        skip_postgeneration_save = True

    force = factory.SubFactory(ForceFactory)
    region = factory.SelfAttribute("force.region")
    requester = factory.SubFactory(
        UserFactory, force_lead=True, force=factory.SelfAttribute("..force")
    )
    title = "Exercise Juniper 015"
    state = "submitted"
    primary_type = "ASE"
    submitted_at = datetime(2022, 3, 1, 9, tzinfo=UTC)
    created_at = factory.LazyAttribute(
        lambda request: request.submitted_at or datetime(2022, 3, 1, 9, tzinfo=UTC)
    )

    @factory.post_generation
    def with_its_region(self, create, extracted, **kwargs):
        tasking.RequestRegion.objects.create(
            request=self, region=self.region, from_at=self.created_at
        )


def decide(request, outcome, at, *, region=None):
    needs = {
        "adopt_with_conditions": {"conditions": "Weekly reports."},
        "defer": {"review_on": date(2022, 12, 1)},
        "refer": {"referred_to": "GLAA"},
        "decline": {"decline_code": "capacity"},
    }
    return tasking.Decision.objects.create(
        request=request,
        outcome=outcome,
        rationale="Synthetic.",
        forum="outside_meeting",
        region=region or request.region,
        decided_at=at,
        decided_by=UserFactory(),
        **needs.get(outcome, {}),
    )


def pass_on(request, region, at):
    tasking.RequestRegion.objects.filter(request=request, until_at=None).update(until_at=at)
    tasking.RequestRegion.objects.create(request=request, region=region, from_at=at)


def give_back(request, returned_at, resubmitted_at):
    return tasking.ReturnSpell.objects.create(
        request=request, returned_at=returned_at, resubmitted_at=resubmitted_at
    )


def hold(case, held_at, resumed_at=None):
    return cases.Hold.objects.create(
        case=case, held_at=held_at, resumed_at=resumed_at, reason="Synthetic."
    )


def agree(case, agreed_on):
    return cases.Terms.objects.create(
        case=case,
        support="Synthetic.",
        due_on=agreed_on,
        agreed_on=agreed_on,
        sio_name="SIO 1",
        recorded_at=noon(agreed_on),
        recorded_by=UserFactory(),
    )
