"""Read-only mode: everything can be read, and nothing that is sent is taken."""

import pytest
from rest_framework.test import APIClient

from tasking.models import TaskingRequest
from tasking.tests.factories import TaskingRequestFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def read_only(settings):
    settings.READ_ONLY = True


def test_pages_are_shown_and_say_so(client, force_lead):
    client.force_login(force_lead)

    page = client.get("/requests/")

    assert page.status_code == 200
    assert "READ ONLY" in page.content.decode()


def test_what_is_sent_is_refused_and_nothing_is_saved(client, force_lead):
    row = TaskingRequestFactory(draft=True, requester=force_lead, force=force_lead.force)
    client.force_login(force_lead)

    page = client.post(f"/requests/{row.reference}/withdraw/", {"version": row.version})

    assert page.status_code == 503
    assert "takes no changes for now" in page.content.decode()
    assert TaskingRequest.objects.get(pk=row.pk).state == row.state


def test_the_api_refuses_in_the_shape_of_its_errors(force_lead):
    client = APIClient()
    client.force_authenticate(force_lead)

    answer = client.post("/api/v1/tasking-requests/", {"title": "Exercise"}, format="json")

    assert answer.status_code == 503
    assert answer.json()["errors"][0]["code"] == "read_only"
    assert not TaskingRequest.objects.exists()


def test_signing_out_stays_open(client, force_lead):
    client.force_login(force_lead)

    assert client.post("/sign-out/").status_code == 302
