"""Where analysts and managers land: what waits for them, most pressing first."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases import services
from cases.tests.browsing import address
from cases.tests.factories import CaseFactory, OutcomeFactory, analyst_of, lead_of, manager_of
from cases.views.lists import with_what_is_next
from cases.views.todo import standings, what_needs_doing
from cases.workflow import CASE
from tasking import services as asking
from tasking.tests.factories import TaskingMeetingFactory, TaskingRequestFactory
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
PAGE = "/your-work/"


def lines(browser):
    return [(line.words, str(line.row or ""), line.due_on) for line in opened(browser)]


def opened(browser):
    return browser.open(PAGE).context["lines"]


def words(browser):
    return [line.words for line in opened(browser)]


def join(case, person, role="member"):
    return services.add_member(
        case, by=manager_of(case), at=timezone.now(), user=person, role=role
    )


def led(case):
    """Name a case lead who reads none of the pages of these tests, and return the case."""
    join(case, UserFactory(analyst=True, region=case.lead_region), role="lead")
    return case


def dispute(outcome):
    return services.dispute_outcome(
        outcome, version=outcome.version, by=lead_of(outcome.case), at=timezone.now(),
        reason="Exercise: not ours.",
    )  # fmt: skip


def task(case, person, due_on, text="Exercise: ask again"):
    return services.add_task(
        case, by=manager_of(case), at=timezone.now(), text=text, assignee=person, due_on=due_on
    )


@pytest.fixture
def case():
    return CaseFactory(development=True)


class TestWhatIsOnIt:
    def test_each_case_of_mine_stands_with_the_step_that_its_page_says_first(self, browse, case):
        analyst, today = analyst_of(case), timezone.localdate()
        join(case, analyst)

        [line] = lines(browse(analyst))

        said = what_needs_doing(
            case,
            standings([case], today)[case.pk],
            open_steps=CASE.open_steps(row=case, by=analyst),
            manages=False,
            today=today,
        )
        assert line == (said[0].words, case.reference, case.terms.get().due_on)
        page = browse(analyst).open(case.get_absolute_url()).content.decode()
        assert said[0].words in page

    def test_a_case_of_a_colleague_and_a_closed_one_are_not_mine(self, browse, case):
        analyst = UserFactory(analyst=True, region=case.lead_region)
        join(CaseFactory(force=case.requesting_force, closed=True), analyst)

        assert lines(browse(analyst)) == []

    def test_a_task_left_open_when_the_case_was_closed_is_not_overdue(self, browse, case):
        today = timezone.localdate()
        task(case, analyst_of(case), today - timedelta(days=3))
        type(case).objects.filter(pk=case.pk).update(
            state="closed", closed_on=today, home_reference="Exercise 1"
        )

        assert standings([case], today)[case.pk].overdue == 0
        assert lines(browse(analyst_of(case))) == []
        assert with_what_is_next(type(case).objects).get().next_due is None

    def test_a_case_with_nothing_to_do_comes_last_and_says_so(self, browse, case):
        analyst = analyst_of(case)
        supported = CaseFactory(development=True)
        services.add_region(
            supported, by=manager_of(supported), at=timezone.now(),
            region=case.lead_region, from_date=supported.opened_on,
        )  # fmt: skip
        join(supported, analyst)
        task(case, analyst, None)

        assert words(browse(analyst)) == [
            "Exercise: ask again", "Nothing needs doing on this case now.",
        ]  # fmt: skip

    def test_open_tasks_that_are_mine(self, browse, case):
        analyst = analyst_of(case)
        task(case, analyst, date(2026, 1, 5))
        task(case, manager_of(case), date(2026, 1, 6), text="Exercise: another's")
        done = task(case, analyst, date(2026, 1, 7), text="Exercise: done")
        services.finish_task(done, version=1, by=analyst, at=timezone.now())

        assert lines(browse(analyst)) == [
            ("Exercise: ask again", case.reference, date(2026, 1, 5))
        ]

    def test_requests_wait_for_a_manager_and_for_no_analyst(self, browse):
        request = TaskingRequestFactory(with_toex=True)
        TaskingRequestFactory(in_triage=True, force=request.force)
        manager = UserFactory(toex_manager=True, region=request.region)
        analyst = UserFactory(analyst=True, region=request.region)

        [line] = opened(browse(manager))

        assert line.address == reverse("cases:decide", args=[request.reference])
        assert lines(browse(analyst)) == []

    def test_a_request_with_someone_at_immediate_risk_is_marked_in_words(self, browse):
        request = TaskingRequestFactory(with_toex=True, immediate_risk=True)
        manager = UserFactory(toex_manager=True, region=request.region)

        page = browse(manager).open(reverse("cases:your-work")).content.decode()

        assert ">Immediate risk</strong>" in page

    def test_a_manager_finds_the_way_to_cover_from_here_and_an_analyst_has_none(self, browse):
        manager = UserFactory(toex_manager=True)
        analyst = UserFactory(analyst=True, region=manager.region)
        way = f'href="{reverse("tasking:covers")}"'

        pages = [
            browse(each).open(reverse("cases:your-work")).content.decode()
            for each in (manager, analyst)
        ]

        assert [way in page for page in pages] == [True, False]

    def test_a_request_that_the_reader_may_not_decide_does_not_wait_for_them(self, browse):
        request = TaskingRequestFactory(with_toex=True)
        manager = UserFactory(toex_manager=True, region=request.region)
        meeting = TaskingMeetingFactory(manager=manager, attendees=["One"], agenda=[request])
        asking.declare_conflicts(
            meeting, version=1, by=manager, at=timezone.now(), attendee="One",
            requests=[request], person=manager,
        )  # fmt: skip

        assert lines(browse(manager)) == []

    def test_outcomes_wait_for_a_manager_who_did_not_record_them(self, browse, case):
        OutcomeFactory.create_batch(2, case=case)
        OutcomeFactory(case=led(case), by=manager_of(case))

        [line] = opened(browse(manager_of(case)))

        assert (line.words, line.address) == (
            "Verify 2 outcomes", reverse("cases:outcomes-to-verify"),
        )  # fmt: skip

    def test_a_question_waits_for_the_recorder_and_a_manager_until_it_is_answered(
        self, browse, case
    ):
        analyst, colleague = analyst_of(case), UserFactory(analyst=True, region=case.lead_region)
        outcome = OutcomeFactory(case=led(case), verified=True)
        office = UserFactory(programme_office=True)
        services.ask_about_outcome(outcome, by=office, at=timezone.now(), text="Which area?")
        asked = f"Answer the question about outcome number {outcome.pk}"

        assert words(browse(analyst)) == words(browse(manager_of(case))) == [asked]
        assert words(browse(colleague)) == []
        services.ask_about_outcome(outcome, by=analyst, at=timezone.now(), text="Kent.")
        assert words(browse(analyst)) == words(browse(manager_of(case))) == []

    def test_open_actions_of_meetings_that_are_mine(self, browse):
        meeting = TaskingMeetingFactory()
        analyst = UserFactory(analyst=True, region=meeting.region)
        action = asking.add_action(
            meeting, by=meeting.created_by, at=timezone.now(), text="Exercise action.",
            owner=analyst, due_on=meeting.held_on,
        )  # fmt: skip

        assert lines(browse(analyst)) == [("Exercise action.", action.reference, meeting.held_on)]

    def test_cover_is_named_and_brings_what_waits_for_the_manager(self, browse):
        request = TaskingRequestFactory(with_toex=True)
        manager = UserFactory(toex_manager=True, region=request.region)
        analyst = UserFactory(analyst=True, region=request.region)
        today = timezone.localdate()
        asking.arrange_cover(
            by=manager, at=timezone.now(), manager=manager, person=analyst,
            from_on=today, until_on=today, reason="Leave.",
        )  # fmt: skip

        page = browse(analyst).open(PAGE)

        assert f"You decide for {manager.name} until" in page.content.decode()
        assert [line.row for line in page.context["lines"]] == [request]


class TestTheList:
    def test_what_is_overdue_comes_first_then_what_is_ahead_then_what_has_no_day(
        self, browse, case
    ):
        analyst, today = analyst_of(case), timezone.localdate()
        for days in (9, None, -2, 3, -5, 0):
            due_on = None if days is None else today + timedelta(days=days)
            task(case, analyst, due_on, text=f"Exercise {days}")

        page = browse(analyst).open(PAGE)

        assert [line.words.removeprefix("Exercise ") for line in page.context["lines"]] == [
            "-5", "-2", "0", "3", "9", "None",
        ]  # fmt: skip
        assert "6 things to do, 2 overdue, in order of date" in page.content.decode()

    def test_the_tasks_of_a_case_stand_by_their_day_and_those_without_one_last(self, browse, case):
        analyst, today = analyst_of(case), timezone.localdate()
        for day in (None, today + timedelta(days=9), today):
            task(case, analyst, day)

        page = browse(analyst).open(address("tasks", case.reference))

        days = [each.due_on for each in page.context["to_do"]]
        assert days == [today, today + timedelta(days=9), None]

    def test_says_in_plain_words_that_nothing_waits(self, browse):
        page = browse(UserFactory(analyst=True)).open(PAGE).content.decode()

        assert "Nothing waits for you." in page

    def test_restricted_work_leaves_with_its_sight(self, browse, case):
        analyst = analyst_of(case)
        task(case, analyst, None)
        services.restrict_case(
            case, version=case.version, by=manager_of(case), at=timezone.now(), reason="Exercise."
        )

        assert lines(browse(analyst)) == []

    def test_the_look_is_logged_with_what_was_shown(self, browse, case):
        analyst = analyst_of(case)
        task(case, analyst, None)

        browse(analyst).open(PAGE)

        assert AuditEvent.objects.get(action="work.list").shown == [case.reference]

    def test_the_number_of_queries_does_not_grow(self, browse, django_assert_max_num_queries):
        first = CaseFactory(development=True)
        manager = manager_of(first)

        def more(number):
            for _ in range(number):
                case = CaseFactory(development=True, force=first.requesting_force)
                join(case, manager)
                task(case, manager, date(2026, 1, 5))
                outcome = OutcomeFactory(case=case)
                dispute(OutcomeFactory(case=case, verified=True))
                services.ask_about_outcome(
                    outcome, by=office, at=timezone.now(), text="Which area?"
                )
                TaskingRequestFactory(with_toex=True, force=first.requesting_force)

        office = UserFactory(programme_office=True)
        more(1)
        browser = browse(manager)
        with CaptureQueriesContext(connection) as few:
            opened(browser)
        more(4)
        with django_assert_max_num_queries(len(few)):
            assert len(opened(browser)) > 25
