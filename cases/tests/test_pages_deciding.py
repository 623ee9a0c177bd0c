"""Which meetings the decision page offers: those in which the request can have been decided."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.tests.browsing import address
from tasking.tests.factories import Cast, TaskingMeetingFactory, TaskingRequestFactory

pytestmark = pytest.mark.django_db
TYPED = {"outcome": "overtaken", "rationale": "Exercise reasons.", "forum": "meeting"}


@pytest.fixture
def row():
    return TaskingRequestFactory(with_toex=True, at=timezone.now() - timedelta(days=20))


def meeting_in(row, days):
    held_on = timezone.localdate() + timedelta(days=days)
    return TaskingMeetingFactory(manager=Cast(row).manager, held_on=held_on)


def test_a_meeting_to_come_and_one_before_the_request_are_not_offered(browse, row):
    before, then, today, to_come = (meeting_in(row, days) for days in (-25, -5, 0, 40))

    page = browse(Cast(row).manager).open(address("decide", row.reference)).content.decode()

    assert [meeting.reference in page for meeting in (before, then, today, to_come)] == [
        False, True, True, False,
    ]  # fmt: skip


def test_sent_all_the_same_it_is_refused_and_what_was_typed_stays(browse, row):
    to_come = meeting_in(row, 40)

    page = browse(Cast(row).manager).send(
        address("decide", row.reference), **TYPED, meeting=to_come.pk
    )

    words = page.content.decode()
    assert "Select a meeting held on a day from when the request was sent up to today." in words
    assert "Exercise reasons." in words
    assert not row.decisions.exists()
