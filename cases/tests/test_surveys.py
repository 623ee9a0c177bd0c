"""What investigating officers say of the support, and the response rate."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases import services
from cases.models import Survey
from cases.tests.browsing import address
from cases.tests.factories import CaseFactory, lead_of, manager_of, supporter
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.notices.models import Notice
from toex.workflow.refusals import NotYourStep, StepNotAllowed

pytestmark = pytest.mark.django_db
SAID = {"helped": "yes", "in_time": "partly", "again": "yes"}


@pytest.fixture
def closed(at):
    """A case that closed within the last year."""
    return CaseFactory(closed=True, opened_at=at)


@pytest.fixture
def at():
    return timezone.now().replace(hour=9) - timedelta(days=60)


class TestAnswerSurvey:
    def test_keeps_the_answers_and_tells_the_trail_without_the_words(self, closed, at):
        survey = services.answer_survey(
            closed, by=lead_of(closed), at=at, text=" Exercise: sooner. ", **SAID
        )

        assert (survey.helped, survey.in_time) == ("yes", "partly")
        assert survey.text == "Exercise: sooner."
        event = AuditEvent.objects.about(closed).get(action="case.survey")
        assert event.actor == lead_of(closed)
        assert "sooner" not in str(event.changes) + event.note

    def test_is_answered_once(self, closed, at):
        services.answer_survey(closed, by=lead_of(closed), at=at, **SAID)

        with pytest.raises(StepNotAllowed):
            services.answer_survey(closed, by=lead_of(closed), at=at, **SAID)

        assert Survey.objects.count() == 1

    def test_waits_until_the_case_is_closed(self, at):
        case = CaseFactory(development=True)

        with pytest.raises(StepNotAllowed):
            services.answer_survey(case, by=lead_of(case), at=at, **SAID)

    def test_is_for_the_force_that_asked(self, closed, at):
        with pytest.raises(NotYourStep):
            services.answer_survey(closed, by=manager_of(closed), at=at, **SAID)

    @pytest.mark.parametrize("wrong", ["", "perhaps"])
    def test_takes_only_the_answers_there_are(self, closed, at, wrong):
        with pytest.raises(ValidationError) as refused:
            services.answer_survey(closed, by=lead_of(closed), at=at, **SAID | {"again": wrong})

        assert list(refused.value.message_dict) == ["again"]
        assert not Survey.objects.exists()


class TestClosedNotice:
    def test_closing_tells_the_leads_of_the_force_that_asked(self, closed):
        told = Notice.objects.filter(kind="cases/closed", target_pk=closed.pk)

        assert [notice.recipient for notice in told] == [lead_of(closed)]

    def test_asks_nothing_once_the_case_is_answered_for(self, browse, closed, at):
        lead, asks = browse(lead_of(closed)), "You need to ask the investigating officer"
        assert asks in lead.open("/notices/").content.decode()

        services.answer_survey(closed, by=lead_of(closed), at=at, **SAID)

        page = lead.open("/notices/").content.decode()
        assert asks not in page
        assert "Nothing now. This has been done, or is no longer needed." in page


class TestPages:
    def test_a_force_answers_from_its_list(self, browse, closed):
        lead = browse(lead_of(closed))
        assert closed.reference in lead.open("/surveys/to-answer/").content.decode()

        page = lead.send(address("answer-survey", closed.reference), text="Exercise", **SAID)

        assert "The answers are sent to the region." in page.content.decode()
        assert list(page.context["cases"]) == []

    def test_a_missing_answer_names_its_question_and_loses_nothing(self, browse, closed):
        page = browse(lead_of(closed)).send(
            address("answer-survey", closed.reference), text="Exercise words", helped="yes"
        )

        assert "Select an answer to “Did it come in time to be used?”" in page.content.decode()
        assert "Exercise words" in page.content.decode()

    def test_a_region_reads_counts_rate_and_words(self, browse, closed, at):
        services.answer_survey(closed, by=lead_of(closed), at=at, text="Exercise words", **SAID)
        CaseFactory(closed=True, opened_at=at, region=closed.lead_region)
        elsewhere = CaseFactory(closed=True, opened_at=at)
        services.answer_survey(elsewhere, by=lead_of(elsewhere), at=at, **SAID)

        page = browse(manager_of(closed)).open("/surveys/")

        assert page.context["answered"] == "1 of 2"
        assert dict(page.context["questions"])["Did it come in time to be used?"] == [0, 1, 0]
        assert "Exercise words" in page.content.decode()
        assert "All 2 closed cases." in page.content.decode()
        assert [hasattr(case, "survey") for case in page.context["cases"]].count(True) == 1

    def test_the_office_reads_counts_only(self, browse, closed, at):
        services.answer_survey(closed, by=lead_of(closed), at=at, text="Exercise words", **SAID)

        page = browse(UserFactory(programme_office=True)).open("/surveys/")

        assert page.context["answered"] == "1 of 1"
        assert "Exercise words" not in page.content.decode()
        assert closed.reference not in page.content.decode()

    def test_a_region_that_only_supports_does_not_report_it(self, browse, closed, at):
        other = supporter(closed, "toex_manager", at=at)
        services.answer_survey(closed, by=lead_of(closed), at=at, text="Exercise words", **SAID)

        assert browse(other).open("/surveys/").context["asked"] == 0

    def test_the_case_asks_the_force_and_then_shows_what_was_said(self, browse, closed, at):
        asks = "Answer the questions about"
        assert asks in browse(lead_of(closed)).open(closed.get_absolute_url()).content.decode()
        assert (
            asks not in browse(manager_of(closed)).open(closed.get_absolute_url()).content.decode()
        )
        services.answer_survey(closed, by=lead_of(closed), at=at, text="Exercise words", **SAID)

        for reader in (lead_of(closed), manager_of(closed)):
            page = browse(reader).open(closed.get_absolute_url()).content.decode()
            assert "Exercise words" in page
            assert asks not in page
        other = supporter(closed, "toex_manager", at=at)
        page = browse(other).open(closed.get_absolute_url()).content.decode()
        assert "What the investigating officer said" in page
        assert "Exercise words" not in page

    def test_another_force_finds_nothing(self, client, closed):
        client.force_login(UserFactory(force_lead=True))

        assert client.get(address("answer-survey", closed.reference)).status_code == 404
        assert list(client.get("/surveys/to-answer/").context["cases"]) == []
