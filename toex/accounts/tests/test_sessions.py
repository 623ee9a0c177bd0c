"""How long a session lasts, and that a form sent too late is not lost."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from tasking.models import TaskingRequest
from tasking.tests.factories import TaskingRequestFactory
from toex.accounts.sessions import BEGAN, read_kept
from toex.accounts.tests.factories import UserFactory
from toex.accounts.tests.test_pages import PASSWORD

pytestmark = pytest.mark.django_db
NARRATIVE = "Exercise: <b>several</b> addresses & one telephone, ŵ"


@pytest.fixture
def lead():
    user = UserFactory(force_lead=True)
    user.set_password(PASSWORD)
    user.save()
    return user


def hidden(page):
    """Return the hidden boxes of the page's own form, as a browser would send them."""
    form = page.content.decode().partition("<main")[2].partition("</form>")[0]
    boxes = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {unescape(name): unescape(value) for name, value in boxes}


def sign_in(client, lead, page):
    return client.post("/sign-in/", hidden(page) | {"username": lead.email, "password": PASSWORD})


class TestAFormSentTooLate:
    def test_is_sent_again_after_signing_in_with_nothing_lost(self, client, lead):
        row = TaskingRequestFactory(draft=True, requester=lead, force=lead.force)
        address = f"/requests/{row.reference}/threat/?from=check"
        typed = {"title": "Exercise Rowan", "summary": NARRATIVE, "version": row.version}

        asked = client.post(address, typed)
        offered = sign_in(client, lead, asked)

        assert asked.status_code == 401
        assert "You were signed out before this was saved" in asked.content.decode()
        assert f'action="{address}"' in offered.content.decode()
        assert hidden(offered)["summary"] == NARRATIVE
        assert TaskingRequest.objects.get(pk=row.pk).summary != NARRATIVE

        client.post(address, hidden(offered) | {"later": "1"})

        assert TaskingRequest.objects.get(pk=row.pk).summary == NARRATIVE

    def test_is_not_offered_to_somebody_else_who_signs_in(self, client, lead):
        sign_in(client, lead, client.get("/sign-in/"))
        client.cookies.pop("sessionid")
        asked = client.post("/requests/TR-000001/threat/", {"summary": NARRATIVE})
        other = UserFactory(force_lead=True)
        other.set_password(PASSWORD)
        other.save()

        answer = client.post(
            "/sign-in/", hidden(asked) | {"username": other.email, "password": PASSWORD}
        )

        assert NARRATIVE not in unescape(answer.content.decode())
        assert "had typed here and not saved is gone" in client.get("/requests/").content.decode()

    def test_is_offered_to_the_same_person_whom_this_browser_knows(self, client, lead):
        sign_in(client, lead, client.get("/sign-in/"))
        client.cookies.pop("sessionid")
        asked = client.post("/requests/TR-000001/threat/", {"summary": NARRATIVE})

        assert hidden(sign_in(client, lead, asked))["summary"] == NARRATIVE

    def test_is_carried_through_a_wrong_password(self, client, lead):
        asked = client.post("/requests/TR-000001/threat/", {"summary": NARRATIVE})

        again = client.post(
            "/sign-in/", hidden(asked) | {"username": lead.email, "password": "no"}
        )

        assert read_kept(hidden(again)["kept"]) == [("summary", NARRATIVE)]
        assert hidden(sign_in(client, lead, again))["summary"] == NARRATIVE

    def test_does_not_keep_the_token_of_the_old_session(self, client):
        asked = client.post("/requests/", {"csrfmiddlewaretoken": "old", "title": "Exercise"})

        assert read_kept(hidden(asked)["kept"]) == [("title", "Exercise")]

    def test_is_never_sent_to_another_site(self, client, lead):
        kept = json.dumps([("title", "Exercise")])
        sent = {"username": lead.email, "password": PASSWORD, "kept": kept}

        answer = client.post("/sign-in/", sent | {"next": "https://elsewhere.example/"})

        assert answer.headers["Location"] == "/"

    @pytest.mark.parametrize("kept", ["", "[", "1", '{"a": 1}', '[["a"]]', "null"])
    def test_anything_else_in_its_place_is_passed_over(self, client, lead, kept):
        sent = {"username": lead.email, "password": PASSWORD, "kept": kept, "next": "/requests/"}

        assert client.post("/sign-in/", sent).headers["Location"] == "/requests/"


class TestAFormSentAfterAccessWasTaken:
    """Refused like a page that is not there, and nothing of what was typed is lost."""

    @pytest.fixture
    def row(self, lead):
        return TaskingRequestFactory(draft=True, requester=lead, force=lead.force)

    def test_from_the_row(self, client, lead, row):
        client.force_login(lead)
        lead.force = UserFactory(force_lead=True).force
        lead.save()
        sent = {"summary": NARRATIVE, "version": row.version}

        refused = client.post(f"/requests/{row.reference}/threat/", sent)
        never_there = client.post("/requests/TR-999999/threat/", sent)

        assert refused.status_code == 404
        assert NARRATIVE in unescape(refused.content.decode())
        assert refused.content == never_there.content

    def test_from_the_section(self, client, lead):
        client.force_login(lead)
        lead.role, lead.force = "auditor", None
        lead.save()

        refused = client.post("/requests/new/", {"summary": NARRATIVE})

        assert refused.status_code in (403, 404)
        assert NARRATIVE in unescape(refused.content.decode())

    def test_with_the_account(self, client, lead, row):
        client.force_login(lead)
        lead.is_open = False
        lead.save()

        refused = client.post(f"/requests/{row.reference}/threat/", {"summary": NARRATIVE})

        shown = re.sub(r"<input[^>]*>", "", refused.content.decode())
        assert refused.status_code == 401
        assert NARRATIVE in unescape(shown)

    def test_nothing_is_shown_of_a_password(self, client, lead):
        client.force_login(lead)

        refused = client.post("/people/invite/", {"password": "a long pass phrase of mine"})

        assert refused.status_code == 403
        assert "a long pass phrase" not in refused.content.decode()


class TestTheLongestSession:
    def test_ends_after_twelve_hours_however_busy(self, client, lead):
        client.force_login(lead)
        client.get("/requests/")
        session = client.session
        session[BEGAN] = (timezone.now() - timedelta(hours=12, seconds=1)).timestamp()
        session.save()

        assert client.get("/requests/").status_code == 302
        assert not client.session.keys()

    def test_is_counted_from_signing_in_and_not_from_the_last_click(self, client, lead):
        client.force_login(lead)
        client.get("/requests/")
        began = client.session[BEGAN]

        client.get("/requests/")

        assert client.session[BEGAN] == began
