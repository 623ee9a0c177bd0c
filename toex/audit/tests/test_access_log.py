"""The access log: for the auditor, after a purpose, and reading it is logged."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from toex.accounts.choices import Role
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.audit.services import record_event, record_read
from toex.audit.wording import changes_in_words, in_words

pytestmark = pytest.mark.django_db
MIDNIGHT = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)  # 00:30 on 1 April in London
OTHERS = ["force_lead", "gateway_officer", "toex_manager", "analyst", "programme_office"]


@pytest.fixture
def auditor():
    return UserFactory(auditor=True)


@pytest.fixture
def officer():
    return UserFactory(analyst=True, email="officer@erocu.example")


@pytest.fixture
def events(officer):
    other = UserFactory()
    with transaction.atomic():
        changed = record_event(
            actor=officer,
            action="user.change_role",
            target=other,
            at=MIDNIGHT,
            note="Because of canary 7731",
        )
    listed = record_read(actor=officer, action="request.list", at=MIDNIGHT, shown=["TR-000123"])
    return changed, listed


class TestPage:
    def test_says_for_whom_somebody_acted_under_cover_by_name_and_email(
        self, client, auditor, officer
    ):
        away = UserFactory(toex_manager=True, name="Exercise Away", email="away@erocu.example")
        with transaction.atomic():
            record_event(
                actor=officer, action="case.hold", target=away, at=MIDNIGHT,
                changes={"state": ["a", "b"], "cover": away.email},
            )  # fmt: skip
        client.force_login(auditor)

        page = client.get("/access-log/", {"purpose": "routine"}).content.decode()
        client.force_login(officer)
        own = client.get("/account/history/").content.decode()

        for text in (page, own):
            assert "for Exercise Away (away@erocu.example), as cover" in text

    def test_shows_nothing_before_a_purpose_is_given(self, client, auditor, events):
        client.force_login(auditor)

        page = client.get("/access-log/")

        assert "officer@erocu.example" not in page.content.decode()
        assert not AuditEvent.objects.filter(action="audit.list").exists()

    def test_asks_for_the_purpose_when_a_search_leaves_it_out(self, client, auditor, events):
        client.force_login(auditor)

        page = client.get("/access-log/", {"target": "TR-000123"}).content.decode()

        assert "Select why you are reading the log." in page
        assert "<title>Error: Access log" in page
        assert "officer@erocu.example" not in page

    def test_finds_lists_that_showed_a_record_and_logs_the_reading(self, client, auditor, events):
        client.force_login(auditor)

        page = client.get("/access-log/", {"purpose": "routine", "target": "TR-000123"})

        assert list(page.context["page_obj"]) == [events[1]]
        read = AuditEvent.objects.get(action="audit.list")
        assert read.actor == auditor
        assert read.note == "purpose: routine; target: TR-000123"

    def test_lists_the_reading_itself_and_earlier_searches_for_the_record(
        self, client, auditor, events
    ):
        client.force_login(auditor)
        search = {"purpose": "complaint", "target": "TR-000123"}

        first = client.get("/access-log/", search)
        second = client.get("/access-log/", search)

        reads = AuditEvent.objects.filter(action="audit.list").order_by("pk")
        assert first.context["own"] == [reads[0]]
        assert second.context["own"] == [reads[1]]
        assert list(second.context["page_obj"]) == [reads[0], events[1]]
        assert "A complaint or a concern about somebody" in second.content.decode()
        other = client.get("/access-log/", {**search, "target": "TR-000124"})
        assert list(other.context["page_obj"]) == []
        assert "0 lines found" in other.content.decode()

    def test_leaves_the_reading_out_where_the_search_does(self, client, auditor, events):
        client.force_login(auditor)

        page = client.get("/access-log/", {"purpose": "routine", "act": "write"})

        assert page.context["own"] == []
        assert list(page.context["page_obj"]) == [events[0]]

    def test_shows_the_reason_that_was_given_for_an_act(self, client, auditor, events):
        client.force_login(auditor)

        page = client.get("/access-log/", {"purpose": "routine"}).content.decode()

        assert "Because of canary 7731" in page

    @pytest.mark.parametrize("role", [*OTHERS, "administrator"])
    def test_is_closed_to_every_other_role(self, client, role):
        client.force_login(UserFactory(**{role: True}))

        assert client.get("/access-log/").status_code == 403


class TestApi:
    def test_answers_the_auditor_newest_first_and_logs_the_reading(self, api, auditor, events):
        answer = api(auditor).get("/api/v1/audit/")

        assert [row["id"] for row in answer.json()["results"]] == [events[1].pk, events[0].pk]
        assert AuditEvent.objects.filter(action="audit.list", actor=auditor).exists()

    def test_does_not_give_the_words_of_a_reason(self, api, auditor, events):
        assert "canary 7731" not in api(auditor).get("/api/v1/audit/").content.decode()

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"target": "TR-000123"}, ["request.list"]),
            ({"act": "write"}, ["user.change_role"]),
            ({"actor": "OFFICER@erocu.example"}, ["request.list", "user.change_role"]),
            ({"actor": "nobody@erocu.example"}, []),
            ({"to": "2026-03-31"}, []),
            ({"from": "2026-04-01", "to": "2026-04-01"}, ["request.list", "user.change_role"]),
        ],
    )
    def test_narrows_by_record_person_act_and_london_days(
        self, api, auditor, events, query, found
    ):
        rows = api(auditor).get("/api/v1/audit/", query).json()["results"]

        assert [row["action"] for row in rows] == found

    def test_names_the_filter_that_cannot_be_read(self, api, auditor):
        answer = api(auditor).get("/api/v1/audit/", {"from": "yesterday"})

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["attr"] == "from"

    @pytest.mark.parametrize("role", [role for role in Role.values if role != "auditor"])
    def test_refuses_every_other_role(self, api, role):
        assert api(UserFactory(**{role: True})).get("/api/v1/audit/").status_code == 403


class TestWording:
    def test_an_action_without_words_of_its_own_is_still_readable(self):
        assert in_words("request.tear-up") == "Request: tear up"
        assert in_words("case.view") == "Looked at a case"
        assert in_words("release.freeze") == "Froze the figures of a release"
        assert in_words("case.people.view") == "Looked at the people and links of a case"
        assert in_words("case.form.view") == "Opened a form of a case"
        assert in_words("threat.list") == "Looked at a list of threats"
        assert in_words("figure.list") == "Looked at figures"

    def test_a_change_is_written_from_and_to(self):
        assert changes_in_words(
            {"period": "2022/23-Q3", "publish_at": "2023-02-10T09:30:00+00:00"}
        ) == ["period: 2022/23 Q3", "publish at: 10 February 2023 at 9:30am"]
        assert changes_in_words({"state": ["in_triage", "with_toex"]}) == [
            "state: in triage → with toex"
        ]

    def test_days_and_truths_are_written_as_people_write_them(self):
        changes = {"occurred_on": "2026-04-01", "on_behalf": False, "restricted": [False, True]}

        assert changes_in_words(changes) == [
            "occurred on: 1 April 2026",
            "on behalf: no",
            "restricted: no → yes",
        ]

    def test_a_list_is_not_taken_for_a_change(self):
        changes = {"fields": ["flags", "title"], "flags": [[], ["child", "online"]]}

        assert changes_in_words(changes) == [
            "fields: flags, title",
            "flags: none → child, online",
        ]
