"""A form sent to a row that went out of sight meanwhile: gone like any, but not the words."""

import re

import pytest

from cases.tests.browsing import address
from cases.tests.factories import CaseFactory
from toex.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
WORDS = "Exercise: three telephones,\nseen <twice>."
TYPED = {
    "kind": "note",
    "text": WORDS,
    "version": "7",
    "once_key": "once-and-never-shown",
    "password": "juniper-in-secret",
    "subject_key": "KEY-7777",
}
TOKEN = re.compile(rb"nonce-[^'\"]+|nonce=\"[^\"]+\"")


def test_the_words_stay_when_the_case_has_gone(client):
    case = CaseFactory()
    analyst = UserFactory(analyst=True)
    client.force_login(analyst)

    page = client.post(address("add-activity", case.reference), TYPED)

    text = page.content.decode()
    assert page.status_code == 404
    assert "What you typed, to copy if you need it" in text
    assert "three telephones,<br>seen &lt;twice&gt;." in text.replace("\n", "")
    for never in ("once-and-never-shown", "juniper-in-secret", "KEY-7777", ">7<"):
        assert never not in text


def test_an_unseen_row_is_the_same_bytes_as_one_that_does_not_exist(client):
    client.force_login(UserFactory(analyst=True))

    unseen, nothing = (
        client.post(address("add-activity", reference), TYPED)
        for reference in (CaseFactory().reference, "TX-999999")
    )

    assert unseen.status_code == nothing.status_code == 404
    assert TOKEN.sub(b"", unseen.content) == TOKEN.sub(b"", nothing.content)


def test_nothing_is_shown_where_nothing_was_sent_or_where_there_is_no_such_page(client):
    client.force_login(UserFactory(analyst=True))

    looked = client.get(address("add-activity", "TX-999999"), {"text": WORDS})
    nowhere = client.post("/nothing-here/", TYPED)

    for page in (looked, nowhere):
        assert page.status_code == 404
        assert "telephones" not in page.content.decode()
