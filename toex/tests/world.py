"""Two places that must not see each other: the same rows in both, every text a canary.

A canary is a word that stands in one row only. Where it turns up in front of somebody who may
not see that row, something has leaked.
"""

from datetime import UTC, datetime, timedelta

from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from cases import services as casework
from cases.models import Case, CaseForce, CaseRegion, Member, Return, Task
from metrics import quarters
from metrics.models import Rebase, SavedQuestion
from tasking import services as asking
from tasking.choices import Mode, Stage
from toex.accounts.choices import FORCE_ROLES, REGION_ROLES, Role
from toex.accounts.tests.factories import UserFactory
from toex.audit.choices import ExportKind, Purpose
from toex.audit.models import Export
from toex.forces.models import Force
from toex.notices.models import Notice
from toex.tests.published import make_pack, make_release

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOME, AWAY = "essex", "derbyshire"


class Place:
    """A force, its region, somebody in each role, and a row of each kind."""

    def __init__(self, code):
        self.force = Force.objects.select_related("region").get(code=code)
        self.region = self.force.region
        self.canary = f"CNRY-{code}"
        self.people = {
            role: UserFactory(role=role, force=self.force, name=f"{self.canary}-{role}")
            for role in FORCE_ROLES
        } | {
            role: UserFactory(role=role, region=self.region, name=f"{self.canary}-{role}")
            for role in REGION_ROLES
        }
        self.lead = self.people[Role.FORCE_LEAD]
        self.gateway = self.people[Role.GATEWAY_OFFICER]
        self.manager = self.people[Role.TOEX_MANAGER]
        self.analyst = self.people[Role.ANALYST]
        self.second = UserFactory(toex_manager=True, region=self.region)
        self.at = START
        self._ask()
        self._work()
        self._record()
        self._answer()
        self._export()

    def tick(self):
        self.at += timedelta(hours=1)
        return self.at

    def _fields(self, name):
        return {
            "title": f"{self.canary}-{name}",
            "operation_name": f"{self.canary}-operation",
            "primary_type": "ASE",
            "summary": f"{self.canary}-summary",
            "reasons": ["capacity"],
            "support_requested": ["timeline"],
            "sio_name": f"{self.canary}-sio",
            "sio_contact": f"{self.canary}-contact",
            "safeguarding_done": f"{self.canary}-safeguarding",
            "immediate_risk": False,
        }

    def _sent(self, name):
        request = asking.create_request(by=self.lead, at=self.tick(), **self._fields(name))
        return asking.submit_request(
            request, version=request.version, by=self.lead, at=self.tick()
        )

    def _ask(self):
        self.draft = asking.create_request(by=self.lead, at=self.tick(), **self._fields("draft"))
        self.request = self._sent("request")
        self.message = asking.add_message(
            self.request, by=self.gateway, at=self.tick(), text=f"{self.canary}-message"
        )
        text = ContentFile(f"{self.canary}-content\n".encode(), name=f"{self.canary}-file.csv")
        self.file = asking.add_file(
            self.request, by=self.lead, at=self.tick(), file=text, handling=f"{self.canary}-care"
        )
        asking.assess_request(
            self.request,
            by=self.gateway,
            at=self.tick(),
            stage=Stage.INITIAL,
            mode=Mode.EXTERNAL,
            external_model=f"{self.canary}-model",
            external_score="12",
            external_band="low",
        )
        self.saved = asking.save_view(
            by=self.gateway,
            at=self.tick(),
            of="queue",
            name=f"{self.canary}-view",
            query=f"q={self.canary}-query",
        )
        self._cover()
        self._meet()

    def _cover(self):
        """Cover that begins after today: nobody's powers change by it."""
        first = timezone.localdate() + timedelta(days=7)
        self.cover = asking.arrange_cover(
            by=self.second,
            at=timezone.now(),
            manager=self.second,
            person=self.analyst,
            from_on=first,
            until_on=first,
            reason=f"{self.canary}-cover",
        )

    def _meet(self):
        self.meeting = asking.plan_meeting(
            by=self.manager,
            at=self.tick(),
            held_on=self.at.date(),
            forum_name=f"{self.canary}-forum",
            attendees=[f"{self.canary}-attendee"],
            agenda=[self.request],
        )
        self.meeting = asking.declare_conflicts(
            self.meeting,
            version=self.meeting.version,
            by=self.manager,
            at=self.tick(),
            attendee=self.meeting.attendees[0],
            requests=[self.request],
            nature=f"{self.canary}-nature",
        )
        self.action = asking.add_action(
            self.meeting,
            by=self.manager,
            at=self.tick(),
            text=f"{self.canary}-action",
            owner=self.analyst,
            due_on=self.at.date(),
            request=self.request,
        )

    def _adopted(self, name):
        row = self._sent(name)
        for step, by in (
            (asking.start_triage, self.gateway),
            (asking.refer_request, self.gateway),
        ):
            row = step(row, version=row.version, by=by, at=self.tick())
        row = casework.decide(
            row,
            version=row.version,
            by=self.manager,
            at=self.tick(),
            outcome="adopt",
            rationale=f"{self.canary}-rationale",
            forum="outside_meeting",
        )
        return Case.objects.get(request=row)

    def _work(self):
        self.case = self._adopted("case")
        self.decision = self.case.request.decisions.get()
        casework.add_activity(
            self.case,
            by=self.analyst,
            at=self.tick(),
            kind="development",
            text=f"{self.canary}-activity",
            occurred_at=self.at,
        )
        self.case_file = casework.add_file(
            self.case,
            by=self.analyst,
            at=self.tick(),
            file=ContentFile(f"{self.canary}-kept\n".encode(), name=f"{self.canary}-kept.csv"),
            handling=f"{self.canary}-handling",
        )
        casework.add_task(self.case, by=self.analyst, at=self.tick(), text=f"{self.canary}-task")
        casework.add_member(
            self.case, by=self.manager, at=self.tick(), user=self.analyst, role="lead"
        )
        casework.add_subject(
            self.case, by=self.analyst, at=self.tick(), key=f"KEY/{self.region}", role="victim"
        )
        self.threat = casework.link_threat(
            self.case,
            by=self.analyst,
            at=self.tick(),
            kind="ocg",
            reference=f"{self.canary}-threat",
        )
        restricted = self._adopted("restricted")
        self.restricted = casework.restrict_case(
            restricted,
            version=restricted.version,
            by=self.manager,
            at=self.tick(),
            reason=f"{self.canary}-reason",
        )

    def _record(self):
        self.outcome = casework.record_outcome(
            self.case,
            by=self.analyst,
            at=self.tick(),
            kind="person_safeguarded",
            occurred_on=self.at.date(),
            attribution="direct",
            subject_key=f"KEY/{self.region}",
            evidence_reference=f"{self.canary}-evidence",
        )
        self.landed = Return.objects.create(
            region=self.region,
            file_name=f"{self.canary}-return.csv",
            sha256="0" * 64,
            landed_at=self.tick(),
            signed_by=self.manager,
            landed=1,
            unchanged=0,
            cases=1,
        )

    def _answer(self):
        self.question = SavedQuestion.objects.create(
            title=f"{self.canary}-question",
            asked_for="other",
            parameters={},
            known_at=self.at,
            rules="2022.1",
            disclosure="management",
            answer={"rows": [], "basis": "lead", "known_at": "", "rules": "", "period": ""},
            sha256="0" * 64,
            at=self.tick(),
            by=self.manager,
        )
        self.rebase = Rebase.objects.create(
            measure="arrests",
            region=self.region.code,
            month="2025-05",
            reason=f"{self.canary}-new-start",
            at=self.tick(),
            by=self.manager,
        )

    def _export(self):
        Export.objects.create(
            at=self.tick(),
            by=self.analyst,
            region=self.region,
            kind=ExportKind.ANSWER,
            target=f"{self.canary}-target",
            name=f"{self.canary}.csv",
            size=1,
            sha256="0" * 64,
            recipient=f"{self.canary}-recipient",
            purpose=Purpose.WORK,
        )

    def words(self, row):
        """Return what stands in an address for one kind of row: by the name of its part."""
        case = self.case.reference
        return {
            "draft": {"reference": self.draft.reference},
            "request": {"reference": self.request.reference},
            "file": {"pk": self.file.pk},
            "notice": {"pk": Notice.objects.filter(recipient=self.gateway).latest("pk").pk},
            "meeting": {"reference": self.meeting.reference},
            "action": {"reference": self.action.reference},
            "view": {"pk": self.saved.pk},
            "cover": {"reference": self.cover.reference},
            "case": {"reference": case},
            "case_file": {
                "reference": case,
                "part": self.case_file.pk,
                "pk": self.case_file.pk,
            },
            "restricted": {"reference": self.restricted.reference},
            "outcome": {"pk": self.outcome.pk, "reference": self.outcome.pk},
            "threat": {"pk": self.threat.pk, "reference": self.threat.pk},
            "person": {"pk": self.lead.pk},
            "analyst": {"pk": self.analyst.pk},
            "release": {
                "reference": self.release.reference,
                "name": "figures.csv",
                "pk": self.listed.pk,
            },
            "return": {"pk": self.landed.pk, "reference": self.landed.pk},
            "question": {"reference": self.question.reference},
            "rebase": {"pk": self.rebase.pk},
            "quarter": {"reference": f"{self.region.code}-2025-26-Q4"},
            "decision": {"reference": self.case.request.reference, "pk": self.decision.pk},
            "task": self._part(Task),
            "member": self._part(Member),
            "case_force": self._part(CaseForce),
            "case_region": self._part(CaseRegion),
        }[row]

    def _part(self, model):
        row = model.objects.filter(case=self.case).first()
        return {"reference": self.case.reference, "part": row.pk, "pk": row.pk}


def make_world():
    """Return the two places, and the people of national roles and of none."""
    call_command("load_forces", verbosity=0)
    call_command("load_scoring_models", verbosity=0)
    quarters.ensure(timezone.localdate())
    national = {
        role: UserFactory(role=role)
        for role in (Role.PROGRAMME_OFFICE, Role.AUDITOR, Role.ADMINISTRATOR)
    }
    home, away = Place(HOME), Place(AWAY)
    people = {
        "by": national[Role.PROGRAMME_OFFICE],
        "approver": UserFactory(programme_office=True),
    }
    home.release, home.listed = make_release("2021/22-Q3", home.canary, is_out=True, **people)
    away.release, away.listed = make_release("2021/22-Q4", away.canary, is_out=False, **people)
    for place in (home, away):
        make_pack(place.release, place.force, place.canary, by=people["by"])
    for place in (home, away):
        casework.say_why(
            place.case, by=national[Role.PROGRAMME_OFFICE], at=timezone.now(), why="figure"
        )
    return home, away, {**national, "": UserFactory()}
