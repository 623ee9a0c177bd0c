"""A POST with a key is carried out once, and its answer is not a way around losing access."""

import pytest
from django.core.management import call_command

from tasking.models import TaskingRequest
from toex.accounts.tests.factories import UserFactory
from toex.forces.models import Force
from toex.web.models import AnsweredPost

pytestmark = pytest.mark.django_db

LIST = "/api/v1/tasking-requests/"


@pytest.fixture
def lead():
    call_command("load_forces", verbosity=0)
    return UserFactory(force_lead=True, force=Force.objects.get(code="essex"))


def send(client, address, body, key="k1", **headers):
    return client.post(address, body, format="json", HTTP_IDEMPOTENCY_KEY=key, **headers)


class TestAKey:
    def test_gives_the_first_answer_again(self, api, lead):
        first = send(api(lead), LIST, {"title": "Exercise Elm 001"})
        again = send(api(lead), LIST, {"title": "Exercise Elm 001"})

        assert (first.status_code, first.json()) == (again.status_code, again.json())
        assert TaskingRequest.objects.count() == 1

    def test_is_refused_for_another_body(self, api, lead):
        send(api(lead), LIST, {"title": "Exercise Elm 001"})

        answer = send(api(lead), LIST, {"title": "Exercise Oak 002"})

        assert answer.status_code == 422
        assert answer.json()["errors"][0]["code"] == "idempotency_key_reused"
        assert TaskingRequest.objects.count() == 1

    def test_is_a_person_s_own(self, api, lead):
        send(api(lead), LIST, {"title": "Exercise Elm 001"})

        send(api(UserFactory(force_lead=True, force=lead.force)), LIST, {"title": "Exercise Oak"})

        assert TaskingRequest.objects.count() == 2

    def test_of_a_refused_request_may_be_used_again(self, api, lead):
        refused = send(api(lead), LIST, {"title": ""})

        assert refused.status_code == 400
        assert not AnsweredPost.objects.exists()
        assert send(api(lead), LIST, {"title": "Exercise Elm 001"}).status_code == 201

    @pytest.mark.parametrize("key", ["x" * 101, "bad\tkey"])
    def test_must_be_short_and_plain(self, api, lead, key):
        assert send(api(lead), LIST, {"title": "Exercise Elm"}, key=key).status_code == 400

    def test_shows_nothing_more_to_whoever_has_lost_sight_of_the_row(self, api, lead):
        row = send(api(lead), LIST, {"title": "Exercise Elm 001"}).json()
        step = f"{LIST}{row['reference']}/withdraw/"
        body = {"version": row["version"], "reason": "Not needed."}
        assert send(api(lead), step, body).status_code == 200
        lead.force = Force.objects.get(code="kent")
        lead.save()

        assert send(api(lead), step, body).status_code == 404
