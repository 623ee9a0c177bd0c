"""Cover for a manager who is away: what it lends, for how long, and that it lends nothing else."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases import services as casework
from cases import workflow as of_cases
from cases.models import Case
from cases.tests.factories import CaseFactory, OutcomeFactory, manager_of
from metrics import workflow as of_metrics
from tasking import services
from tasking import workflow as of_tasking
from tasking.models import TaskingRequest
from tasking.tests.factories import TaskingMeetingFactory, TaskingRequestFactory
from toex.accounts.choices import Role
from toex.accounts.models import Cover, User
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.forces.tests.factories import ForceFactory, RegionFactory
from toex.tests.routes import ANALYST, MANAGER
from toex.workflow.authority import may
from toex.workflow.machine import Workflow
from toex.workflow.refusals import NotYourStep

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate
EVERY_WAY = [
    pytest.param(way, id=f"{workflow.noun} {name} {number}")
    for module in (of_tasking, of_cases, of_metrics)
    for workflow in vars(module).values()
    if isinstance(workflow, Workflow)
    for name, ways in workflow.steps.items()
    for number, way in enumerate(ways)
]


def days(number):
    return timedelta(days=number)


def arrange(region, *, first=0, last=0, manager=None, person=None):
    """Return cover in `region` for days counted from today, which may be past."""
    manager = manager or UserFactory(toex_manager=True, region=region)
    return Cover.objects.create(
        region=region,
        manager=manager,
        person=person or UserFactory(analyst=True, region=region),
        from_on=TODAY() + days(first),
        until_on=TODAY() + days(last),
        reason="Leave.",
        created_at=timezone.now(),
        created_by=manager,
    )


def again(person):
    return User.objects.get(pk=person.pk)


def trail(row):
    return AuditEvent.objects.about(row).writes().newest_first().first()


class TestEveryStep:
    """The table of all steps: open under cover exactly where a manager's power opens them."""

    @pytest.mark.parametrize("way", EVERY_WAY)
    def test_cover_opens_what_is_open_to_a_manager_and_nothing_else(self, way):
        cover = arrange(RegionFactory())

        assert may(again(cover.person), way.roles) is bool({ANALYST, MANAGER} & way.roles)

    @pytest.mark.parametrize("way", EVERY_WAY)
    @pytest.mark.parametrize("when", [(1, 9), (-9, -1)], ids=["before", "after"])
    def test_before_and_after_it_only_their_own_role_does(self, when, way):
        cover = arrange(RegionFactory(), first=when[0], last=when[1])

        assert may(again(cover.person), way.roles) is (ANALYST in way.roles)

    @pytest.mark.parametrize("way", EVERY_WAY)
    def test_it_lends_nothing_once_it_was_ended(self, way):
        cover = arrange(RegionFactory())
        services.end_cover(cover, version=1, by=cover.manager, at=timezone.now())

        assert may(again(cover.person), way.roles) is (ANALYST in way.roles)

    @pytest.mark.parametrize("role", [role for role in Role if role != Role.ANALYST])
    def test_only_an_analyst_holds_cover_at_all(self, role):
        region, force = RegionFactory(), ForceFactory()
        place = {"force_lead": {"force": force}, "gateway_officer": {"region": region}}
        place["toex_manager"] = place["gateway_officer"]
        person = UserFactory(role=role, **place.get(role, {}))
        arrange(region, person=person)

        assert again(person).cover is None


class TestItsDays:
    @pytest.mark.parametrize(
        ("moment", "holds"),
        [
            ("2026-07-05T22:59:59+00:00", False),  # 23:59:59 in London, the day before
            ("2026-07-05T23:00:00+00:00", True),
            ("2026-07-07T22:59:59+00:00", True),
            ("2026-07-07T23:00:00+00:00", False),
        ],
    )
    def test_it_begins_and_ends_at_midnight_in_london(self, monkeypatch, moment, holds):
        cover = arrange(RegionFactory())
        Cover.objects.filter(pk=cover.pk).update(from_on="2026-07-06", until_on="2026-07-07")
        monkeypatch.setattr(timezone, "now", lambda: datetime.fromisoformat(moment))

        assert (again(cover.person).cover is not None) is holds

    def test_it_holds_for_one_region_only_and_not_after_a_change_of_role(self):
        cover = arrange(RegionFactory())
        User.objects.filter(pk=cover.person_id).update(region=RegionFactory())
        assert again(cover.person).cover is None

        User.objects.filter(pk=cover.person_id).update(region=cover.region)
        User.objects.filter(pk=cover.manager_id).update(role=Role.ANALYST)
        assert again(cover.person).cover is None

    def test_a_closed_account_lends_nothing(self):
        cover = arrange(RegionFactory())
        User.objects.filter(pk=cover.manager_id).update(is_open=False)

        assert again(cover.person).cover is None


def decide(request, by):
    return casework.decide(
        request,
        version=request.version,
        by=by,
        at=timezone.now(),
        outcome="adopt",
        rationale="Exercise reasons.",
        forum="outside_meeting",
    )


class TestDeciding:
    def test_a_request_is_decided_for_the_manager_and_every_line_of_it_says_so(self):
        request = TaskingRequestFactory(with_toex=True)
        cover = arrange(request.region)
        begun = AuditEvent.objects.count()

        request = decide(request, again(cover.person))

        lines = AuditEvent.objects.writes().order_by("pk")[begun:]
        assert {line.action for line in lines} == {
            "request.decide", "case.open", "request.open-case",
        }  # fmt: skip
        assert {line.changes["cover"] for line in lines} == {cover.manager.email}
        assert {line.actor for line in lines} == {cover.person}

    @pytest.mark.parametrize(("first", "last"), [(1, 5), (-5, -1)])
    def test_not_before_and_not_after(self, first, last):
        request = TaskingRequestFactory(with_toex=True)
        cover = arrange(request.region, first=first, last=last)

        with pytest.raises(NotYourStep):
            decide(request, again(cover.person))

    def test_a_request_of_another_region_stays_out_of_sight(self):
        request = TaskingRequestFactory(with_toex=True)
        cover = arrange(RegionFactory())

        with pytest.raises(TaskingRequest.DoesNotExist):
            decide(request, again(cover.person))

    @pytest.mark.parametrize("who", ["person", "manager"])
    def test_a_conflict_of_either_of_the_two_binds(self, who):
        request = TaskingRequestFactory(with_toex=True)
        cover = arrange(request.region)
        meeting = TaskingMeetingFactory(
            manager=cover.manager, attendees=["Exercise Attendee"], agenda=[request]
        )
        services.declare_conflicts(
            meeting, version=meeting.version, by=cover.manager, at=timezone.now(),
            attendee="Exercise Attendee", requests=[request], person=getattr(cover, who),
        )  # fmt: skip

        with pytest.raises(NotYourStep, match="conflict"):
            decide(request, again(cover.person))

    def test_a_request_that_the_manager_once_made_themselves_is_not_decided_for_them(self):
        request = TaskingRequestFactory(with_toex=True)
        cover = arrange(request.region)
        TaskingRequest.objects.filter(pk=request.pk).update(requester=cover.manager)

        with pytest.raises(NotYourStep, match="yourself"):
            decide(request, again(cover.person))


class TestOutcomes:
    def verify(self, outcome, by):
        return casework.verify_outcome(outcome, version=outcome.version, by=by, at=timezone.now())

    def test_what_a_colleague_recorded_is_verified_for_the_manager(self):
        outcome = OutcomeFactory()
        cover = arrange(outcome.case.lead_region)

        outcome = self.verify(outcome, again(cover.person))

        assert (outcome.state, outcome.verified_by) == ("verified", cover.person)
        assert trail(outcome).changes["cover"] == cover.manager.email

    @pytest.mark.parametrize("who", ["person", "manager"])
    def test_what_either_of_the_two_recorded_waits_for_somebody_else(self, who):
        case = CaseFactory()
        cover = arrange(case.lead_region)
        outcome = OutcomeFactory(case=case, by=getattr(cover, who))

        with pytest.raises(NotYourStep, match="recorded this outcome"):
            self.verify(outcome, again(cover.person))

    def test_ones_own_draft_is_taken_back_by_ones_own_power(self):
        case = CaseFactory()
        cover = arrange(case.lead_region)
        by = again(cover.person)
        outcome = OutcomeFactory(case=case, by=by)

        outcome = casework.void_outcome(
            outcome, version=outcome.version, by=by, at=timezone.now(), reason="A slip."
        )

        assert "cover" not in trail(outcome).changes


class TestCases:
    def close(self, case, by):
        return casework.close_case(
            case, version=case.version, by=by, at=timezone.now(), owner="force",
            reason="overtaken",
        )  # fmt: skip

    def test_a_case_is_closed_for_the_manager(self):
        case = CaseFactory(development=True)
        cover = arrange(case.lead_region)

        case = self.close(case, again(cover.person))

        assert trail(case).changes["cover"] == cover.manager.email

    def test_a_case_that_one_works_on_is_closed_by_somebody_else(self):
        case = CaseFactory(development=True)
        cover = arrange(case.lead_region)
        casework.add_member(case, by=manager_of(case), at=timezone.now(), user=cover.person)

        with pytest.raises(NotYourStep, match="You work on this case"):
            self.close(case, again(cover.person))

    def test_a_restricted_case_stays_out_of_sight(self):
        case = CaseFactory(development=True, restricted=True)
        cover = arrange(case.lead_region)

        assert not Case.objects.visible_to(again(cover.person)).exists()
        with pytest.raises(Case.DoesNotExist):
            self.close(case, again(cover.person))

    def test_nobody_takes_a_case_for_themselves_and_a_colleague_is_added_for_the_manager(self):
        case = CaseFactory()
        cover = arrange(case.lead_region)
        by, colleague = again(cover.person), UserFactory(analyst=True, region=case.lead_region)

        with pytest.raises(ValidationError, match="for themselves"):
            casework.add_member(case, by=by, at=timezone.now(), user=by)
        member = casework.add_member(case, by=by, at=timezone.now(), user=colleague)

        assert trail(member).changes["cover"] == cover.manager.email

    def test_work_by_ones_own_power_does_not_name_the_cover(self):
        case = CaseFactory(development=True)
        cover = arrange(case.lead_region)

        case = casework.hold_case(
            case, version=case.version, by=again(cover.person), at=timezone.now(), reason="Leave."
        )

        assert "cover" not in trail(case).changes


class TestMeetings:
    def test_one_is_planned_and_signed_for_the_manager(self):
        cover = arrange(RegionFactory())
        meeting = TaskingMeetingFactory(signed=True, manager=again(cover.person))

        lines = AuditEvent.objects.about(meeting).writes()
        assert {line.action for line in lines} == {"meeting.plan", "meeting.hold", "meeting.sign"}
        assert {line.changes["cover"] for line in lines} == {cover.manager.email}

    def test_an_action_of_a_colleague_is_closed_for_the_manager_and_ones_own_is_not(self):
        cover = arrange(RegionFactory())
        meeting = TaskingMeetingFactory(manager=cover.manager)
        told = {}
        for owner in (UserFactory(analyst=True, region=cover.region), cover.person):
            action = services.add_action(
                meeting, by=cover.manager, at=timezone.now(), text="Exercise action.",
                owner=owner, due_on=meeting.held_on,
            )  # fmt: skip
            action = services.finish_action(
                action, version=1, by=again(cover.person), at=timezone.now(),
                done_on=TODAY(), note="Done.",
            )  # fmt: skip
            told[owner.pk == cover.person_id] = "cover" in trail(action).changes

        assert told == {False: True, True: False}
