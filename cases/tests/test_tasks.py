from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from cases import services
from cases.models import Outcome
from cases.notifications import settled_by
from cases.tasks import look_for_waiting_cases
from cases.tests.factories import (
    OPENED_AT,
    OPENED_ON,
    CaseFactory,
    OutcomeFactory,
    analyst_of,
    manager_of,
    take,
)
from toex.accounts.tests.factories import UserFactory
from toex.core.templatetags.toex_tags import long_date
from toex.notices.models import Notice
from toex.notices.tests.mailing import mail_digests

pytestmark = pytest.mark.django_db
SOON = datetime(2022, 9, 9, 1, 20, tzinfo=UTC)
LATE = datetime(2022, 10, 12, 1, 20, tzinfo=UTC)
A_SUNDAY = datetime(2022, 10, 16, 1, 20, tzinfo=UTC)


def told():
    rows = Notice.objects.order_by("pk").values_list("kind", "recipient__email", "target")
    return list(rows)


class TestRemindOfWaitingCases:
    def test_managers_hear_that_terms_are_not_agreed(self):
        case = CaseFactory()

        assert services.remind_of_waiting_cases(at=LATE) == 1

        assert told()[-1] == ("cases/waiting", manager_of(case).email, case.reference)

    def test_managers_hear_that_nothing_was_done(self):
        CaseFactory(development=True)
        at_work = CaseFactory(development=True)
        services.add_activity(
            at_work,
            by=analyst_of(at_work),
            at=LATE - timedelta(days=3),
            kind="note",
            text="Looked.",
            occurred_at=LATE - timedelta(days=4),
        )

        assert services.remind_of_waiting_cases(at=LATE) == 1

    def test_the_assignee_hears_of_an_overdue_task(self):
        case = CaseFactory(development=True)
        services.add_task(
            case,
            by=manager_of(case),
            at=OPENED_AT,
            text="Ring.",
            assignee=analyst_of(case),
            due_on=SOON.date() - timedelta(days=1),
        )

        services.remind_of_waiting_cases(at=SOON)

        assert told()[-1] == ("cases/waiting", analyst_of(case).email, case.reference)

    def test_nobody_hears_twice_on_a_day(self):
        CaseFactory()

        services.remind_of_waiting_cases(at=LATE)
        before = told()
        services.remind_of_waiting_cases(at=LATE + timedelta(hours=2))

        assert told() == before

    def test_nobody_hears_of_a_case_that_is_new_held_or_closed(self):
        CaseFactory(on_hold=True)
        CaseFactory(closed=True)
        take(services.hold_case, CaseFactory(), at=OPENED_AT, reason="The force is busy.")
        before = told()

        assert services.remind_of_waiting_cases(at=LATE) == 0
        CaseFactory()
        assert services.remind_of_waiting_cases(at=SOON) == 0
        assert [notice for notice in told() if notice[0] == "cases/waiting"] == []
        assert told()[: len(before)] == before

    def test_nobody_hears_on_a_sunday(self):
        CaseFactory()

        assert services.remind_of_waiting_cases(at=A_SUNDAY) == 0

    def test_the_nightly_task_asks_the_clock_and_leaves_a_message_for_the_next_digest(
        self, mailoutbox, django_capture_on_commit_callbacks
    ):
        case = CaseFactory()

        with django_capture_on_commit_callbacks(execute=True):
            count = look_for_waiting_cases()

        assert mailoutbox == []
        assert mail_digests(at=timezone.now() + timedelta(days=1)) == count == len(mailoutbox)
        for message in mailoutbox:
            assert case.reference in message.body
            assert case.title not in message.body


class TestTellOfWaitingOutcomes:
    def test_the_other_managers_of_the_lead_hear_once_a_day(self):
        case = CaseFactory()
        other = UserFactory(toex_manager=True, region=case.lead_region)

        for _ in range(2):
            OutcomeFactory(case=case, by=manager_of(case))

        waiting = [notice for notice in told() if notice[0] == "cases/outcomes_waiting"]
        assert waiting == [("cases/outcomes_waiting", other.email, case.reference)]

    @pytest.mark.parametrize(
        ("happened_on", "today", "due_on"),
        [
            (date(2026, 4, 1), date(2026, 4, 2), date(2026, 7, 14)),
            (date(2026, 6, 30), date(2026, 7, 7), date(2026, 7, 14)),
            (date(2026, 6, 30), date(2026, 7, 8), date(2026, 7, 15)),  # five working days
            (date(2025, 6, 30), date(2026, 12, 22), date(2026, 12, 31)),  # around the holidays
        ],
    )
    def test_it_is_due_with_its_quarter_and_never_in_less_than_a_week(
        self, happened_on, today, due_on
    ):
        assert settled_by(Outcome(occurred_on=happened_on), today=today) == due_on

    def test_the_message_holds_the_reference_and_nothing_else_of_the_case(
        self, mailoutbox, django_capture_on_commit_callbacks
    ):
        case = CaseFactory()
        manager_of(case)

        with django_capture_on_commit_callbacks(execute=True):
            OutcomeFactory(case=case, subject_key="KEY-1", occurred_on=OPENED_ON)

        assert mailoutbox == []
        mail_digests(at=timezone.now())
        (message,) = mailoutbox
        notice = Notice.objects.get(kind="cases/outcomes_waiting")
        by_when = long_date(notice.due_on)
        words = f"{case.reference}: outcomes wait to be verified by {by_when}"
        assert message.subject == f"[OFFICIAL-SENSITIVE] {words}"
        assert notice.get_absolute_url() in message.body
        assert notice.address == case.get_absolute_url()
        assert "KEY-1" not in message.body
        assert case.title not in message.body
