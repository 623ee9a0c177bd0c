"""Rows pasted from a spreadsheet and text from a word processor, from the form to the API."""

import re
from html import unescape

import pytest
from django.utils import timezone

from tasking import services
from tasking.models import TaskingRequest
from tasking.tests.factories import TaskingRequestFactory
from toex.accounts.choices import Role
from toex.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
# As Excel puts cells on the clipboard: tabs between, an empty first cell, a cell of two lines.
EXCEL = (
    "Date\tPlace\tNumber\r\n"
    "\tTŷ Ŵyn\t3\r\n"
    '01/02/2026\t"Exercise Street\n2nd floor"\t=SUM(A1:A2)\r\n'
)
# As Word pastes: smart quotes, dashes, bullets, a soft line break, spaces that do not break.
WORD = (
    "“Exercise Juniper” \u2013 what we\u2019ve seen…\r\n"
    "•\tadverts that share one\u00a0telephone\x0b(soft break)\r\n"
    "◦\tinner • bullet 😀\r\n"
    "\u0634\u0627\u0631\u0639 <b>x</b> & {{ 7*7 }}\r\n"
)
SAMPLES = {"excel": EXCEL, "word": WORD}


def kept(text):
    return text.replace("\r\n", "\n").replace("\x0b", "\n")


@pytest.fixture
def draft():
    return TaskingRequestFactory(draft=True)


def save(client, row, **typed):
    client.force_login(row.requester)
    row.refresh_from_db()
    sent = {"title": row.title, "version": row.version, "later": "1", **typed}
    return client.post(f"/requests/{row.reference}/threat/", sent)


def shown(page):
    """Return what stands in a page as typed text, as a reader sees it and would copy it."""
    found = re.findall(r'<span class="toex-typed" dir="auto">(.*?)</span>', page, re.DOTALL)
    return [unescape(re.sub(r"<br ?/?>", "\n", each)) for each in found]


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
class TestFromTheFormToTheApi:
    def test_is_kept_and_shown_as_it_was_pasted(self, client, api, draft, sample):
        assert save(client, draft, summary=sample).status_code == 302

        row = TaskingRequest.objects.get(pk=draft.pk)
        check = client.get(f"/requests/{row.reference}/check/").content.decode()
        assert row.summary == kept(sample)
        assert kept(sample) in shown(check)

        row = services.submit_request(
            row, version=row.version, by=row.requester, at=timezone.now()
        )
        reader = UserFactory(role=Role.GATEWAY_OFFICER, region=row.region)
        client.force_login(reader)
        page = client.get(row.get_absolute_url()).content.decode()
        answer = api(reader).get(f"/api/v1/tasking-requests/{row.reference}/")
        assert kept(sample) in shown(page)
        assert answer.json()["summary"] == kept(sample)

    def test_stands_in_the_box_again_as_it_was(self, client, draft, sample):
        save(client, draft, summary=sample)

        page = client.get(f"/requests/{draft.reference}/threat/").content.decode()

        box = re.search(r'<textarea name="summary".*?>\n?(.*?)</textarea>', page, re.DOTALL)
        assert unescape(box[1]).lstrip("\n") == kept(sample)

    def test_over_the_api_it_is_kept_too(self, api, draft, sample):
        address = f"/api/v1/tasking-requests/{draft.reference}/"
        answer = api(draft.requester).patch(address, {"version": 1, "summary": sample})

        assert answer.json()["summary"] == kept(sample)


class TestRefusals:
    def test_a_control_character_is_named_and_nothing_is_lost(self, client, draft):
        page = save(client, draft, summary="Exercise ŵ\nsecond\x02 line").content.decode()

        assert "(a control character, U+0002) in line 2, after “second”" in page
        assert "Exercise ŵ" in page

    def test_over_the_api_it_is_an_error_of_its_field(self, api, draft):
        address = f"/api/v1/tasking-requests/{draft.reference}/"
        answer = api(draft.requester).patch(address, {"version": 1, "summary": "a\x02"})

        assert answer.status_code == 400
        assert [error["attr"] for error in answer.json()["errors"]] == ["summary"]

    def test_text_that_is_too_long_stays_whole_and_says_by_how_much(self, client, draft):
        page = save(client, draft, summary="ŵ" * 20_007).content.decode()

        sentence = "must be 20,000 characters or fewer. It is 7 characters too long."
        assert f"Summary of the threat {sentence}" in page
        assert "ŵ" * 20_007 in page

    def test_line_ends_of_a_browser_count_once(self, client, draft):
        assert save(client, draft, summary="x\r\n" * 10_000).status_code == 302

    def test_no_box_lets_the_browser_cut_what_is_pasted(self, client, draft):
        client.force_login(draft.requester)

        for section in ("threat", "harm", "contacts"):
            page = client.get(f"/requests/{draft.reference}/{section}/").content.decode()
            assert ' maxlength="' not in page

    def test_spaces_alone_are_no_answer(self, client, draft):
        save(client, draft, summary=" \t\r\n ")

        assert TaskingRequest.objects.get(pk=draft.pk).summary == ""

    def test_a_short_answer_is_trimmed(self, client, draft):
        save(client, draft, title=" Exercise Juniper 002\t")

        assert TaskingRequest.objects.get(pk=draft.pk).title == "Exercise Juniper 002"
