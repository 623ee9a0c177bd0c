"""Saved questions: what is kept, what may be sent out, and who sees it."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client

from metrics.models import Release, ReleaseFigure, SavedQuestion
from metrics.query import read_query
from metrics.questions import save_question
from metrics.tests.counting import params
from metrics.tests.factories import CaseFactory, OutcomeFactory
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.core.periods import parse
from toex.forces.tests.factories import ForceFactory
from toex.web.tests.taking import take
from toex.workflow.refusals import NotYourStep

pytestmark = pytest.mark.django_db

AT = datetime(2022, 6, 15, 9, tzinfo=UTC)
GIVEN = {"title": "Exercise question", "asked_for": "foi", "disclosure": "management"}


@pytest.fixture(autouse=True)
def _in_june_2022():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def office():
    return UserFactory(programme_office=True)


def save(office, period="2021/22-Q4", *, given=None, **asked):
    query = read_query(params("people_safeguarded", period, **asked), now=AT)
    return save_question(query, by=office, at=AT, parameters={}, **{**GIVEN, **(given or {})})


def released(*figures, period="2021/22-Q4"):
    """Return a release that is out, with figures of people safeguarded by region."""
    span = parse(period)
    release = Release.objects.create(
        reference="R-2021-22-Q4-1",
        period=period,
        first=span.first,
        last=span.last,
        edition=1,
        state="frozen",
        rules="2022.1",
        population_version="MYE23",
        publish_at=datetime(2022, 5, 10, tzinfo=UTC),
        data_cut_at=datetime(2022, 4, 20, tzinfo=UTC),
        created_at=datetime(2022, 4, 20, tzinfo=UTC),
        created_by=UserFactory(programme_office=True),
    )
    for region, value, hidden in figures:
        ReleaseFigure.objects.create(
            release=release,
            measure="people_safeguarded",
            table="region",
            region=region.code,
            value=value,
            status="ok",
            hidden=hidden,
        )
    release.state = "approved"
    release.save(update_fields=["state"])
    return release


def told(question):
    return {row["place"]: (row["value"], row["status"]) for row in question.answer["rows"]}


class TestSaving:
    def test_the_answer_is_kept_with_what_it_was_counted_by(self, office):
        outcome = OutcomeFactory(quantity=3)
        question = save(office)
        (row,) = question.answer["rows"]
        assert (row["value"], row["said"], row["place"]) == (3, "3", "England and Wales")
        assert (question.rules, question.known_at, question.by) == ("2022.1", AT, office)
        assert len(question.sha256) == 64
        assert str(outcome.case.reference) not in str(question.answer)
        event = AuditEvent.objects.get(action="question.save")
        assert event.changes["asked"] == ["people_safeguarded", "2021/22-Q4", "lead"]

    def test_it_is_never_counted_again(self, office):
        case = CaseFactory()
        OutcomeFactory(case=case)
        question = save(office)
        OutcomeFactory(case=case, occurred_on=date(2022, 3, 16))
        client = Client()
        client.force_login(office)
        page = client.get(question.get_absolute_url()).content.decode()
        assert question.sha256 in page
        assert SavedQuestion.objects.get().answer["rows"][0]["value"] == 1

    def test_nothing_of_it_changes(self, office):
        question = save(office)
        question.title = "Another"
        with pytest.raises(DatabaseError), transaction.atomic():
            question.save()

    def test_the_same_answer_has_the_same_digest(self, office):
        assert save(office).sha256 == save(office, given={"title": "Again"}).sha256
        assert save(office, period="2021/22").sha256 != save(office).sha256

    @pytest.mark.parametrize(
        ("name", "value"),
        [("title", " "), ("asked_for", "fun"), ("disclosure", "open"), ("asked_by", "x" * 201)],
    )
    def test_what_does_not_fit_is_named(self, office, name, value):
        with pytest.raises(ValidationError) as caught:
            save(office, given={name: value})
        assert list(caught.value.message_dict) == [name]

    def test_is_for_the_programme_office(self):
        with pytest.raises(NotYourStep):
            save(UserFactory(toex_manager=True))


class TestToBeSentOut:
    def test_it_holds_what_the_release_shows_and_nothing_counted_since(self, office):
        first, second, third = (ForceFactory() for _ in range(3))
        for force in (first, second, third):
            OutcomeFactory(case=CaseFactory(requesting_force=force), quantity=2)
        released(
            (first.region, 12, ""), (second.region, 2, "primary"), (third.region, 3, "secondary")
        )
        question = save(office, by="region", given={"disclosure": "controlled"})
        assert told(question) == {
            first.region.code: (12, "ok"),
            second.region.code: (None, "suppressed"),
            third.region.code: (None, "suppressed"),
        }
        assert {row["unkeyed"] for row in question.answer["rows"]} == {None}

    @pytest.mark.parametrize("asked", [{}, {"basis": "location"}, {"attribution": "external"}])
    def test_what_no_release_answers_is_refused(self, office, asked):
        released((ForceFactory().region, 12, ""))
        with pytest.raises(ValidationError) as caught:
            save(office, given={"disclosure": "controlled"}, **asked)
        assert list(caught.value.message_dict) == ["disclosure"]

    def test_that_something_happened_abroad_is_not_told(self, office):
        region = OutcomeFactory(abroad=True).case.lead_region
        released((region, 12, ""))
        question = save(office, by="region", given={"disclosure": "controlled"})
        assert [row["abroad"] for row in question.answer["rows"]] == [False]


class TestPages:
    def test_an_answer_is_saved_from_the_figures_and_downloaded(self, office):
        OutcomeFactory(quantity=3)
        client = Client()
        client.force_login(office)
        asked = "?period=2021/22-Q4&show=people_safeguarded&by=region"
        figures = client.get(f"/figures/{asked}").content.decode()
        assert "/questions/new/?period=2021%2F22-Q4" in figures
        answer = client.post(f"/questions/new/{asked}", GIVEN, follow=True)
        assert "The answer as it was" in answer.content.decode()
        question = SavedQuestion.objects.get()
        assert question.parameters["period"] == ["2021/22-Q4"]
        file = take(client, office, f"{question.get_absolute_url()}answer.csv")
        assert file["Content-Disposition"] == f'attachment; filename="{question.reference}.csv"'
        (row,) = csv.DictReader(io.StringIO(file.content.decode()))
        assert (row["value"], row["measure"], row["status"]) == ("3", "people_safeguarded", "ok")
        assert question.title in client.get("/questions/").content.decode()

    def test_what_is_missing_is_asked_for(self, office):
        client = Client()
        client.force_login(office)
        page = client.post("/questions/new/", {}).content.decode()

        for sentence in ("Select what it was asked for.", "Select whether it may be sent out."):
            assert page.count(sentence) == 2
        assert "There is a problem" in page
        assert not SavedQuestion.objects.exists()

    def test_an_address_that_asks_for_no_figures_is_refused(self, office):
        client = Client()
        client.force_login(office)
        assert client.get("/questions/new/?period=soon").status_code == 400

    def test_nobody_else_sees_one(self, office):
        address = save(office).get_absolute_url()
        client = Client()
        client.force_login(UserFactory(toex_manager=True))
        assert client.get(address).status_code == 404
        assert client.get(f"{address}answer.csv").status_code == 404
        assert client.get("/questions/").status_code == 403
        assert client.get("/questions/new/").status_code == 403
