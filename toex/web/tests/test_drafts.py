"""A draft belongs to one page and one session, and ends with it."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import RequestFactory
from django.utils import timezone

from toex.web import drafts
from toex.web.tasks import clear_sessions

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return SessionStore()


def sent(session, address="/cases/TX-000001/outcomes/record/", **fields):
    request = RequestFactory().post(address, {"csrfmiddlewaretoken": "t", "act": "x", **fields})
    request.session = session
    return request


def test_keeps_every_value_that_was_typed_and_no_token(session):
    request = sent(session, text="Exercise ŵ & <b>", boxes=["one", "two"])

    drafts.keep(request, "key")

    typed = drafts.read(request, "key").typed
    assert dict(typed.lists()) == {"text": ["Exercise ŵ & <b>"], "boxes": ["one", "two"]}


def test_is_of_the_page_on_which_it_was_typed(session):
    drafts.keep(sent(session, text="Exercise"), "key")
    elsewhere = sent(session, "/cases/TX-000002/outcomes/record/")

    assert drafts.read(elsewhere, "key") is None
    assert drafts.latest(elsewhere) is None


def test_saved_it_keeps_an_address_and_no_words(session):
    request = sent(session, text="Exercise")
    drafts.keep(request, "key")

    drafts.settle(request, "key", address="/outcomes/1/")

    assert drafts.read(request, "key").saved == "/outcomes/1/"
    assert drafts.latest(request) is None
    assert "Exercise" not in str(dict(session))


def test_ends_with_the_session_in_the_database_too(session):
    drafts.keep(sent(session, text="Exercise"), "key")
    session.set_expiry(timezone.now() - timedelta(minutes=1))
    session.save()
    running = SessionStore()
    running.save()

    clear_sessions()

    assert list(Session.objects.values_list("pk", flat=True)) == [running.session_key]
