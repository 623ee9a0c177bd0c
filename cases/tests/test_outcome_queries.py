"""Questions and answers about an outcome: who writes, who reads, who is told."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from cases import services
from cases.models import Outcome, OutcomeQuery
from cases.tests.factories import (
    OPENED_AT,
    CaseFactory,
    OutcomeFactory,
    analyst_of,
    gateway_of,
    lead_of,
    manager_of,
    supporter,
)
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.notices.models import Notice

pytestmark = pytest.mark.django_db

AT = OPENED_AT + timedelta(days=20)


def thread_of(outcome):
    return f"/api/v1/outcomes/{outcome.pk}/queries/"


def write(outcome, by, text="Which warrant was this?"):
    return services.ask_about_outcome(outcome, by=by, at=AT, text=text)


def told(kind):
    return {notice.recipient for notice in Notice.objects.filter(kind=f"cases/{kind}")}


@pytest.fixture
def outcome():
    return OutcomeFactory(subject_key="KEY-1")


@pytest.fixture
def office():
    return UserFactory(programme_office=True)


class TestWriting:
    def test_a_question_is_kept_with_who_and_when(self, outcome, office):
        query = write(outcome, office, "  Which warrant?  ")
        assert (query.text, query.by, query.at, query.by_office) == (
            "Which warrant?",
            office,
            AT,
            True,
        )
        event = AuditEvent.objects.get(action="outcome.query")
        assert (event.within, event.note) == (outcome.case.reference, "")

    def test_the_region_is_told_of_a_question(self, outcome, office):
        colleague = UserFactory(analyst=True, region=outcome.case.lead_region)
        write(outcome, office)
        people = told("outcome_query")
        assert people == {manager_of(outcome.case), outcome.recorded_by}
        assert colleague not in people
        named = f"Outcome {outcome.pk} of {outcome.case.reference}"
        assert Notice.objects.filter(kind="cases/outcome_query").first().target == named

    def test_who_asked_is_told_of_an_answer(self, outcome, office):
        UserFactory(programme_office=True)
        write(outcome, office)
        write(outcome, analyst_of(outcome.case), "The search warrant of that day.")
        assert told("outcome_answer") == {office}

    def test_all_of_the_office_is_told_where_nobody_asked(self, outcome, office):
        write(outcome, manager_of(outcome.case), "This one is uncertain.")
        assert told("outcome_answer") == {office}

    @pytest.mark.parametrize("text", ["", "   ", "x" * 20_001])
    def test_there_must_be_a_text_of_some_length(self, outcome, office, text):
        with pytest.raises(ValidationError):
            write(outcome, office, text)

    @pytest.mark.parametrize("text", ["It was KEY-1.", "it was key-1"])
    def test_a_region_does_not_tell_a_key(self, outcome, text):
        with pytest.raises(ValidationError):
            write(outcome, manager_of(outcome.case), text)
        assert write(outcome, manager_of(outcome.case), "It was KEY-12.").pk

    def test_the_office_learns_nothing_by_guessing_a_key(self, outcome, office):
        assert write(outcome, office, "Was it KEY-1?").pk

    def test_who_does_not_see_the_outcome_cannot_write(self, outcome):
        with pytest.raises(Outcome.DoesNotExist):
            write(outcome, UserFactory(toex_manager=True))

    def test_a_message_is_never_changed(self, outcome, office):
        query = write(outcome, office)
        query.text = "Something else"
        with pytest.raises(DatabaseError), transaction.atomic():
            query.save()


class TestWaiting:
    def test_what_the_office_asked_last_waits_until_it_is_answered(self, outcome, office):
        write(outcome, office)
        write(outcome, office, "And who was there?")
        (waiting,) = OutcomeQuery.objects.waiting()
        assert waiting.text == "And who was there?"
        write(outcome, analyst_of(outcome.case), "Two officers.")
        assert not OutcomeQuery.objects.waiting().exists()


class TestApi:
    def test_both_sides_write_and_read_the_oldest_first(self, api, outcome, office):
        asked = api(office).post(thread_of(outcome), {"text": "Which warrant?"})
        assert asked.status_code == 201, asked.content
        answered = api(analyst_of(outcome.case)).post(thread_of(outcome), {"text": "That one."})
        assert set(answered.json()) == {"id", "at", "by", "text"}
        for user in (office, manager_of(outcome.case), supporter(outcome.case)):
            rows = api(user).get(thread_of(outcome)).json()["results"]
            assert [(row["by"], row["text"]) for row in rows] == [
                (office.email, "Which warrant?"),
                (analyst_of(outcome.case).email, "That one."),
            ]

    def test_to_others_there_is_no_thread(self, api, outcome):
        write(outcome, manager_of(outcome.case), "For the office.")
        strangers = [
            lead_of(outcome.case),
            gateway_of(outcome.case),
            UserFactory(analyst=True),
            UserFactory(auditor=True),
        ]
        for user in strangers:
            assert api(user).get(thread_of(outcome)).status_code == 404
            assert api(user).post(thread_of(outcome), {}).status_code == 404
        assert api().get(thread_of(outcome)).status_code == 401

    def test_of_a_restricted_case_the_office_sees_no_thread(self, api, office):
        outcome = OutcomeFactory(case=CaseFactory())
        write(outcome, office)
        case, manager = outcome.case, manager_of(outcome.case)
        services.restrict_case(
            case, version=case.version, by=manager, at=AT, reason="Exercise reasons."
        )
        assert api(office).get(thread_of(outcome)).status_code == 404
        assert not OutcomeQuery.objects.visible_to(office).exists()
        assert OutcomeQuery.objects.visible_to(manager).exists()

    def test_a_text_is_asked_for(self, api, outcome, office):
        answer = api(office).post(thread_of(outcome), {"text": " "})
        assert answer.status_code == 400
        assert [error["attr"] for error in answer.json()["errors"]] == ["text"]

    def test_a_key_used_once_writes_once(self, api, outcome, office):
        client = api(office)
        for _ in range(2):
            client.post(thread_of(outcome), {"text": "Which?"}, headers={"Idempotency-Key": "a"})
        assert outcome.queries.count() == 1

    def test_a_number_too_large_leads_nowhere(self, api, office):
        assert api(office).get(f"/api/v1/outcomes/{10**17}/queries/").status_code == 404
        assert api(office).get(f"/api/v1/outcomes/{10**30}/queries/").status_code == 404


class TestPages:
    def test_the_thread_is_read_and_written_on_a_page(self, browse, outcome, office):
        address = f"/outcomes/{outcome.pk}/queries/"
        page = browse(office).send(address, text="Which warrant?").content.decode()
        assert "Which warrant?" in page
        assert "KEY-1" not in page
        analyst = browse(analyst_of(outcome.case))
        about = analyst.open(f"/outcomes/{outcome.pk}/").content.decode()
        assert "Questions between the programme office" in about
        assert "Which warrant?" in analyst.open(address).content.decode()

    def test_an_empty_message_is_refused_in_a_sentence(self, browse, outcome, office):
        page = browse(office).send(f"/outcomes/{outcome.pk}/queries/", text="")
        assert "Enter your question or answer." in page.content.decode()

    def test_a_force_finds_no_thread(self, browse, outcome):
        lead = browse(lead_of(outcome.case))
        about = lead.open(f"/outcomes/{outcome.pk}/").content.decode()
        assert "Questions between" not in about
        assert lead.open(f"/outcomes/{outcome.pk}/queries/").status_code == 404
