"""What a page offers, its reader may use: no link and no button leads to a refusal."""

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from django.urls import reverse

from toex.tests.routes import ANALYST, GATEWAY, LEAD, OFFICE, ROUTES
from toex.tests.test_walk import address_of, signed_in
from toex.tests.world import make_world

pytestmark = pytest.mark.django_db

LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]+)"')
FORM = re.compile(r"<form\b[^>]*>")
ACTION, POSTED = re.compile(r'\baction="([^"]*)"'), re.compile(r'\bmethod="post"')
REFUSED = (403, 404)


@pytest.fixture
def world():
    home, _, national = make_world()
    return home, {**home.people, **national}


def pages(client, home):
    """Yield the address and the text of every page that opens at home."""
    for name, route in ROUTES.items():
        if name in {"docs", "schema"} or "-api:" in name:
            continue
        address = f"{address_of(name, home)}?{route.query}"
        answer = client.get(address)
        if answer.status_code == 200 and "text/html" in answer.headers["Content-Type"]:
            yield address, answer.content.decode()


def offered(text, address):
    """Yield ("get" or "post", address) of everything that a page leads to within the service."""
    for href in LINK.findall(text):
        yield "get", urljoin(address, unescape(href))
    for tag in FORM.findall(text):
        action = ACTION.search(tag)
        method = "post" if POSTED.search(tag) else "get"
        yield method, urljoin(address, unescape(action[1]) if action else "")


def answer_to(client, method, address):
    """Return the status of the answer; whatever a button did is undone."""
    with transaction.atomic():
        answer = getattr(client, method)(address)
        transaction.set_rollback(True)
    return answer.status_code


# Those who open most of what others change: a manager may do nearly all, national roles little.
@pytest.mark.parametrize("role", [LEAD, GATEWAY, ANALYST, OFFICE])
def test_every_link_and_button_is_open_to_whoever_is_shown_it(world, role):
    home, people = world
    client = signed_in(people[role])
    tried, wrong = {("post", reverse("accounts:sign-out")): 200}, {}
    for page, text in list(pages(client, home)):
        for method, address in offered(text, page):
            if not address.startswith("/"):
                continue
            step = method, address.partition("#")[0]
            if step not in tried:
                tried[step] = answer_to(client, *step)
            if tried[step] in REFUSED:
                wrong.setdefault((*step, tried[step]), urlsplit(page).path)
    assert wrong == {}
    assert len(tried) > 30
