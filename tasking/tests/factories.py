"""Requests, meetings and scoring models in tests, each a story that the real services told."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import factory

from tasking import services
from tasking.choices import DecisionOutcome, Forum
from tasking.models import ScoringModel, TaskingMeeting, TaskingRequest
from toex.accounts.tests.factories import UserFactory
from toex.forces.tests.factories import ForceFactory

DEMO_MODEL = Path(__file__).resolve().parents[1] / "data" / "demo_tactical_1_0_0.json"
FIRST_MOMENT = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)

FILLED = {
    "title": "Exercise Juniper",
    "operation_name": "Exercise Juniper",
    "primary_type": "ASE",
    "summary": "Several adults are moved between addresses.",
    "reasons": ["capacity", "geography"],
    "support_requested": ["subject_profile"],
    "sio_name": "Exercise Officer",
    "sio_contact": "sio@force.example",
    "safeguarding_done": "Two people have been offered support.",
    "immediate_risk": False,
}

# The levels of test vector (a): harm 20, likelihood 10, risk 200, high.
LEVELS = {
    "physical": "major",
    "psychological": "severe",
    "financial": "moderate",
    "community_environment": "moderate",
    "geographic_scope": "major",
    "victim_vulnerability": "very_high",
    "frequency": "high",
    "trend": "high",
    "capacity_gap": "some",
    "capability_gap": "some",
    "information_confidence": "medium",
}


class Cast:
    """The people around one request: of its force, and of the region it is with."""

    def __init__(self, request):
        self.request = request

    def of_region(self, role):
        found = UserFactory._meta.model.objects.of_region(self.request.region, role).first()
        return found or UserFactory(role=role, region=self.request.region)

    @property
    def lead(self):
        return self.request.requester

    @property
    def gateway(self):
        return self.of_region("gateway_officer")

    @property
    def manager(self):
        return self.of_region("toex_manager")

    @property
    def analyst(self):
        return self.of_region("analyst")


class ScoringModelFactory(factory.django.DjangoModelFactory):
    """The model that we ship."""

    class Meta:
        model = ScoringModel

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        shipped = json.loads(DEMO_MODEL.read_text(encoding="utf-8"))
        return services.load_scoring_model(at=FIRST_MOMENT, **{**shipped, **kwargs})[0]


class TaskingRequestFactory(factory.django.DjangoModelFactory):
    """A filled draft; a trait tells how far it went, in the words of the workflow.

    Give `force`, `region` or `requester` to place it, any field to fill it otherwise, `at` for
    the moment at which it was made (each step is taken a day later), and `decision` for the
    fields of its decision.
    """

    class Meta:
        model = TaskingRequest

    class Params:
        draft = factory.Trait(story="")
        submitted = factory.Trait(story="submit")
        in_triage = factory.Trait(story="submit triage")
        returned = factory.Trait(story="submit triage return")
        with_toex = factory.Trait(story="submit triage refer")
        deferred = factory.Trait(story="submit triage refer defer")
        decided = factory.Trait(story="submit triage refer decline")
        adopted = factory.Trait(story="submit triage refer adopt")
        withdrawn = factory.Trait(story="submit withdraw")

    story = ""
    at = FIRST_MOMENT

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        story, at = kwargs.pop("story").split(), kwargs.pop("at")
        decision = kwargs.pop("decision", {})
        requester, places = _requester(kwargs)
        request = services.create_request(by=requester, at=at, **places, **{**FILLED, **kwargs})
        for day, name in enumerate(story, start=1):
            request = STEPS[name](request, at=at + timedelta(days=day), **_extra(name, decision))
        return request


def _extra(name, decision):
    return decision if name in ("defer", "decline", "adopt") else {}


def _requester(kwargs):
    """Return who makes the request, and what they say about the place."""
    force, region = kwargs.pop("force", None), kwargs.pop("region", None)
    requester = kwargs.pop("requester", None)
    if requester is not None:
        return requester, {"force": force, "region": region}
    if force is None:
        force = ForceFactory(region=region) if region else ForceFactory()
    return UserFactory(force_lead=True, force=force), {"region": region}


def _step(service, who, **fields):
    def take(request, *, at):
        by = getattr(Cast(request), who)
        return service(request, version=request.version, by=by, at=at, **fields)

    return take


def _decision(outcome, **fields):
    def take(request, *, at, **given):
        values = {
            "outcome": outcome,
            "rationale": "Exercise reasons.",
            "forum": Forum.OUTSIDE_MEETING,
            **fields,
            **given,
        }
        by = Cast(request).manager
        return services.decide_request(request, version=request.version, by=by, at=at, **values)

    return take


STEPS = {
    "submit": _step(services.submit_request, "lead"),
    "triage": _step(services.start_triage, "gateway"),
    "return": _step(services.return_request, "gateway", reason="Say where this happens."),
    "refer": _step(services.refer_request, "gateway"),
    "withdraw": _step(services.withdraw_request, "lead", reason="It was overtaken."),
    "defer": _decision(DecisionOutcome.DEFER, review_on=datetime(2027, 1, 4).date()),
    "decline": _decision(DecisionOutcome.DECLINE, decline_code="capacity"),
    "adopt": _decision(DecisionOutcome.ADOPT),
}


class TaskingMeetingFactory(factory.django.DjangoModelFactory):
    """A planned meeting of a manager's region."""

    class Meta:
        model = TaskingMeeting

    class Params:
        held = factory.Trait(story="hold")
        signed = factory.Trait(story="hold sign")

    story = ""
    manager = factory.SubFactory(UserFactory, toex_manager=True)
    at = FIRST_MOMENT
    held_on = FIRST_MOMENT.date()
    forum_name = "Exercise tasking meeting"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        story, by, at = kwargs.pop("story").split(), kwargs.pop("manager"), kwargs.pop("at")
        meeting = services.plan_meeting(by=by, at=at, **kwargs)
        for name in story:
            taken = {"version": meeting.version, "by": by, "at": at}
            if name == "hold":
                meeting = services.change_meeting(meeting, state="held", **taken)
            else:
                meeting = services.sign_meeting(meeting, **taken)
        return meeting
