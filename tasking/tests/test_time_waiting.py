"""The clock of a request: working days on it, days with the force apart, and what pages say."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from tasking import services
from tasking.choices import State
from tasking.models import TaskingRequest
from tasking.tests.factories import STEPS, Cast, TaskingRequestFactory
from tasking.views.clock import clock_words, due_words, pause_notice
from tasking.waiting import wait_of
from tasking.waits import waits

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def day(text):
    return date.fromisoformat(text) if text else None


# sent, today, spells with the force, working days on the clock, working days with the force
TRUTH = {
    "the same day": ("2026-11-02", "2026-11-02", [], 0, 0),
    "overnight": ("2026-11-02", "2026-11-03", [], 1, 0),
    "from Friday to Saturday": ("2026-11-06", "2026-11-07", [], 0, 0),
    "over a weekend": ("2026-11-06", "2026-11-09", [], 1, 0),
    "sent on a Sunday": ("2026-11-08", "2026-11-09", [], 1, 0),
    "over Easter": ("2026-04-02", "2026-04-07", [], 1, 0),
    "over Christmas": ("2026-12-24", "2026-12-29", [], 1, 0),
    "over the New Year": ("2026-12-31", "2027-01-04", [], 1, 0),
    "over a leap day": ("2028-02-28", "2028-03-01", [], 2, 0),
    "a week with the force": (
        "2026-11-02",
        "2026-11-16",
        [("2026-11-03", "2026-11-10")],
        5,
        5,
    ),
    "returned and replied on one day": (
        "2026-11-02",
        "2026-11-06",
        [("2026-11-04", "2026-11-04")],
        4,
        0,
    ),
    "still with the force": ("2026-11-02", "2026-11-06", [("2026-11-03", None)], 1, 3),
    "returned today": ("2026-11-02", "2026-11-06", [("2026-11-06", None)], 4, 0),
    "returned over a weekend": (
        "2026-11-02",
        "2026-11-10",
        [("2026-11-06", "2026-11-09")],
        5,
        1,
    ),
    "replied on a Sunday": (
        "2026-11-02",
        "2026-11-10",
        [("2026-11-06", "2026-11-08")],
        6,
        0,
    ),
    "returned over Easter": (
        "2026-03-30",
        "2026-04-09",
        [("2026-04-02", "2026-04-07")],
        5,
        1,
    ),
    "returned over Christmas": (
        "2026-12-21",
        "2026-12-31",
        [("2026-12-23", "2026-12-30")],
        3,
        3,
    ),
    "returned twice": (
        "2026-11-02",
        "2026-11-27",
        [("2026-11-04", "2026-11-06"), ("2026-11-16", "2026-11-20")],
        13,
        6,
    ),
    "returned again on the day of the reply": (
        "2026-11-02",
        "2026-11-13",
        [("2026-11-03", "2026-11-05"), ("2026-11-05", "2026-11-10")],
        4,
        5,
    ),
}


@pytest.mark.parametrize("story", TRUTH)
def test_working_days_by_hand(story):
    sent, today, spells, days, with_force = TRUTH[story]

    wait = wait_of(
        state=State.IN_TRIAGE,
        sent_on=day(sent),
        in_state_since=day(sent),
        today=day(today),
        spells=[(day(start), day(end)) for start, end in spells],
    )

    assert (wait.days, wait.with_force) == (days, with_force)


def waited(**said):
    usual = {"sent_on": date(2026, 11, 2), "in_state_since": date(2026, 11, 2)}
    return wait_of(**{**usual, "state": State.SUBMITTED, "today": date(2026, 11, 10), **said})


class TestTheEndOfTheClock:
    def test_a_draft_has_none(self):
        assert waited(state=State.DRAFT, sent_on=None) is None

    def test_a_decision_stops_it(self):
        wait = waited(state=State.DECIDED, decided_on=date(2026, 11, 5))
        assert (wait.days, wait.ended_on, wait.due_on) == (3, date(2026, 11, 5), None)

    def test_a_withdrawal_stops_it_and_the_days_with_the_force_before(self):
        wait = waited(
            state=State.WITHDRAWN,
            in_state_since=date(2026, 11, 6),
            spells=[(date(2026, 11, 4), None)],
        )
        assert (wait.days, wait.with_force, wait.is_paused) == (2, 2, False)

    def test_a_deferral_does_not_stop_it(self):
        wait = waited(state=State.DEFERRED, review_on=date(2026, 12, 1))
        assert (wait.days, wait.due_on) == (6, date(2026, 12, 1))


class TestWords:
    TODAY = date(2026, 11, 10)

    def said(self, **story):
        wait = waited(today=self.TODAY, **story)
        return clock_words(wait, state=story.get("state", State.SUBMITTED), today=self.TODAY)

    @pytest.mark.parametrize(
        ("due", "words"),
        [
            ("2026-11-10", "due today"),
            ("2026-11-11", "due tomorrow"),
            ("2026-11-12", "due on 12 November 2026"),
            ("2026-11-09", "was due on 9 November 2026"),
        ],
    )
    def test_a_due_day_is_written_out_unless_it_is_near(self, due, words):
        assert due_words(day(due), self.TODAY) == words

    def test_waiting_is_working_days_and_what_is_due(self):
        # Five working days after Wednesday the 4th is Wednesday the 11th.
        story = {"state": State.IN_TRIAGE, "in_state_since": date(2026, 11, 4)}
        assert self.said(**story) == ["6 working days, due tomorrow"]

    def test_one_working_day_is_one(self):
        assert self.said(sent_on=date(2026, 11, 9), in_state_since=date(2026, 11, 9)) == [
            "1 working day, due tomorrow"
        ]

    def test_a_pause_is_told_with_the_days_that_do_not_count(self):
        story = {
            "state": State.RETURNED,
            "in_state_since": date(2026, 11, 5),
            "spells": [(date(2026, 11, 5), None)],
        }
        assert self.said(**story) == [
            "3 working days, clock paused since 5 November 2026",
            "3 working days with the force, not counted",
        ]
        assert pause_notice(waited(**story), self.TODAY) == (
            "The clock is paused: the request has been with the force since 5 November 2026. "
            "A reply is due on 19 November 2026."
        )

    def test_a_reply_that_is_late_says_when_it_was_due(self):
        story = {
            "state": State.RETURNED,
            "in_state_since": date(2026, 10, 5),
            "spells": [(date(2026, 10, 5), None)],
        }
        assert "A reply was due on 19 October 2026." in pause_notice(waited(**story), self.TODAY)

    def test_what_is_settled_says_until_when_it_took(self):
        assert self.said(state=State.DECIDED, decided_on=date(2026, 11, 5)) == [
            "3 working days, until 5 November 2026"
        ]

    def test_nothing_is_paused_while_it_is_not_with_the_force(self):
        assert pause_notice(waited(), self.TODAY) == ""
        assert pause_notice(None, self.TODAY) == ""
        assert clock_words(None, state=State.DRAFT, today=self.TODAY) == ["Not sent yet"]


@pytest.mark.django_db
class TestReadFromRows:
    def take(self, row, *steps, at):
        for name in steps:
            row = STEPS[name](row, at=at)
        return row

    def reply(self, row, *, at):
        return services.resubmit_request(row, version=row.version, by=Cast(row).lead, at=at)

    def wait(self, row, *, at):
        return waits([row], at=at)[row.pk]

    def test_days_are_days_in_london(self):
        """Sent at half past midnight on Monday 30 March, in summer time: on a Sunday in UTC."""
        sent = datetime(2026, 3, 29, 23, 30, tzinfo=UTC)
        row = TaskingRequestFactory(submitted=True, at=sent - timedelta(days=1))

        assert self.wait(row, at=datetime(2026, 3, 30, 22, 59, tzinfo=UTC)).days == 0
        assert self.wait(row, at=datetime(2026, 3, 30, 23, 1, tzinfo=UTC)).days == 1

    def test_days_go_on_as_usual_when_the_clocks_go_back(self):
        sent = datetime(2026, 10, 23, 22, 59, tzinfo=UTC)  # one minute before Saturday
        row = TaskingRequestFactory(submitted=True, at=sent - timedelta(days=1))

        assert self.wait(row, at=datetime(2026, 10, 25, 23, 59, tzinfo=UTC)).days == 0
        assert self.wait(row, at=datetime(2026, 10, 26, 0, 0, tzinfo=UTC)).days == 1

    def test_a_request_returned_twice_counts_neither_time(self):
        row = TaskingRequestFactory(submitted=True, at=MONDAY - timedelta(days=1))
        row = self.take(row, "triage", "return", at=MONDAY + timedelta(days=1))
        row = self.reply(row, at=MONDAY + timedelta(days=3))
        row = self.take(row, "return", at=MONDAY + timedelta(days=4))

        paused = self.wait(row, at=MONDAY + timedelta(days=8))
        row = self.reply(row, at=MONDAY + timedelta(days=8))
        running = self.wait(row, at=MONDAY + timedelta(days=9))

        assert (paused.days, paused.with_force, paused.is_paused) == (2, 4, True)
        assert (running.days, running.with_force, running.is_paused) == (3, 4, False)

    def test_the_first_true_decision_ends_it_and_a_later_one_does_not_move_it(self):
        row = TaskingRequestFactory(with_toex=True, at=MONDAY - timedelta(days=1))
        row = self.take(row, "defer", at=MONDAY + timedelta(days=3))
        deferred = self.wait(row, at=MONDAY + timedelta(days=4))
        row = self.take(row, "decline", at=MONDAY + timedelta(days=7))
        row = self.take(row, "decline", at=MONDAY + timedelta(days=14))

        assert (deferred.days, deferred.due_on) == (4, date(2027, 1, 4))
        assert self.wait(row, at=MONDAY + timedelta(days=30)).ended_on == date(2026, 11, 9)

    def test_a_request_is_due_on_the_day_its_first_reminder_is_written(self):
        row = TaskingRequestFactory(submitted=True, at=MONDAY - timedelta(days=1))
        due = self.wait(row, at=MONDAY).due_on
        before = datetime(due.year, due.month, due.day, 9, tzinfo=UTC) - timedelta(days=1)

        assert services.remind_of_waiting_requests(at=before) == 0
        assert services.remind_of_waiting_requests(at=before + timedelta(days=1)) == 1

    def test_many_are_read_with_three_queries_and_a_page_of_them_with_two(
        self, django_assert_num_queries
    ):
        for _ in range(3):
            TaskingRequestFactory(returned=True)
        rows = TaskingRequest.objects.order_by("pk")
        page = list(rows)

        with django_assert_num_queries(3):
            every = waits(rows, at=MONDAY)
        with django_assert_num_queries(2):
            assert waits(page, at=MONDAY) == every
        assert list(every) == [row.pk for row in page]


@pytest.mark.django_db
class TestOnPages:
    NOW = MONDAY + timedelta(days=14)

    @pytest.fixture(autouse=True)
    def _today(self, time_machine):
        time_machine.move_to(self.NOW)

    def returned_long_ago(self):
        """Sent first of all; five of its working days were the force's."""
        row = TaskingRequestFactory(
            submitted=True, title="Exercise returned", at=MONDAY - timedelta(days=1)
        )
        row = STEPS["return"](
            STEPS["triage"](row, at=MONDAY + timedelta(days=1)), at=MONDAY + timedelta(days=1)
        )
        return services.resubmit_request(
            row, version=row.version, by=Cast(row).lead, at=MONDAY + timedelta(days=8)
        )

    def test_the_queue_is_sorted_by_days_that_count_and_not_by_the_first_sending(self, client):
        paused = self.returned_long_ago()
        TaskingRequestFactory(
            submitted=True, title="Exercise waited", requester=paused.requester, at=MONDAY
        )
        client.force_login(Cast(paused).gateway)

        answer = client.get(reverse("tasking:queue"))
        back = client.get(reverse("tasking:queue"), {"sort": "-waiting"})

        assert [row.title for row in answer.context["rows"]] == [
            "Exercise waited",
            "Exercise returned",
        ]
        assert [row.title for row in back.context["rows"]] == [
            "Exercise returned",
            "Exercise waited",
        ]
        page = answer.content.decode()
        assert "2 requests waiting, oldest 9 working days, sorted by time waiting" in page
        assert "5 working days with the force, not counted" in page
        assert 'aria-sort="descending"' in page
        assert "sorted by time waiting, shortest first" in back.content.decode()

    def test_force_and_region_read_that_the_clock_is_paused(self, client):
        row = TaskingRequestFactory(returned=True, at=self.NOW - timedelta(days=10))
        pause = "The clock is paused: the request has been with the force since "
        for person in (row.requester, Cast(row).gateway, Cast(row).manager):
            client.force_login(person)
            page = client.get(row.get_absolute_url()).content.decode()
            assert pause in page
            assert "working days with the force, not counted" in page

    def test_the_force_reads_by_when_to_reply_where_it_replies(self, client):
        row = TaskingRequestFactory(returned=True, at=self.NOW - timedelta(days=10))
        client.force_login(row.requester)

        page = client.get(reverse("tasking:step", args=[row.reference, "resubmit"]))

        told = client.get(row.get_absolute_url()).context["pause"]
        assert "A reply is due" in told
        assert told in page.content.decode()

    def test_the_force_s_list_says_the_same_as_the_queue(self, client):
        row = TaskingRequestFactory(submitted=True, at=self.NOW - timedelta(days=4))
        words = "1 working day, due tomorrow"  # sent on a Friday
        for person, name in ((row.requester, "requests"), (Cast(row).gateway, "queue")):
            client.force_login(person)
            assert words in client.get(reverse(f"tasking:{name}")).content.decode()

    def test_a_request_that_is_not_returned_says_nothing_of_a_pause(self, client):
        row = TaskingRequestFactory(submitted=True, at=self.NOW - timedelta(days=4))
        client.force_login(Cast(row).gateway)
        assert "clock is paused" not in client.get(row.get_absolute_url()).content.decode()
