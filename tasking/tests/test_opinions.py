"""What people think of the service: asked of all, kept without a name, read by the office."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from tasking import services
from tasking.choices import Satisfaction
from tasking.models import Opinion
from tasking.tests.factories import TaskingRequestFactory
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.web.models import AnsweredPost
from toex.workflow.refusals import StepNotAllowed

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 7, 2, 12, tzinfo=UTC)
WORDS = "Exercise words: <b>larger</b> boxes."


def give(by, *, at=NOON, satisfaction="satisfied", improve=""):
    return services.give_opinion(by=by, at=at, satisfaction=satisfaction, improve=improve)


class TestGiveOpinion:
    def test_keeps_the_answer_with_role_and_day_and_nothing_of_the_person(self, force_lead):
        opinion = give(force_lead, improve=f" {WORDS} ")

        kept = {field.name: getattr(opinion, field.name) for field in Opinion._meta.fields}
        del kept["id"]
        assert kept == {
            "satisfaction": "satisfied",
            "improve": WORDS,
            "role": "force_lead",
            "given_on": NOON.date(),
        }

    def test_tells_the_trail_that_they_answered_and_not_what(self, force_lead):
        give(force_lead, improve=WORDS)

        event = AuditEvent.objects.get(action="opinion.give")
        assert (event.actor, event.target_pk) == (force_lead, force_lead.pk)
        assert event.target_model == "accounts.user"
        assert (event.changes, event.note) == ({}, "")

    def test_is_taken_once_a_day_in_london(self, force_lead):
        late = datetime(2026, 7, 2, 22, 59, tzinfo=UTC)
        give(force_lead, at=late)

        with pytest.raises(StepNotAllowed, match="tomorrow"):
            give(force_lead, at=late + timedelta(seconds=59))
        give(force_lead, at=late + timedelta(minutes=1))
        give(UserFactory(), at=late)
        assert Opinion.objects.count() == 3

    @pytest.mark.parametrize("answer", ["", "delighted"])
    def test_needs_one_of_the_answers(self, force_lead, answer):
        with pytest.raises(ValidationError) as refused:
            give(force_lead, satisfaction=answer)

        assert list(refused.value.message_dict) == ["satisfaction"]

    def test_is_never_changed_or_removed(self, force_lead):
        opinion = give(force_lead)

        with pytest.raises(DatabaseError), transaction.atomic():
            Opinion.objects.filter(pk=opinion.pk).update(satisfaction="neither")
        with pytest.raises(DatabaseError), transaction.atomic():
            opinion.delete()


class TestThePage:
    def test_is_offered_after_sending_and_at_the_foot_of_every_page(self, client):
        row = TaskingRequestFactory(submitted=True)
        client.force_login(row.requester)

        sent = client.get(f"/requests/{row.reference}/sent/").content.decode()

        assert sent.count('href="/feedback/"') == 2
        assert "(takes 30 seconds)" in sent
        assert 'href="/feedback/"' in client.get("/account/").content.decode()

    def test_asks_one_question_and_thanks(self, client, force_lead):
        client.force_login(force_lead)

        asked = client.get("/feedback/").content.decode()
        sent = {"satisfaction": "dissatisfied", "improve": WORDS}
        thanked = client.post("/feedback/", sent, follow=True).content.decode()

        assert asked.count('type="radio"') == 5
        assert "only where at least five people have it" in asked
        assert "Do not include details of a case" in asked
        assert "Thank you" in thanked
        assert Opinion.objects.get().satisfaction == "dissatisfied"

    def test_says_what_is_missing_and_keeps_the_words(self, client, force_lead):
        client.force_login(force_lead)

        page = client.post("/feedback/", {"improve": "Exercise words"}).content.decode()

        assert page.count("Select how you felt about this service.") == 2
        assert "Exercise words" in page

    def test_sent_twice_counts_once(self, client, force_lead):
        client.force_login(force_lead)
        for _ in range(2):
            page = client.post("/feedback/", {"satisfaction": "neither", "improve": "Again"})

        assert "You have answered today already" in page.content.decode()
        assert "Again" in page.content.decode()
        assert Opinion.objects.count() == 1

    def test_leaves_nothing_of_the_answer_beside_the_name(self, client, force_lead):
        client.force_login(force_lead)
        client.post("/feedback/", {"satisfaction": "neither", "once_key": "one"})

        assert not AnsweredPost.objects.exists()


class TestTheAnswers:
    @pytest.fixture
    def office(self, client):
        user = UserFactory(programme_office=True)
        client.force_login(user)
        return user

    def counts(self, client):
        return dict(client.get("/feedback/answers/").context["rows"])

    def test_are_counted_and_have_no_percentage_below_ten(self, client, office):
        for number in range(9):
            give(UserFactory(), satisfaction=Satisfaction.values[number % 2])
        assert self.counts(client)["Very satisfied"] == "5 of 9"
        assert self.counts(client)["Very dissatisfied"] == "0 of 9"

        give(UserFactory(), satisfaction="very_dissatisfied")

        assert self.counts(client)["Very dissatisfied"] == "1 of 10 (10%)"

    def test_show_what_was_written_with_role_and_month_and_no_name(self, client, office):
        lead = UserFactory(force_lead=True, name="Exercise Writer")
        UserFactory.create_batch(4, force_lead=True)
        UserFactory.create_batch(4, auditor=True)
        give(lead, improve=WORDS)
        give(UserFactory(analyst=True))

        page = client.get("/feedback/answers/").content.decode()

        assert "&lt;b&gt;larger&lt;/b&gt;" in page
        assert "Force lead, July 2026" in page
        assert "Exercise Writer" not in page
        assert lead.force.name not in page
        assert len(client.get("/feedback/answers/").context["opinions"]) == 1

    @pytest.mark.parametrize(("others", "shown"), [(3, "Another role"), (4, "Administrator")])
    def test_name_a_role_only_where_five_may_have_written(self, client, office, others, shown):
        writer = UserFactory(administrator=True)
        UserFactory.create_batch(others, administrator=True)
        UserFactory.create_batch(4, auditor=True)
        UserFactory.create_batch(3, administrator=True, is_open=False)
        give(writer, improve=WORDS)

        page = client.get("/feedback/answers/").content.decode()

        assert f"{shown}, July 2026" in page
        assert ("Administrator, " in page) is (shown == "Administrator")

    def test_leave_no_role_to_be_the_only_other(self, client, office):
        lead, *_ = UserFactory.create_batch(5, force_lead=True)
        UserFactory.create_batch(6, analyst=True)
        give(lead, improve=WORDS)
        give(office, improve=WORDS)

        page = client.get("/feedback/answers/").content.decode()

        assert page.count("Another role, July 2026") == 2

    def test_without_a_role_are_of_another_role(self, client, office):
        opinion = Opinion(satisfaction="neither", improve=WORDS, role="", given_on=NOON.date())
        opinion.save()

        assert "Another role, July 2026" in client.get("/feedback/answers/").content.decode()

    @pytest.mark.parametrize(
        "role", ["force_lead", "gateway_officer", "toex_manager", "analyst", "auditor"]
    )
    def test_are_read_by_nobody_else(self, client, role):
        reader = UserFactory(**{role: True})
        give(reader, improve=WORDS)
        client.force_login(reader)

        assert client.get("/feedback/answers/").status_code == 403
        assert not Opinion.objects.visible_to(reader).exists()
