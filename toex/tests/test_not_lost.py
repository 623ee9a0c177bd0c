"""A form that was not taken, because its row is out of sight or the service is not well: its
words are given back."""

import json
import re

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError
from django.test import Client, RequestFactory

from cases.tests.browsing import address
from cases.tests.factories import CaseFactory
from toex import views
from toex.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
WORDS = "Exercise: three telephones,\nseen <twice>."
TYPED = {
    "kind": "note",
    "text": WORDS,
    "version": "7",
    "once_key": "once-and-never-shown",
    "password": "juniper-in-secret",
    "subject_key": "KEY-7777",
}
TOKEN = re.compile(rb"nonce-[^'\"]+|nonce=\"[^\"]+\"")


def test_the_words_stay_when_the_case_has_gone(client):
    case = CaseFactory()
    analyst = UserFactory(analyst=True)
    client.force_login(analyst)

    page = client.post(address("add-activity", case.reference), TYPED)

    text = page.content.decode()
    assert page.status_code == 404
    assert "What you typed, to copy if you need it" in text
    assert "three telephones,<br>seen &lt;twice&gt;." in text.replace("\n", "")
    for never in ("once-and-never-shown", "juniper-in-secret", "KEY-7777", ">7<"):
        assert never not in text


def test_an_unseen_row_is_the_same_bytes_as_one_that_does_not_exist(client):
    client.force_login(UserFactory(analyst=True))

    unseen, nothing = (
        client.post(address("add-activity", reference), TYPED)
        for reference in (CaseFactory().reference, "TX-999999")
    )

    assert unseen.status_code == nothing.status_code == 404
    assert TOKEN.sub(b"", unseen.content) == TOKEN.sub(b"", nothing.content)


def test_nothing_is_shown_where_nothing_was_sent_or_where_there_is_no_such_page(client):
    client.force_login(UserFactory(analyst=True))

    looked = client.get(address("add-activity", "TX-999999"), {"text": WORDS})
    nowhere = client.post("/nothing-here/", TYPED)

    for page in (looked, nowhere):
        assert page.status_code == 404
        assert "telephones" not in page.content.decode()


@pytest.fixture
def without_database(monkeypatch):
    """Return a browser of a service whose database is away, and what a form of it carries."""

    def _no_database(*args, **kwargs):
        raise OperationalError("the database is away")

    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.get("/sign-in/")
    client.force_login(UserFactory(analyst=True))
    monkeypatch.setattr(SessionStore, "load", _no_database)
    return client, {**TYPED, "csrfmiddlewaretoken": client.cookies["csrftoken"].value}


def test_the_words_stay_when_the_database_is_away(without_database):
    client, typed = without_database

    page = client.post(address("add-activity", "TX-999999"), typed)

    text = page.content.decode()
    assert page.status_code == 500
    assert "reference code: <strong>" in text
    assert "three telephones,<br>seen &lt;twice&gt;." in text.replace("\n", "")
    for never in ("once-and-never-shown", "juniper-in-secret", typed["csrfmiddlewaretoken"]):
        assert never not in text


def test_what_another_site_sent_is_not_shown_when_the_database_is_away(without_database):
    client, _ = without_database

    page = client.post(address("add-activity", "TX-999999"), TYPED)

    assert page.status_code == 500
    assert "telephones" not in page.content.decode()


def test_what_was_carried_through_signing_in_stays_too(without_database):
    client, typed = without_database
    kept = json.dumps([["text", WORDS], ["password", "a secret of many words, never shown"]])

    page = client.post("/sign-in/", {**typed, "text": "", "kept": kept})

    text = page.content.decode()
    assert "three telephones,<br>" in text.replace("\n", "")
    assert "[[" not in text
    assert "a secret of many words" not in text


def test_a_form_that_cannot_be_read_does_not_hide_the_problem():
    request = RequestFactory().post("/requests/new/", TYPED)
    request.read()

    page = views.problem(request)

    assert page.status_code == 500
    assert "was not saved" in page.content.decode()


def test_a_problem_of_a_form_asks_no_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        page = views.problem(RequestFactory().post("/requests/new/", TYPED))

    assert page.status_code == 500


def test_the_words_stay_while_the_service_is_read_only(client, settings):
    settings.READ_ONLY = True
    client.force_login(UserFactory(analyst=True))

    page = client.post(address("add-activity", "TX-999999"), TYPED)

    assert page.status_code == 503
    assert "three telephones,<br>" in page.content.decode().replace("\n", "")


class TestSigningInAgainInAnotherTab:
    """The token of the form is then of a session that is over."""

    @pytest.fixture
    def send(self):
        client = Client(enforce_csrf_checks=True)
        client.get("/sign-in/")
        old = client.cookies["csrftoken"].value
        client.force_login(UserFactory(analyst=True))
        client.cookies["csrftoken"] = "n" * 32
        place = address("add-activity", CaseFactory().reference)

        def sent(**headers):
            return client.post(place, {**TYPED, "csrfmiddlewaretoken": old}, headers=headers)

        return sent

    def test_what_was_typed_is_given_back(self, send):
        page = send(origin="http://testserver")

        text = page.content.decode()
        assert page.status_code == 403
        assert "This page has been open too long" in text
        assert "What you typed, to copy if you need it" in text
        assert "three telephones,<br>seen &lt;twice&gt;." in text.replace("\n", "")
        for never in ("once-and-never-shown", "juniper-in-secret", "KEY-7777", ">7<"):
            assert never not in text

    @pytest.mark.parametrize("headers", [{}, {"origin": "https://elsewhere.example"}])
    def test_a_form_of_another_site_puts_no_words_into_our_page(self, send, headers):
        page = send(**headers)

        assert page.status_code == 403
        assert "telephones" not in page.content.decode()
