"""Cases assigned together, and all work of an analyst handed over: all of it or nothing."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases import services
from cases.models import Member
from cases.services.sharing_out import mark_of
from cases.tests.browsing import fresh
from cases.tests.factories import OPENED_AT, CaseFactory, analyst_of, manager_of, supporter
from tasking import services as asking
from tasking.tests.factories import TaskingMeetingFactory
from toex.accounts.choices import Role
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.workflow.refusals import NotYourStep, VersionStale

pytestmark = pytest.mark.django_db
ASSIGN, HAND_OVER = "/workload/assign/", "/workload/hand-over/"
THEN = OPENED_AT + timedelta(days=2)


@pytest.fixture
def case():
    return CaseFactory(development=True)


@pytest.fixture
def second(case):
    return CaseFactory(force=case.requesting_force)


@pytest.fixture
def other(case):
    analyst_of(case)
    return UserFactory(analyst=True, region=case.lead_region)


def join(case, person, role="lead"):
    return services.add_member(case, by=manager_of(case), at=THEN, user=person, role=role)


def members(case):
    current = Member.objects.filter(case=case, ended_at__isnull=True)
    return sorted(current.values_list("user_id", "role"))


def restrict(case):
    return services.restrict_case(
        case, version=case.version, by=manager_of(case), at=THEN, reason="Exercise."
    )


class TestAssigningCases:
    def assign(self, cases, user, by):
        chosen = [(each, each.version) for each in cases]
        services.assign_cases(chosen, user=user, by=by, at=timezone.now())

    def sent(self, *cases, user):
        return {"case": [f"{each.pk}.{each.version}" for each in cases], "user": user.pk}

    def test_makes_one_analyst_lead_of_all(self, browse, case, second, other):
        manager = browse(manager_of(case))
        assert f'id="case-{case.pk}"' in manager.open("/cases/").content.decode()
        page = manager.open(ASSIGN, case=[case.pk, second.pk])

        done = manager.client.post(
            ASSIGN, self.sent(*page.context["cases"], user=other), follow=True
        )

        assert "2 cases are assigned." in done.content.decode()
        assert members(case) == members(second) == [(other.pk, "lead")]
        assert AuditEvent.objects.filter(action="case.add-member").count() == 2

    def test_a_member_becomes_lead(self, case, other):
        join(case, other, role="member")

        self.assign([case], other, manager_of(case))

        assert members(case) == [(other.pk, "lead")]

    def test_saves_nothing_where_one_is_led_by_them_or_closed(self, case, second, other):
        join(case, other)
        closed = CaseFactory(force=case.requesting_force, closed=True)

        with pytest.raises(ValidationError) as refused:
            self.assign([case, second, closed], other, manager_of(case))

        assert refused.value.messages == [
            f"{case.reference}: This person leads the case already.",
            f"{closed.reference}: The case is closed.",
        ]
        assert members(second) == []

    def test_a_stale_version_is_named_and_nothing_saved(self, browse, case, second, other):
        manager = browse(manager_of(case))
        manager.open(ASSIGN)
        body = self.sent(case, second, user=other)
        restrict(case)

        page = manager.client.post(ASSIGN, body)

        assert page.status_code == 409
        assert f"{case.reference}: This has changed" in page.content.decode()
        assert members(second) == []

    def test_a_restricted_case_is_assigned_by_its_own_region_only(self, browse, case, other):
        helper = supporter(case, Role.TOEX_MANAGER)
        case = restrict(case)

        assert browse(helper).open(ASSIGN, case=case.pk).status_code == 404
        self.assign([case], other, manager_of(case))
        assert members(case) == [(other.pk, "lead")]

    def test_a_case_that_another_region_leads_is_left_out_and_refused(self, browse, case, other):
        helper = supporter(case, Role.TOEX_MANAGER)

        assert browse(helper).open(ASSIGN, case=case.pk).context["left_out"] == [case]
        with pytest.raises(ValidationError, match="region that leads"):
            self.assign([case], other, helper)

    def test_somebody_of_another_region_is_not_in_the_list(self, browse, case):
        manager = browse(manager_of(case))
        manager.open(ASSIGN)

        page = manager.client.post(ASSIGN, self.sent(case, user=UserFactory(analyst=True)))

        assert "Select one of the answers in the list." in page.content.decode()
        assert members(case) == []

    def test_an_analyst_has_no_such_page_and_no_boxes(self, browse, case, other):
        analyst = browse(other)

        assert analyst.open(ASSIGN).status_code == 403
        assert 'name="case"' not in analyst.open("/cases/?tab=region").content.decode()


class TestHandingOver:
    def task(self, case, person):
        return services.add_task(
            case, by=manager_of(case), at=THEN, text="Exercise task", assignee=person
        )

    def hand_over(self, person, to, by, **given):
        parts, tasks = services.work_of(person, by=by)
        seen = given.pop("seen", [mark_of(row) for row in [*parts, *tasks]])
        rest = {"reason": "Exercise: moves on.", "at": timezone.now(), **given}
        return services.hand_over(person, to=to, seen=seen, by=by, **rest)

    def test_moves_every_part_and_open_task_with_the_reason_on_the_trail(
        self, browse, case, second, other
    ):
        analyst = analyst_of(case)
        join(case, analyst)
        join(second, analyst, role="member")
        task = self.task(second, analyst)
        manager = browse(manager_of(case))
        page = manager.open(HAND_OVER, person=analyst.pk, to=other.pk)
        body = {"person": analyst.pk, "to": other.pk, "seen": page.context["seen"]}

        done = manager.client.post(HAND_OVER, {**body, "reason": "Exercise: moves on."})

        assert (done.status_code, done.url) == (302, "/workload/")
        assert members(case) == [(other.pk, "lead")]
        assert members(second) == [(other.pk, "member")]
        assert (fresh(task).assignee, fresh(task).version) == (other, 2)
        lines = AuditEvent.objects.filter(note="Exercise: moves on.")
        assert sorted(lines.values_list("action", flat=True)) == [
            *["case.add-member"] * 2,
            *["case.end-member"] * 2,
            "case.reassign-task",
        ]

    def test_who_takes_over_a_lead_becomes_lead_and_keeps_a_lead(self, case, second, other):
        analyst = analyst_of(case)
        join(case, analyst)
        join(case, other, role="member")
        join(second, analyst, role="member")
        join(second, other)

        self.hand_over(analyst, other, manager_of(case))

        assert members(case) == members(second) == [(other.pk, "lead")]

    def test_closed_cases_and_those_led_elsewhere_stay(self, case, other):
        analyst = analyst_of(case)
        closed = CaseFactory(force=case.requesting_force, closed=True)
        join(case, analyst)
        join(closed, analyst)

        assert self.hand_over(analyst, other, manager_of(case)) == {case}
        assert members(closed) == [(analyst.pk, "lead")]

    def test_actions_of_meetings_stay_and_are_said_to(self, browse, case, other):
        analyst, manager = analyst_of(case), manager_of(case)
        meeting = TaskingMeetingFactory(manager=manager)
        action = asking.add_action(
            meeting, by=manager, at=timezone.now(), text="Exercise action.",
            owner=analyst, due_on=meeting.held_on,
        )  # fmt: skip

        page = browse(manager).open(HAND_OVER, person=analyst.pk, to=other.pk)

        text = page.content.decode()
        assert f"1 action of a meeting stays with {analyst.name}." in text
        assert action.get_absolute_url() in text
        assert meeting.get_absolute_url() in text

    def test_what_changed_since_it_was_read_is_not_handed_over(self, browse, case, second, other):
        analyst = analyst_of(case)
        seen = [mark_of(join(case, analyst))]
        join(second, analyst)
        manager = browse(manager_of(case))
        manager.open(HAND_OVER)
        body = {"person": analyst.pk, "to": other.pk, "seen": seen, "reason": "Exercise."}

        page = manager.client.post(HAND_OVER, body)

        assert page.status_code == 409
        assert "This has changed since you opened it." in page.content.decode()
        with pytest.raises(VersionStale):
            self.hand_over(analyst, other, manager_of(case), seen=seen)
        assert members(case) == [(analyst.pk, "lead")]

    def test_a_task_of_a_restricted_case_needs_a_member_and_saves_nothing(
        self, case, second, other
    ):
        analyst = analyst_of(case)
        self.task(case, analyst)
        join(second, analyst)
        restrict(case)

        with pytest.raises(ValidationError, match="is restricted"):
            self.hand_over(analyst, other, manager_of(case))

        assert members(second) == [(analyst.pk, "lead")]

    def test_a_member_s_restricted_case_goes_with_the_membership(self, case, other):
        analyst = analyst_of(case)
        join(case, analyst)
        task = self.task(case, analyst)
        restrict(case)

        self.hand_over(analyst, other, manager_of(case))

        assert fresh(task).assignee == other

    def test_only_a_manager_hands_over_and_only_within_the_region(self, browse, case, other):
        analyst, stranger = analyst_of(case), UserFactory(analyst=True)
        join(case, analyst)

        assert browse(analyst).open(HAND_OVER).status_code == 403
        with pytest.raises(NotYourStep):
            self.hand_over(analyst, other, analyst)
        for person, to in ((analyst, stranger), (stranger, other), (analyst, analyst)):
            with pytest.raises(ValidationError):
                self.hand_over(person, to, manager_of(case))
        assert members(case) == [(analyst.pk, "lead")]

    def test_a_reason_is_asked_for_and_the_list_stays(self, browse, case, other):
        join(case, analyst_of(case))
        manager = browse(manager_of(case))
        manager.open(HAND_OVER)

        page = manager.client.post(
            HAND_OVER, {"person": analyst_of(case).pk, "to": other.pk, "reason": ""}
        )

        assert "Enter the reason." in page.content.decode()
        assert len(page.context["parts"]) == 1
