"""An agenda built from what waits for a decision."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tasking.tests.factories import (
    FIRST_MOMENT,
    Cast,
    TaskingMeetingFactory,
    TaskingRequestFactory,
)
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def first():
    return TaskingRequestFactory(with_toex=True, title="Exercise first")


def address(meeting):
    return reverse("tasking:build-agenda", args=[meeting.reference])


def on_agenda(meeting):
    return [item.request for item in meeting.agenda.order_by("order")]


class TestTheListOfWhatWaits:
    def test_is_oldest_first_with_those_deferred_until_then(self, client, first):
        manager = Cast(first).manager
        again = {"force": first.force, "requester": first.requester}
        due = TaskingRequestFactory(
            deferred=True,
            at=FIRST_MOMENT - timedelta(days=9),
            decision={"review_on": date(2026, 12, 1)},
            **again,
        )
        later = TaskingRequestFactory(
            deferred=True, decision={"review_on": date(2026, 12, 2)}, **again
        )
        unchecked = TaskingRequestFactory(in_triage=True, **again)
        elsewhere = TaskingRequestFactory(with_toex=True)
        meeting = TaskingMeetingFactory(manager=manager, held_on=date(2026, 12, 1))
        client.force_login(manager)

        page = client.get(address(meeting))

        assert list(page.context["form"].requests) == [due.reference, first.reference]
        words = page.content.decode()
        assert not any(row.reference in words for row in (later, unchecked, elsewhere))
        look = AuditEvent.objects.reads().filter(actor=manager, action="request.list").latest("pk")
        assert look.shown == [due.reference, first.reference]

    def test_takes_as_many_queries_for_ten_as_for_one(self, client, first):
        manager = Cast(first).manager
        meeting = TaskingMeetingFactory(manager=manager)
        client.force_login(manager)
        client.get(address(meeting))
        counts = []
        for more in (0, 9):
            for _ in range(more):
                TaskingRequestFactory(with_toex=True, requester=first.requester)
            with CaptureQueriesContext(connection) as caught:
                page = client.get(address(meeting))
            counts.append(len(caught))
        assert len(page.context["form"].requests) == 10
        assert counts[0] == counts[1]


class TestPuttingOnTheAgenda:
    def test_adds_to_the_end_and_keeps_what_is_there(self, client, first):
        manager = Cast(first).manager
        second = TaskingRequestFactory(with_toex=True, requester=first.requester)
        meeting = TaskingMeetingFactory(manager=manager, agenda=[second])
        client.force_login(manager)

        answer = client.post(address(meeting), {"version": 1, "chosen": [first.reference]})

        assert answer.url == meeting.get_absolute_url()
        assert on_agenda(meeting) == [second, first]

    def test_without_a_tick_asks_for_one(self, client, first):
        manager = Cast(first).manager
        meeting = TaskingMeetingFactory(manager=manager)
        client.force_login(manager)

        page = client.post(address(meeting), {"version": 1})

        assert "Select at least one request." in page.content.decode()

    def test_a_stale_form_changes_nothing_and_keeps_its_ticks(self, client, first):
        manager = Cast(first).manager
        meeting = TaskingMeetingFactory(manager=manager, held=True)
        client.force_login(manager)

        page = client.post(address(meeting), {"version": 1, "chosen": [first.reference]})

        assert page.status_code == 409
        assert page.context["form"]["chosen"].value() == [first.reference]
        assert on_agenda(meeting) == []

    def test_a_request_of_another_region_cannot_be_ticked(self, client, first):
        elsewhere = TaskingRequestFactory(with_toex=True)
        meeting = TaskingMeetingFactory(manager=Cast(first).manager)
        client.force_login(meeting.created_by)

        client.post(address(meeting), {"version": 1, "chosen": [elsewhere.reference]})

        assert on_agenda(meeting) == []

    def test_a_signed_one_is_locked(self, client, first):
        meeting = TaskingMeetingFactory(manager=Cast(first).manager, signed=True)
        client.force_login(meeting.created_by)

        shown = client.get(address(meeting))
        sent = client.post(
            address(meeting), {"version": meeting.version, "chosen": [first.reference]}
        )

        assert (shown.status_code, sent.status_code) == (302, 409)
        assert on_agenda(meeting) == []

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_it_is_for_a_manager_of_the_region(self, client, first, method):
        meeting = TaskingMeetingFactory(manager=Cast(first).manager)
        answers = []
        for user in (
            Cast(first).analyst,
            Cast(first).gateway,
            first.requester,
            UserFactory(toex_manager=True),
        ):
            client.force_login(user)
            answers.append(getattr(client, method)(address(meeting)).status_code)
        assert answers == [403, 403, 404, 404]
