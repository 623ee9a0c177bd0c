"""No browser keeps a page of somebody who was signed in; a static file may be kept."""

import pytest
from django.urls import reverse

from cases.tests.factories import CaseFactory, manager_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 302),
        ("/queue/", 200),
        ("/cases/", 200),
        ("{case}", 200),
        ("/cases/TX-999999/", 404),
        ("/people/", 403),
        ("/api/v1/cases/", 200),
        ("/api/v1/nothing/", 404),
        ("/sign-in/", 302),
    ],
)
def test_whatever_is_answered_says_that_it_is_not_kept(client, address, status):
    case = CaseFactory()
    client.force_login(manager_of(case))

    answer = client.get(address.format(case=case.get_absolute_url()))

    assert answer.status_code == status
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_form_refused_and_a_form_sent_after_signing_out_are_not_kept(client):
    typed = {"title": "", "summary": "Exercise Juniper 014"}
    client.force_login(manager_of(CaseFactory()))

    refused = client.post(reverse("tasking:plan-meeting"), typed)
    client.logout()
    signed_out = client.post(reverse("tasking:plan-meeting"), typed)

    assert (refused.status_code, signed_out.status_code) == (200, 401)
    for answer in (refused, signed_out):
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_static_file_may_be_kept(client, settings):
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True

    answer = client.get("/static/toex/toex.css")
    answer.close()

    assert answer.status_code == 200
    assert "no-store" not in answer.headers.get("Cache-Control", "")
