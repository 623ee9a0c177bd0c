"""The last day of an account: until when somebody may come in, and what ends after it."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from rest_framework.test import APIClient

from toex.accounts import services
from toex.accounts.links import password_link
from toex.accounts.models import User
from toex.accounts.tests.factories import UserFactory
from toex.accounts.tests.test_pages import PASSWORD
from toex.audit.models import AuditEvent
from toex.workflow.refusals import NotYourStep, StepNotAllowed, VersionStale

pytestmark = pytest.mark.django_db
LAST = date(2027, 3, 31)
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
ON_THE_DAY = "2027-03-31T22:59:59+00:00"  # 23:59:59 in London
THE_DAY_AFTER = "2027-03-31T23:00:00+00:00"


@pytest.fixture
def person():
    user = UserFactory(auditor=True, last_day=LAST)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def administrator():
    return UserFactory(administrator=True)


@pytest.fixture
def it_is(monkeypatch):
    return lambda moment: monkeypatch.setattr(
        timezone, "now", lambda: datetime.fromisoformat(moment)
    )


class TestWhoMayComeIn:
    @pytest.mark.parametrize(
        ("moment", "is_open", "last_day", "may"),
        [
            (ON_THE_DAY, True, LAST, True),
            (THE_DAY_AFTER, True, LAST, False),
            (THE_DAY_AFTER, True, None, True),
            (ON_THE_DAY, False, LAST, False),
            (ON_THE_DAY, False, None, False),
        ],
    )
    def test_a_person_and_a_list_of_people_say_the_same(
        self, it_is, moment, is_open, last_day, may
    ):
        user = UserFactory(is_open=is_open, last_day=last_day)
        it_is(moment)

        assert user.is_active is may
        assert User.objects.active().filter(pk=user.pk).exists() is may

    def test_nobody_can_be_made_active_by_hand(self, person):
        with pytest.raises(AttributeError):
            person.is_active = True


class TestAfterTheLastDay:
    def test_signing_in_is_refused_in_the_words_of_any_failure(self, client, person, it_is):
        sent = {"username": person.email, "password": PASSWORD}
        it_is(THE_DAY_AFTER)

        answer = client.post("/sign-in/", sent)
        never_there = client.post("/sign-in/", sent | {"username": "nobody@force.example"})

        assert answer.status_code == never_there.status_code == 200
        said = [page.context["form"].non_field_errors() for page in (answer, never_there)]
        assert said[0] == said[1] == ["Enter the email address and password of your account."]

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({}, "Your password is set. You can sign in now."),
            (
                {"last_day": date(2022, 3, 31)},
                "Your account ended on 31 March 2022, so you cannot sign in.",
            ),
            ({"is_open": False}, "Your account is closed, so you cannot sign in."),
        ],
    )
    def test_whoever_sets_a_password_is_told_whether_they_can_sign_in(
        self, client, person, change, said
    ):
        User.objects.filter(pk=person.pk).update(**change)
        person.refresh_from_db()
        form = client.get(password_link(person), follow=True)

        words = {"new_password1": PASSWORD, "new_password2": PASSWORD}
        page = client.post(form.request["PATH_INFO"], words, follow=True).content.decode()

        assert said in page
        assert page.count("You can sign in now") == (not change)

    def test_a_session_and_a_key_end_with_the_next_click(self, client, person, it_is):
        it_is(ON_THE_DAY)
        client.force_login(person)
        key = services.create_token(user=person, at=NOON)
        caller = APIClient(HTTP_AUTHORIZATION=f"Token {key}")
        assert client.get("/account/").status_code == 200
        assert caller.get("/api/v1/audit/").status_code == 200

        it_is(THE_DAY_AFTER)

        assert client.get("/account/").headers["Location"].startswith("/sign-in/")
        assert caller.get("/api/v1/audit/").status_code == 401
        assert client.get("/api/v1/audit/").status_code == 401


class TestSetLastDay:
    def test_sets_it_and_takes_it_away_again_and_records_both(self, administrator):
        user = UserFactory(auditor=True)

        user = services.set_last_day(user, version=1, by=administrator, at=NOON, last_day=LAST)
        assert user.last_day == LAST
        user = services.set_last_day(user, version=2, by=administrator, at=NOON, last_day=None)
        assert user.last_day is None

        told = AuditEvent.objects.filter(action="user.set_last_day").order_by("pk")
        assert [event.changes for event in told] == [
            {"last_day": [None, "2027-03-31"]},
            {"last_day": ["2027-03-31", None]},
        ]

    def test_the_day_that_is_set_already_changes_nothing(self, administrator):
        user = UserFactory(auditor=True, last_day=LAST)

        same = services.set_last_day(user, version=1, by=administrator, at=NOON, last_day=LAST)

        assert same.version == 1
        assert not AuditEvent.objects.filter(action="user.set_last_day").exists()

    def test_refuses_a_day_that_is_past(self, administrator):
        with pytest.raises(ValidationError, match="today or later"):
            services.set_last_day(
                UserFactory(), version=1, by=administrator, at=NOON, last_day=date(2027, 2, 28)
            )

    def test_is_never_ones_own_and_never_anyone_elses(self, administrator, force_lead):
        for by, user in [(administrator, administrator), (force_lead, UserFactory())]:
            with pytest.raises(NotYourStep):
                services.set_last_day(user, version=1, by=by, at=NOON, last_day=LAST)

    def test_refuses_a_stale_version(self, administrator):
        with pytest.raises(VersionStale):
            services.set_last_day(
                UserFactory(), version=9, by=administrator, at=NOON, last_day=LAST
            )

    def test_an_account_with_a_day_that_is_past_is_not_opened_again(self, administrator):
        closed = UserFactory(is_open=False, last_day=date(2027, 2, 28))

        with pytest.raises(StepNotAllowed, match="last day"):
            services.reactivate_user(closed, version=1, by=administrator, at=NOON)


class TestThePages:
    @pytest.fixture(autouse=True)
    def _signed_in(self, client, administrator, it_is):
        it_is(ON_THE_DAY)
        client.force_login(administrator)

    def test_the_day_is_set_on_a_page_of_its_own(self, client):
        user = UserFactory(auditor=True)
        sent = {"last_day_day": "1", "last_day_month": "4", "last_day_year": "2027"}

        page = client.post(f"/people/{user.pk}/last-day/", sent | {"version": "1"}, follow=True)

        assert "Until 1 April 2027" in page.content.decode()
        assert User.objects.get(pk=user.pk).last_day == date(2027, 4, 1)

    def test_a_day_that_is_past_is_refused_beside_the_question(self, client, person):
        sent = {"last_day_day": "1", "last_day_month": "4", "last_day_year": "2026"}

        page = client.post(f"/people/{person.pk}/last-day/", sent | {"version": "1"})

        assert "today or later" in page.content.decode()
        assert User.objects.get(pk=person.pk).last_day == LAST

    def test_an_invitation_may_name_it(self, client):
        sent = {"name": "New Person", "email": "new@force.example", "role": "auditor"}
        day = {"last_day_day": "30", "last_day_month": "4", "last_day_year": "2027"}

        client.post("/people/invite/", sent | day)

        assert User.objects.get(email="new@force.example").last_day == date(2027, 4, 30)

    def test_the_list_says_until_when_and_finds_what_has_expired(self, client, person):
        expired = UserFactory(last_day=date(2027, 3, 30))

        assert "Until 31 March 2027" in client.get("/people/").content.decode()
        page = client.get("/people/", {"account": "expired"})
        assert list(page.context["object_list"]) == [expired]
        assert "after 30 March 2027" in page.content.decode()
        assert expired not in client.get("/people/?account=open").context["object_list"]
        assert expired not in client.get("/people/?account=closed").context["object_list"]

    def test_nobody_sees_a_way_to_set_their_own(self, client, administrator):
        page = client.get(administrator.get_absolute_url()).content.decode()

        assert "last-day" not in page
        refused = client.post(
            f"/people/{administrator.pk}/last-day/", {"version": "1"}, follow=True
        )
        assert "Nobody changes their own account" in refused.content.decode()
