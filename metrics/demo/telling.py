"""Telling a story: each act by the person who would do it, through the services, at its moment."""

from datetime import timedelta
from random import Random

from cases import services as casework
from metrics.demo import texts
from metrics.demo.casework import CaseActs
from tasking import services as tasking
from toex.core.periods import london_date


class Telling(CaseActs):
    """One story as it is told: each method is an act; `region` is the one it is with."""

    def __init__(self, story, cast, meetings):
        self.story = story
        self.cast = cast
        self.meetings = meetings
        self.rng = Random(f"telling {story.number} {story.title}")
        self.region = story.region
        self.request = None
        self.assessment = None
        self.case = None
        self.outcomes = {}
        self.threats = {}

    def tell(self, until):
        for act in self.story.in_order(until):
            getattr(self, act.name)(at=act.at, **act.fields)

    @property
    def gateway(self):
        return self.cast.of_region("gateway", self.region)

    @property
    def manager(self):
        return self.cast.of_region("manager", self.region)

    @property
    def force_lead(self):
        return self.cast.of_force(self.story.force)

    def draft(self, at):
        force = self.cast.forces[self.story.force]
        fields = texts.request_fields(self.rng, self.story)
        by = self.gateway if self.story.on_behalf else self.force_lead
        place = {"force": force} if self.story.on_behalf else {}
        if force.region is None and not self.story.on_behalf:
            place = {"region": self.cast.regions[self.region]}
        self.request = tasking.create_request(by=by, at=at, **place, **fields)

    def _step(self, service, *, by, at, **fields):
        self.request = service(self.request, version=self.request.version, by=by, at=at, **fields)

    def submit(self, at):
        by = self.gateway if self.story.on_behalf else self.force_lead
        self._step(tasking.submit_request, by=by, at=at)

    def triage(self, at):
        self._step(tasking.start_triage, by=self.gateway, at=at)

    def give_back(self, at):
        reason = texts.WHY["give_back"]
        self._step(tasking.return_request, by=self.gateway, at=at, reason=reason)

    def answer(self, at):
        note = "Synthetic. Phone data for four numbers; the force can share it."
        self._step(tasking.resubmit_request, by=self.force_lead, at=at, note=note)

    def refer(self, at):
        self._step(tasking.refer_request, by=self.gateway, at=at)

    def withdraw(self, at):
        reason = texts.WHY["withdraw"]
        self._step(tasking.withdraw_request, by=self.force_lead, at=at, reason=reason)

    def message(self, at):
        text = "Synthetic. Is the deadline still the court date?"
        tasking.add_message(self.request, by=self.gateway, at=at, text=text)
        reply = "Synthetic. Yes, it is."
        tasking.add_message(
            self.request, by=self.force_lead, at=at + timedelta(hours=2), text=reply
        )

    def _assess(self, by, at, **fields):
        self.assessment = tasking.assess_request(
            self.request, by=by, at=at, stage="initial", **fields
        )

    def assess_as_force(self, at, levels):
        by = self.gateway if self.story.on_behalf else self.force_lead
        if not self.story.on_behalf:
            self._assess(by, at, mode="computed", model=self.cast.model, levels=levels)

    def assess_as_region(self, at, levels):
        by = self.cast.of_region("analyst", self.region)
        self._assess(by, at, mode="computed", model=self.cast.model, levels=levels)

    def type_in_assessment(self, at):
        tool = {"external_model": "Exercise force tool 3", "external_score": "41"}
        if not self.story.on_behalf:
            self._assess(self.force_lead, at, mode="external", external_band="Medium", **tool)

    def decide(self, at, outcome, **details):
        meeting = self.meetings.near(self.region, at)
        if meeting and meeting.held_on >= london_date(self.request.submitted_at):
            details |= {"forum": "meeting", "meeting": meeting}
            self.meetings.put_on_agenda(meeting, self.request)
        else:
            details |= {"forum": "outside_meeting"}
        if outcome == "adopt_with_conditions":
            details["conditions"] = "Synthetic. The phone data comes first."
        self._step(
            casework.decide,
            by=self.manager,
            at=at,
            outcome=outcome,
            rationale=texts.RATIONALES[outcome],
            assessment=self.assessment,
            **details,
        )
        if outcome.startswith("adopt"):
            self.find_case()
