"""Signing in and out, one's own account, and the administrator's pages."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from knox.models import AuthToken
from rest_framework.test import APIClient

from toex.accounts import services
from toex.accounts.models import User
from toex.accounts.tests.factories import UserFactory
from toex.accounts.tests.test_services import NOON
from toex.audit.models import AuditEvent
from toex.audit.services import record_read
from toex.workflow.refusals import NotYourStep

pytestmark = pytest.mark.django_db
PASSWORD = "synthetic-only-nine-words"


@pytest.fixture
def person():
    user = UserFactory(auditor=True, email="auditor@programme.example")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def administrator(client):
    user = UserFactory(administrator=True)
    client.force_login(user)
    return user


class TestSigningIn:
    def test_takes_the_email_address_in_any_case(self, client, person):
        sent = {"username": "Auditor@Programme.example ", "password": PASSWORD}

        assert client.post("/sign-in/", sent).headers["Location"] == "/"
        assert client.get("/", follow=True).status_code == 200

    def test_says_the_same_of_a_wrong_password_and_an_unknown_or_closed_account(
        self, client, person
    ):
        UserFactory(email="closed@programme.example", is_open=False)
        answers = {
            re.search(
                r'error-summary__list">.*?</ul>',
                client.post(
                    "/sign-in/", {"username": email, "password": "wrong"}
                ).content.decode(),
                re.DOTALL,
            )[0]
            for email in [person.email, "nobody@force.example", "closed@programme.example"]
        }

        assert len(answers) == 1
        assert "Enter the email address and password of your account." in answers.pop()

    def test_pauses_after_ten_wrong_passwords_and_says_for_how_long(
        self, client, person, settings
    ):
        settings.AXES_ENABLED = True
        wrong = {"username": person.email, "password": "wrong"}

        statuses = [client.post("/sign-in/", wrong).status_code for _ in range(10)]
        paused = client.post("/sign-in/", {"username": person.email, "password": PASSWORD})

        assert set(statuses[:9]) == {200}
        assert paused.status_code == 429
        assert "Wait 15 minutes" in paused.content.decode()

    def test_and_out_are_in_the_log_and_in_ones_own_history(self, client, person):
        client.post("/sign-in/", {"username": person.email, "password": "wrong"})
        client.post("/sign-in/", {"username": person.email, "password": PASSWORD})
        history = client.get("/account/history/").content.decode()
        client.post("/sign-out/")
        client.post("/sign-out/")

        events = AuditEvent.objects.filter(action__startswith="user.sign-")
        assert [(each.action, each.actor, each.target) for each in events.order_by("pk")] == [
            ("user.sign-in", person, person.email),
            ("user.sign-out", person, person.email),
        ]
        assert "Signed in" in history

    def test_ends_with_a_posted_sign_out(self, client, person):
        client.force_login(person)

        assert client.get("/sign-out/").status_code == 405
        assert client.post("/sign-out/").headers["Location"] == "/sign-in/"
        assert client.get("/account/").status_code == 302


class TestOwnAccount:
    def test_changes_the_password_and_keeps_the_session(self, client, person):
        client.force_login(person)
        new = "three other random words"

        client.post(
            "/account/password/",
            {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
        )

        person.refresh_from_db()
        assert person.check_password(new)
        assert client.get("/account/").status_code == 200

    def test_says_how_a_new_password_falls_short(self, client, person):
        client.force_login(person)
        sent = {"old_password": "wrong", "new_password1": "short", "new_password2": "other"}

        page = client.post("/account/password/", sent).content.decode()

        assert "Enter the password that you use now." in page
        assert "Enter the same new password twice." in page

    def test_an_empty_form_is_refused_in_the_words_of_its_questions(self, client, person):
        client.force_login(person)

        page = client.post("/account/password/", {}).content.decode()

        for words in ("password that you use now", "new password", "new password again"):
            assert f"Enter the {words}." in page

    def test_shows_what_the_log_holds_about_the_reader_and_nobody_else(self, client, person):
        client.force_login(UserFactory(auditor=True))
        client.get("/access-log/?purpose=routine")
        client.force_login(person)
        assert "Nothing is in the log" in client.get("/account/history/").content.decode()

        client.get("/access-log/?purpose=routine")

        assert "Read the access log" in client.get("/account/history/").content.decode()

    def test_names_the_records_that_a_list_showed_the_reader(self, client, person):
        record_read(
            actor=person, action="case.list", at=timezone.now(), shown=["TX-000001", "TX-000002"]
        )
        client.force_login(person)

        page = client.get("/account/history/").content.decode()

        assert "2 shown" in page
        assert "TX-000001, TX-000002" in page

    def test_asks_as_often_for_a_long_history_as_for_a_short_one(self, client, person):
        def queries(lines):
            for number in range(lines):
                shown = [f"TX-{number:06}"]
                record_read(actor=person, action="case.list", at=timezone.now(), shown=shown)
            with CaptureQueriesContext(connection) as asked:
                assert client.get("/account/history/").status_code == 200
            return len(asked)

        client.force_login(person)

        assert queries(1) == queries(60)

    def test_deletes_all_keys_at_once(self, client, person):
        client.force_login(person)
        key = services.create_token(user=person, at=NOON)
        assert "Delete all keys" in client.get("/account/").content.decode()

        client.post("/account/keys/delete/")

        caller = APIClient(HTTP_AUTHORIZATION=f"Token {key}")
        assert caller.get("/api/v1/audit/").status_code == 401


class TestLosingAccess:
    def test_a_closed_account_is_out_with_the_next_click_and_the_next_call(self, client, person):
        client.force_login(person)
        key = services.create_token(user=person, at=NOON)
        caller = APIClient(HTTP_AUTHORIZATION=f"Token {key}")
        assert client.get("/account/").status_code == 200
        assert caller.get("/api/v1/audit/").status_code == 200

        services.deactivate_user(person, version=1, by=UserFactory(administrator=True), at=NOON)

        assert client.get("/account/").headers["Location"].startswith("/sign-in/")
        assert caller.get("/api/v1/audit/").status_code == 401

    def test_whose_sessions_are_ended_signs_in_again_and_nobody_else(self, client, person):
        client.force_login(person)
        other = Client()
        other.force_login(UserFactory(analyst=True))
        by = UserFactory(administrator=True)

        services.end_sessions(person, version=1, by=by, at=timezone.now())

        assert client.get("/account/").headers["Location"].startswith("/sign-in/")
        assert other.get("/account/").status_code == 200
        event = AuditEvent.objects.get(action="user.end_sessions")
        assert (event.actor, event.changes) == (by, {"sessions": 1})
        client.force_login(person)
        assert client.get("/account/").status_code == 200

    def test_nobody_but_an_administrator_ends_sessions(self, client, person):
        client.force_login(person)

        with pytest.raises(NotYourStep):
            services.end_sessions(person, version=1, by=person, at=timezone.now())

        assert client.get("/account/").status_code == 200

    def test_a_changed_role_holds_from_the_next_click(self, client, person):
        client.force_login(person)
        assert client.get("/access-log/").status_code == 200

        services.change_role(
            person,
            version=1,
            by=UserFactory(administrator=True),
            at=NOON,
            role="programme_office",
        )

        assert client.get("/access-log/").status_code == 403


class TestPeoplePages:
    def test_an_invitation_gives_a_link_that_sets_the_password_once(self, client, administrator):
        sent = {"name": "New Person", "email": "new@force.example", "role": "auditor"}
        page = client.post("/people/invite/", sent)
        link = page.context["link"]
        client.logout()

        form = client.get(link, follow=True)
        words = {"new_password1": PASSWORD, "new_password2": PASSWORD}
        client.post(form.request["PATH_INFO"], words)

        assert User.objects.get(email="new@force.example").check_password(PASSWORD)
        assert "This link no longer works" in client.get(link, follow=True).content.decode()

    def test_a_form_left_empty_says_what_to_enter(self, client, administrator):
        page = client.post("/people/invite/", {}).content.decode()

        assert "<title>Error: Invite a person" in page
        assert page.count("Enter a name.") == 2
        assert page.count("Enter an email address.") == 2
        assert '<a href="#id_role_0">Select a role.</a>' in page

    def test_the_list_is_narrowed_by_name_role_and_account(self, client, administrator):
        found = UserFactory(analyst=True, name="Sample Findable", is_open=False)
        UserFactory(analyst=True)

        page = client.get("/people/", {"q": "findable", "role": "analyst", "account": "closed"})

        assert list(page.context["object_list"]) == [found]

    def test_a_stale_page_changes_nothing_and_says_so(self, client, administrator, person):
        page = client.post(
            reverse("accounts:act-on-person", args=[person.pk, "close"]),
            {"version": "7"},
            follow=True,
        )

        assert "Nothing of yours was saved." in page.content.decode()
        assert User.objects.get(pk=person.pk).is_active

    def test_what_is_sent_as_it_is_changes_nothing_and_says_so(self, client, administrator):
        lead = UserFactory(force_lead=True)
        same = {"version": lead.version, "role": lead.role, "force": lead.force.code}

        page = client.post(lead.get_absolute_url(), same, follow=True).content.decode()

        assert "Nothing was changed" in page
        assert "The role is changed" not in page
        assert User.objects.get(pk=lead.pk).version == lead.version
        assert not AuditEvent.objects.filter(action="user.change_role").exists()

    def test_another_role_is_said_to_be_changed(self, client, administrator, person):
        sent = {"version": person.version, "role": "programme_office"}

        page = client.post(person.get_absolute_url(), sent, follow=True).content.decode()

        assert "The role is changed." in page

    @pytest.mark.parametrize("act", ["close", "open", "new-link", "sign-out"])
    def test_each_act_on_an_account_leads_somewhere(self, client, administrator, person, act):
        answer = client.post(
            reverse("accounts:act-on-person", args=[person.pk, act]), {"version": "1"}, follow=True
        )

        assert answer.status_code == 200

    @pytest.mark.parametrize("address", ["/people/", "/people/invite/", "/regions-and-forces/"])
    def test_are_closed_to_everyone_else(self, client, force_lead, address):
        client.force_login(force_lead)

        assert client.get(address).status_code == 403

    def test_nobody_elses_account_opens_to_a_stranger(self, client, force_lead, person):
        client.force_login(force_lead)

        assert client.get(person.get_absolute_url()).status_code == 403


class TestCreateToken:
    def test_prints_a_new_key_last_and_leaves_earlier_keys_working(self, person):
        keys = []
        for _ in range(2):
            out = StringIO()
            call_command("create_token", person.email, stdout=out)
            keys.append(out.getvalue().splitlines()[-1])

        for key in keys:
            caller = APIClient(HTTP_AUTHORIZATION=f"Token {key}")
            assert caller.get("/api/v1/audit/").status_code == 200
        assert AuthToken.objects.count() == 2

    @pytest.mark.parametrize("email", ["nobody@force.example", "closed@force.example"])
    def test_makes_no_key_for_an_unknown_or_closed_account(self, email):
        UserFactory(email="closed@force.example", is_open=False)

        with pytest.raises(CommandError, match=email):
            call_command("create_token", email)
