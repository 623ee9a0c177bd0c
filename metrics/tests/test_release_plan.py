"""The steps of a release with their owners and due dates."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command

from metrics import attacks, releases
from metrics.choices import WorkStep
from metrics.models import PlannedStep, Release
from metrics.releases.worklist import worklist
from metrics.tests.test_releases import AT, drafted, frozen, published
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.workflow.refusals import NotYourStep, StepNotAllowed

pytestmark = pytest.mark.django_db
TODAY = date(2023, 2, 1)
WORK = "/releases/R-2022-23-Q3-1/workspace/"


@pytest.fixture
def office():
    call_command("load_forces", verbosity=0)
    return UserFactory(programme_office=True)


@pytest.fixture
def other(office):
    return UserFactory(programme_office=True)


def plan(release, by, step="quality", **more):
    return releases.plan_step(release, by=by, at=AT, step=step, **more)


def steps(release, *, confirmed=False, is_clean=False, today=TODAY, **more):
    lines = worklist(release, confirmed=confirmed, is_clean=is_clean, today=today, **more)
    return {line.step: line for line in lines}


class TestPlanning:
    def test_a_step_has_an_owner_and_a_due_date_and_the_trail_says_who_set_them(
        self, office, other
    ):
        row = plan(drafted(office), office, owner=other, due_on=TODAY)

        assert (row.owner, row.due_on, row.done_at) == (other, TODAY, None)
        event = AuditEvent.objects.get(action="release.plan-step")
        assert event.changes == {
            "step": "quality",
            "owner": other.email,
            "due_on": "2023-02-01",
            "done": False,
        }

    def test_planned_again_it_is_the_same_row(self, office, other):
        release = drafted(office)
        plan(release, office, owner=other, due_on=TODAY)
        plan(release, office, done=True)

        row = PlannedStep.objects.get()
        assert (row.owner, row.due_on, row.done_by) == (None, None, office)

    def test_who_ticked_it_off_first_stays(self, office, other):
        release = drafted(office)
        plan(release, office, done=True)

        assert plan(release, other, done=True).done_by == office

    def test_an_owner_is_of_the_office(self, office):
        for stranger in (
            UserFactory(analyst=True),
            UserFactory(programme_office=True, is_open=False),
        ):
            with pytest.raises(ValidationError, match="of the programme office"):
                plan(drafted_once(office), office, owner=stranger)

    def test_whoever_drafted_it_is_not_put_down_to_approve_it(self, office, other):
        release = drafted(office)
        with pytest.raises(ValidationError, match="neither drafted nor froze"):
            plan(release, office, "approve", owner=office)

        assert plan(release, office, "approve", owner=other).owner == other

    def test_a_region_plans_nothing_and_a_published_release_has_no_plan(self, office, other):
        release = published(office, other)
        with pytest.raises(NotYourStep):
            plan(release, UserFactory(toex_manager=True))
        with pytest.raises(StepNotAllowed):
            plan(release, office, owner=office)

    def test_what_the_release_tells_is_not_ticked_off(self, office):
        release = drafted(office)

        assert plan(release, office, "freeze", done=True).done_at is None
        with pytest.raises(ValidationError, match="no such step"):
            plan(release, office, "celebrate")

    def test_a_thaw_takes_back_what_was_ticked_off_of_that_freeze(self, office, other):
        release = frozen(office)
        for step in ("quality", "read", "early-access"):
            plan(release, office, step, owner=other, done=True)
        releases.thaw_release(
            release, version=release.version, by=office, at=AT, reason="Exercise."
        )

        done = PlannedStep.objects.exclude(done_at=None)
        assert [row.step for row in done] == ["early-access"]
        assert PlannedStep.objects.filter(owner=other).count() == 3


def drafted_once(office):
    return Release.objects.first() or drafted(office)


class TestList:
    def test_the_eight_steps_stand_in_their_order(self, office):
        lines = worklist(drafted(office), confirmed=False, is_clean=False, today=TODAY)

        assert [line.label for line in lines][::7] == ["1. Regions confirm", "8. Publish"]
        assert len(lines) == 8

    def test_a_draft_waits_for_freezing(self, office):
        found = steps(drafted(office), confirmed=True)

        assert found[WorkStep.CONFIRM].status == "Completed"
        assert found[WorkStep.FREEZE].status == "Not yet started"
        assert found[WorkStep.DISCLOSURE].status == "Cannot start yet"
        assert found[WorkStep.PUBLISH].status == "Cannot start yet"

    def test_the_review_is_done_once_nothing_can_be_worked_out(self, office):
        release = frozen(office)

        assert steps(release)[WorkStep.DISCLOSURE].status == "Not yet started"
        assert steps(release, is_clean=True)[WorkStep.DISCLOSURE].status == "Not yet started"
        plan(release, office, "disclosure", done=True)
        assert steps(release)[WorkStep.DISCLOSURE].status == "Not yet started"
        assert steps(release, is_clean=True)[WorkStep.DISCLOSURE].status == "Completed"

    def test_a_step_on_which_something_has_been_done_is_in_progress(self, office):
        found = steps(drafted(office), begun={WorkStep.CONFIRM, WorkStep.EARLY_ACCESS})

        told = [found[step].status for step in (WorkStep.CONFIRM, WorkStep.EARLY_ACCESS)]
        assert told == ["In progress", "In progress"]

    def test_figures_frozen_before_every_region_confirmed_leave_that_step_incomplete(self, office):
        release = frozen(office)

        assert steps(release)[WorkStep.CONFIRM].status == "Incomplete"
        assert steps(release, confirmed=True)[WorkStep.CONFIRM].status == "Incomplete"
        release.missing = []
        assert steps(release)[WorkStep.CONFIRM].status == "Completed"

    def test_whoever_approves_vouches_for_the_checks_before(self, office, other):
        release = frozen(office)
        release = releases.approve_release(release, version=release.version, by=other, at=AT)

        status = [line.status for line in steps(release).values()]

        assert status == ["Incomplete"] + ["Completed"] * 5 + ["Not yet started"] * 2

    def test_all_of_a_published_release_is_done(self, office, other):
        release = published(office, other)
        release.missing = []

        assert {line.status for line in steps(release).values()} == {"Completed"}

    @pytest.mark.parametrize(
        ("days", "told"),
        [
            (3, "Due on 4 February 2023, in 3 days"),
            (1, "Due on 2 February 2023, in 1 day"),
            (0, "Due today, 1 February 2023"),
            (-1, "Overdue by 1 day: was due on 31 January 2023"),
            (-12, "Overdue by 12 days: was due on 20 January 2023"),
        ],
    )
    def test_when_it_is_due_is_said_in_words(self, office, days, told):
        release = drafted(office)
        plan(release, office, due_on=TODAY + timedelta(days=days))

        line = steps(release)[WorkStep.QUALITY]
        assert (line.due, line.is_overdue) == (told, days < 0)

    def test_what_is_done_is_not_overdue(self, office):
        release = drafted(office)
        plan(release, office, due_on=TODAY - timedelta(days=9), done=True)

        line = steps(release)[WorkStep.QUALITY]
        assert (line.due, line.is_overdue) == ("Was due on 23 January 2023", False)

    def test_a_step_without_a_date_is_never_due(self, office):
        assert steps(drafted(office))[WorkStep.QUALITY].due == ""


class TestPages:
    @pytest.fixture(autouse=True)
    def _clock(self):
        with time_machine.travel(AT, tick=False):
            yield

    def post(self, client, by, **fields):
        client.force_login(by)
        answer = client.post(f"{WORK}quality/", fields, follow=True)
        return " ".join(answer.content.decode().split())

    def test_an_owner_and_a_date_are_set_and_seen(self, client, office, other):
        drafted(office)
        due = {"due_on_day": "20", "due_on_month": "1", "due_on_year": "2023"}
        page = self.post(client, office, owner=other.pk, **due)

        assert "The plan is saved." in page
        assert "<strong>Overdue by 12 days: was due on 20 January 2023</strong>" in page
        assert f"Owner: {other.name}." in page
        assert f"3. Check the quality ({other.name})" in page

        again = client.get(f"{WORK}quality/").content.decode()
        assert 'value="2023"' in again

    def test_a_step_is_ticked_off(self, client, office):
        drafted(office)

        assert f"Ticked off by {office.name}" in self.post(client, office, done="on")

    def test_a_wrong_date_is_said_beside_it(self, client, office):
        drafted(office)
        page = self.post(client, office, due_on_day="31", due_on_month="2", due_on_year="2023")

        assert "There is a problem" in page
        assert not PlannedStep.objects.exists()

    def test_only_steps_done_by_hand_can_be_ticked_off(self, client, office):
        drafted(office)
        client.force_login(office)

        assert "This step is done" in client.get(f"{WORK}quality/").content.decode()
        assert "This step is done" not in client.get(f"{WORK}freeze/").content.decode()
        assert client.get(f"{WORK}celebrate/").status_code == 404

    def test_the_list_makes_a_constant_number_of_queries(
        self, client, office, other, django_assert_max_num_queries
    ):
        release = frozen(office)
        for step in WorkStep.values:
            plan(release, office, step, owner=other, due_on=TODAY)
        attack = attacks.ask_for_attack(release, by=office, at=AT)
        attacks.run_attack(attack.pk, at=AT)
        client.force_login(office)

        with django_assert_max_num_queries(24):
            page = client.get(WORK).content.decode()
        assert "None can be worked out." in page
