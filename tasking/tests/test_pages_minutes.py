"""The page of a meeting: what was decided in it, for those who may read it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasking import services
from tasking.models import TaskingRequest
from tasking.tests.factories import (
    FIRST_MOMENT,
    Cast,
    TaskingMeetingFactory,
    TaskingRequestFactory,
)
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.forces.tests.factories import RegionFactory

pytestmark = pytest.mark.django_db
HELD = FIRST_MOMENT + timedelta(days=9)


def decide_in(meeting, row, **fields):
    given = {"outcome": "adopt", "rationale": "Exercise reasons.", **fields}
    return services.decide_request(
        row,
        version=row.version,
        by=meeting.created_by,
        at=HELD,
        forum="meeting",
        meeting=meeting,
        **given,
    )


@pytest.fixture
def row():
    return TaskingRequestFactory(with_toex=True)


@pytest.fixture
def meeting(row):
    return TaskingMeetingFactory(manager=Cast(row).manager, agenda=[row], held_on=HELD.date())


def page_of(client, user, meeting):
    client.force_login(user)
    return client.get(meeting.get_absolute_url())


def sign(meeting):
    for service, fields in (
        (services.change_meeting, {"state": "held"}),
        (services.sign_meeting, {}),
    ):
        meeting = service(
            meeting,
            version=meeting.version,
            by=meeting.created_by,
            at=FIRST_MOMENT,
            **fields,
        )
    return meeting


def test_it_shows_why_on_what_conditions_and_on_which_score(client, row, meeting):
    services.assess_request(
        row,
        by=Cast(row).gateway,
        at=FIRST_MOMENT,
        stage="initial",
        mode="external",
        external_model="Exercise tool",
        external_score="12",
        external_band="low",
    )
    decide_in(
        meeting,
        row,
        outcome="adopt_with_conditions",
        conditions="Exercise: two weeks only.",
        assessment=row.assessments.get(),
    )

    page = page_of(client, Cast(row).analyst, meeting).content.decode()

    for words in ("Exercise reasons.", "Exercise: two weeks only.", "12, low (Exercise tool)"):
        assert words in page


def test_it_shows_when_what_was_deferred_is_looked_at_again(client, row, meeting):
    decide_in(meeting, row, outcome="defer", review_on=date(2027, 1, 4))

    page = page_of(client, Cast(row).gateway, meeting).content.decode()

    assert "4 January 2027" in page


def test_of_a_request_passed_out_of_sight_only_the_outcome_stands(client, row, meeting):
    decide_in(meeting, row)
    TaskingRequest.objects.filter(pk=row.pk).update(region=RegionFactory())

    page = page_of(client, meeting.created_by, meeting).content.decode()

    assert f"{row.reference}: Adopted" in page
    assert "Exercise reasons." not in page
    assert row.title not in page


def test_the_programme_office_reads_it_once_signed_and_others_never(client, row, meeting):
    decide_in(meeting, row)
    office = UserFactory(programme_office=True)
    assert page_of(client, office, meeting).status_code == 404

    sign(meeting)

    assert "Exercise reasons." in page_of(client, office, meeting).content.decode()
    for other in (UserFactory(toex_manager=True), Cast(row).lead):
        assert page_of(client, other, meeting).status_code == 404


def test_reading_decisions_is_in_the_trail(client, row, meeting):
    decide_in(meeting, row)

    page_of(client, meeting.created_by, meeting)

    look = AuditEvent.objects.reads().get(action="decision.list")
    assert (look.actor, look.shown) == (meeting.created_by, [row.reference])


def test_it_takes_as_many_queries_for_ten_decisions_as_for_one(client, row, meeting):
    decide_in(meeting, row)
    page_of(client, meeting.created_by, meeting)
    counts = []
    for more in (0, 9):
        for _ in range(more):
            decide_in(meeting, TaskingRequestFactory(with_toex=True, requester=row.requester))
        with CaptureQueriesContext(connection) as caught:
            page = client.get(meeting.get_absolute_url())
        counts.append(len(caught))
    assert len(page.context["decisions"]) == 10
    assert counts[0] == counts[1]
