"""Two people at the same moment, with real threads on PostgreSQL: one act, one row."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from tasking import services
from tasking.models import Decision, TaskingRequest
from tasking.tests.factories import FIRST_MOMENT, TaskingRequestFactory
from toex.accounts.tests.factories import UserFactory
from toex.workflow.refusals import VersionStale

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def at_once(*acts):
    """Do the acts in threads that start together; return what each gave or raised."""
    ready = Barrier(len(acts))

    def run(act):
        ready.wait()
        try:
            return act()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def test_of_two_deciders_one_wins():
    request = TaskingRequestFactory(with_toex=True)
    managers = [UserFactory(toex_manager=True, region=request.region) for _ in range(2)]

    def decide(by):
        return lambda: services.decide_request(
            request,
            version=request.version,
            by=by,
            at=FIRST_MOMENT + timedelta(days=5),
            outcome="decline",
            rationale="Exercise reasons.",
            forum="outside_meeting",
            decline_code="capacity",
        )

    ends = at_once(*map(decide, managers))

    assert sorted(type(end).__name__ for end in ends) == ["TaskingRequest", "VersionStale"]
    assert [isinstance(end, VersionStale) for end in ends].count(True) == 1
    assert Decision.objects.filter(request=request).count() == 1


def test_the_same_post_twice_at_once_makes_one_row(api, force_lead):
    def post():
        return api(force_lead).post(
            "/api/v1/tasking-requests/",
            {"title": "Exercise Juniper"},
            headers={"Idempotency-Key": "same"},
        )

    answers = at_once(post, post)

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert TaskingRequest.objects.count() == 1
