"""The page of a step sent again: the same words are one click too many, others are not lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tasking.models import RequestFile
from tasking.tests.factories import Cast, TaskingRequestFactory

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
        assert "What you typed is still in the box below." in page

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
    page = client.get(address, {"how": ""}).content.decode()

    assert '<input type="hidden" name="how" value="">' in before
    assert "Select how you want" not in before
    assert page.count("Select how you want to record a score") == 2
    assert "There is a problem" in page
