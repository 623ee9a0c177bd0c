"""The page of a step sent again: the same words are one click too many, others are not lost."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tasking.models import RequestFile
from tasking.tests.factories import Cast, TaskingRequestFactory
from toex.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


def take(client, row, step, **typed):
    address = reverse("tasking:step", args=[row.reference, step])
    return client.post(address, {"version": row.version, **typed})


class TestFromTwoWindows:
    def test_a_second_reply_is_not_said_to_be_sent(self, client):
        row = TaskingRequestFactory(returned=True)
        client.force_login(row.requester)
        take(client, row, "resubmit", note="Both telephones.")

        answer = take(client, row, "resubmit", note="And a third telephone.")

        page = answer.content.decode()
        assert answer.status_code == 409
        assert "And a third telephone." in page
        assert "changed this while you had it open" in page
        assert "Copy what you want to keep." in page
        assert "Reply and send the request again" not in page

    @pytest.mark.parametrize(
        ("story", "step", "name"),
        [("submitted", "start-triage", "note"), ("in_triage", "return", "reason")],
    )
    def test_other_words_of_the_gateway_stay_on_the_page(self, client, story, step, name):
        row = TaskingRequestFactory(**{story: True})
        client.force_login(Cast(row).gateway)
        take(client, row, step, **{name: "Which telephones?"})

        answer = take(client, row, step, **{name: "Which addresses?"})

        assert answer.status_code == 409
        assert "Which addresses?" in answer.content.decode()

    @pytest.mark.parametrize(("story", "open_still"), [("refer", False), ("resubmit", True)])
    def test_return_is_offered_again_only_while_it_is_open(self, client, story, open_still):
        row = TaskingRequestFactory(in_triage=True)
        client.force_login(Cast(row).gateway)
        if open_still:
            take(client, row, "return", reason="Which telephones?")
            client.force_login(row.requester)
            fresh = type(row).objects.get(pk=row.pk)
            take(client, fresh, "resubmit", note="Both.", version=fresh.version)
            client.force_login(Cast(row).gateway)
        else:
            take(client, row, "refer", note="Exercise: before the managers.")

        page = take(client, row, "return", reason="Which addresses?").content.decode()

        assert "Which addresses?" in page
        assert ("What you typed is still in the box below." in page) == open_still
        assert ('name="version"' in page) == open_still
        assert ("Copy what you want to keep." in page) != open_still
        assert row.get_absolute_url() in page

    def test_the_same_words_are_a_second_click(self, client):
        row = TaskingRequestFactory(returned=True)
        client.force_login(row.requester)

        first, second = (
            take(client, row, "resubmit", note=" Both\r\nof them. ") for _ in range(2)
        )

        assert first.url == second.url == row.get_absolute_url()
        assert row.messages.filter(by=row.requester).count() == 1


class TestAOneUseKey:
    """Back, other words, and the same hidden key: that is another message, not a repeat."""

    def write(self, client, row, text):
        address = reverse("tasking:messages", args=[row.reference])
        return client.post(address, {"text": text, "once_key": "one"})

    def test_is_for_the_words_it_was_sent_with(self, client):
        row = TaskingRequestFactory(submitted=True)
        client.force_login(row.requester)

        for text in ("Exercise first.", "Exercise second.", "Exercise first."):
            self.write(client, row, text)

        texts = row.messages.order_by("pk").values_list("text", flat=True)
        assert list(texts) == ["Exercise first.", "Exercise second."]

    def test_is_for_the_file_it_was_sent_with(self, client):
        row = TaskingRequestFactory()
        client.force_login(row.requester)
        address = reverse("tasking:files", args=[row.reference])

        for content in (b"a,b\n1,2\n", b"a,b\n3,4\n", b"a,b\n1,2\n"):
            file = SimpleUploadedFile("rows.csv", content)
            client.post(address, {"file": file, "once_key": "one"})

        assert RequestFile.objects.filter(request=row).count() == 2


def test_continuing_without_saying_how_to_score_says_so(client):
    row = TaskingRequestFactory()
    client.force_login(row.requester)
    address = reverse("tasking:score", args=[row.reference])

    before = client.get(address).content.decode()
    page = client.post(address, {"version": row.version}).content.decode()

    assert "Select how you want" not in before
    assert page.count("Select how you want to record a score") == 2
    assert "There is a problem" in page


class TestAnAddressThatOnlyTakesWhatIsSent:
    def test_is_a_page_in_the_shell(self, client):
        row = TaskingRequestFactory()
        client.force_login(row.requester)

        page = client.get(reverse("tasking:submit", args=[row.reference]))

        assert page.status_code == 405
        assert page.headers["Allow"] == "POST"
        assert "There is no page at this address" in page.content.decode()
        assert "govuk-width-container" in page.content.decode()

    def test_the_api_answers_in_its_own_shape(self, api):
        row = TaskingRequestFactory()

        answer = api(row.requester).get(f"/api/v1/tasking-requests/{row.reference}/submit/")

        assert answer.status_code == 405
        assert answer.json()["errors"][0]["code"] == "method_not_allowed"


class TestTheDayItIsNeededBy:
    SENTENCE = "The date you need it by must be today or later."
    ENOUGH = {"reasons": ["capacity"], "support_requested": ["timeline"]}

    def send(self, client, row, day):
        row.refresh_from_db()
        client.force_login(row.requester)
        address = reverse("tasking:section", args=[row.reference, "help"])
        typed = {**self.ENOUGH, "needed_by": day.isoformat(), "version": row.version}
        return client.post(address, typed)

    @pytest.mark.parametrize(("days", "fits"), [(-1, False), (0, True), (30, True)])
    def test_is_today_or_later(self, client, days, fits):
        row = TaskingRequestFactory()

        page = self.send(client, row, timezone.localdate() + timedelta(days=days))

        assert (page.status_code == 302) is fits
        assert (self.SENTENCE in page.content.decode()) is not fits

    def test_one_that_has_passed_since_it_was_saved_stays(self, client):
        row = TaskingRequestFactory(returned=True, needed_by=date(2026, 10, 7))

        page = self.send(client, row, date(2026, 10, 7))

        assert page.status_code == 302


def test_continuing_without_a_change_changes_nothing(client):
    row = TaskingRequestFactory(objectives="Exercise.")
    client.force_login(row.requester)
    typed = {"title": row.title, "operation_name": row.operation_name, "summary": row.summary}
    address = reverse("tasking:section", args=[row.reference, "threat"])
    changes = AuditEvent.objects.about(row).filter(action="request.change")

    same = client.post(address, {**typed, "objectives": "Exercise.", "version": row.version})
    unchanged = changes.count()
    client.post(address, {**typed, "objectives": "Exercise two.", "version": row.version})

    assert same.status_code == 302
    assert unchanged == 0
    assert changes.get().changes == {"fields": ["objectives"]}


def test_a_filter_that_cannot_be_read_is_named_as_typed(client):
    row = TaskingRequestFactory(submitted=True)
    client.force_login(Cast(row).gateway)

    page = client.get(
        reverse("tasking:queue"),
        {"submitted_from_day": "31", "submitted_from_month": "2", "submitted_from_year": "2026"},
    ).content.decode()

    assert "<title>Error: Gateway queue" in page
    assert "(31 2 2026)" in page
    assert "must be a real date." in page


class TestAReturnedRequest:
    PAUSED = "A message does not send the request back"

    def page(self, client, user, row):
        client.force_login(user)
        return client.get(row.get_absolute_url()).content.decode()

    def test_says_beside_the_message_box_what_a_message_does_not_do(self, client):
        row = TaskingRequestFactory(returned=True)

        page = self.page(client, row.requester, row)

        reply = reverse("tasking:step", args=[row.reference, "resubmit"])
        told = page[page.index(self.PAUSED) : page.index('name="text"')]
        assert "the clock stays paused" in told
        assert f'href="{reply}"' in told
        assert self.PAUSED not in self.page(client, Cast(row).gateway, row)

    def test_one_that_is_not_returned_says_nothing_of_it(self, client):
        row = TaskingRequestFactory(submitted=True)

        assert self.PAUSED not in self.page(client, row.requester, row)


@pytest.mark.parametrize("question", ["How many people may be at risk?", "Is the threat already"])
def test_a_question_that_may_stay_empty_says_so(client, question):
    row = TaskingRequestFactory()
    client.force_login(row.requester)

    page = client.get(reverse("tasking:section", args=[row.reference, "harm"])).content.decode()

    legend = page[page.index(question) :]
    assert "(optional)" in legend[: legend.index("</legend>")]
