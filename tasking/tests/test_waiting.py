from datetime import UTC, date, datetime, timedelta

import pytest

from tasking import services
from tasking.tasks import look_for_waiting_requests
from tasking.tests.factories import Cast, TaskingRequestFactory
from toex.core.working_days import is_working_day, working_days_between
from toex.notices.models import Notice

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


class TestWorkingDays:
    @pytest.mark.parametrize(
        ("day", "works"),
        [
            (date(2026, 11, 23), True),
            (date(2026, 11, 21), False),  # a Saturday
            (date(2026, 12, 25), False),
            (date(2026, 12, 28), False),  # Boxing Day moved to the Monday
            (date(2026, 11, 30), True),  # St Andrew's Day is a holiday in Scotland only
            (date(2022, 9, 19), False),  # the State Funeral
        ],
    )
    def test_weekends_and_bank_holidays_of_england_and_wales_are_none(self, day, works):
        assert is_working_day(day) is works

    def test_the_day_itself_is_not_counted(self):
        assert working_days_between(date(2026, 11, 20), date(2026, 11, 20)) == 0
        assert working_days_between(date(2026, 11, 20), date(2026, 11, 23)) == 1

    def test_christmas_is_jumped(self):
        assert working_days_between(date(2026, 12, 24), date(2026, 12, 29)) == 1


def reminded(request):
    return set(
        Notice.objects.filter(kind="tasking/waiting", target=request.reference).values_list(
            "recipient__email", flat=True
        )
    )


@pytest.mark.django_db
class TestRemindOfWaitingRequests:
    def sent(self, **story):
        return TaskingRequestFactory(submitted=True, at=MONDAY - timedelta(days=1), **story)

    def test_a_request_within_its_days_is_left_alone(self):
        self.sent()
        assert services.remind_of_waiting_requests(at=MONDAY + timedelta(days=1)) == 0

    def test_the_gateway_hears_of_one_that_nobody_checks(self):
        request = self.sent()
        gateway = Cast(request).gateway
        assert services.remind_of_waiting_requests(at=MONDAY + timedelta(days=2)) == 1
        assert reminded(request) == {gateway.email}

    def test_a_second_run_writes_no_second_notice_and_the_next_crossing_does(self):
        request = self.sent()
        gateway = Cast(request).gateway
        for days in (2, 2, 3, 4):
            services.remind_of_waiting_requests(at=MONDAY + timedelta(days=days))
        told = Notice.objects.filter(kind="tasking/waiting", recipient=gateway)
        assert told.count() == 2

    def test_the_force_hears_of_one_that_was_returned(self):
        request = TaskingRequestFactory(returned=True, at=MONDAY - timedelta(days=3))
        services.remind_of_waiting_requests(at=MONDAY + timedelta(days=20))
        assert reminded(request) == {request.requester.email}

    def test_the_managers_hear_when_the_review_date_has_come(self):
        request = TaskingRequestFactory(
            deferred=True, at=MONDAY, decision={"review_on": date(2026, 11, 20)}
        )
        early = services.remind_of_waiting_requests(at=datetime(2026, 11, 19, tzinfo=UTC))
        due = services.remind_of_waiting_requests(at=datetime(2026, 11, 20, tzinfo=UTC))
        assert (early, due) == (0, 1)
        assert reminded(request) == {Cast(request).manager.email}

    def test_the_nightly_job_looks_at_today(self):
        TaskingRequestFactory(submitted=True, at=datetime(2026, 1, 5, tzinfo=UTC))
        assert look_for_waiting_requests() == 1
