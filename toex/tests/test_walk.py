"""Every address, tried by everyone: what is not one's own answers as if it did not exist.

The walk is closed: a route that `toex/tests/routes.py` does not list fails the build.
"""

import re

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from toex.accounts.choices import Role
from toex.audit.models import AuditEvent
from toex.tests.routes import PUBLIC, ROUTES
from toex.tests.world import AWAY, HOME, make_world
from toex.web.models import AnsweredPost

pytestmark = pytest.mark.django_db

METHODS = ("get", "head", "post", "put", "patch", "delete")
# What may change when somebody only tries doors: the log of looks and what keeps sessions.
KEPT_BY_TRYING = {AuditEvent, Session, AnsweredPost}
NOISE = re.compile(
    rb'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|name="once" value="[^"]*"'
)


# Nobody but an administrator opens the account of a person; they see the cover of every region.
OF_NO_PLACE = [(Role.ADMINISTRATOR, "cover"), *((role, "person") for role in [*Role, ""])]

# One page names people of every region and force, and says no more of them than their role.
CONTACTS = "accounts:contacts"
NAMED = re.compile(
    rb"CNRY-%b-(?:toex_manager, TOEX manager|gateway_officer, Gateway officer|force_lead<)"
    % AWAY.encode()
)


def without_contacts(content):
    assert len(NAMED.findall(content)) == 3  # the manager, the Gateway officer and the force lead
    return NAMED.sub(b"", content)


def named_routes(patterns=None, namespace=""):
    """Yield (name, pattern) for every route of the URL configuration."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}:{pattern.name}" if namespace else pattern.name, pattern
        else:
            inner = pattern.namespace or ""
            yield from named_routes(
                pattern.url_patterns, f"{namespace}:{inner}".strip(":") if inner else namespace
            )


def address_of(name, place):
    """Return the address of a route for the row of `place`, with no other word in it."""
    route = ROUTES[name]
    pattern = dict(named_routes())[name]
    wanted = set(pattern.pattern.regex.groupindex)
    words = {**route.words, **(place.words(route.row) if route.row else {})}
    kwargs = {word: words[word] for word in wanted}
    return reverse(name, kwargs=kwargs)


def rows_of_everything():
    """Return every row of every table that trying doors must not change."""
    return {
        model._meta.label: list(model.objects.order_by("pk").values_list())
        for model in apps.get_models()
        if model not in KEPT_BY_TRYING and model._meta.managed
    }


class Watched(Client):
    """A browser that fails where a refusal leaves a look in the log: nothing was shown."""

    def request(self, **request):
        last = AuditEvent.objects.reads().order_by("pk").values("pk").last()
        answer = super().request(**request)
        if answer.status_code in (401, 403, 404, 405):
            looks = AuditEvent.objects.reads().order_by("pk").values("pk")
            assert looks.last() == last, (request["PATH_INFO"], answer.status_code)
        return answer


def signed_in(person):
    client = Watched(raise_request_exception=False)
    client.force_login(person)
    return client


def send(client, method, address):
    """Send an empty body, as JSON to the API and as a form to a page."""
    if method in ("post", "put", "patch", "delete"):
        kind = "application/json" if address.startswith("/api/") else None
        extra = {"content_type": kind, "data": "{}"} if kind else {}
        return getattr(client, method)(address, **extra)
    return getattr(client, method)(address)


@pytest.fixture
def world():
    home, away, national = make_world()
    return home, away, national


def test_every_route_is_listed():
    routes = {name for name, _ in named_routes()}

    assert routes - set(ROUTES) == set()
    assert set(ROUTES) - routes == set()


def test_whoever_is_not_signed_in_is_sent_to_sign_in(world, client):
    home, _, _ = world
    wrong = {}
    for name in set(ROUTES) - PUBLIC:
        address = address_of(name, home)
        for method in METHODS:
            answer = send(client, method, address)
            if address.startswith("/api/"):
                right = answer.status_code == 401
            else:
                right = answer.status_code == 302 and answer.url.startswith("/sign-in/")
            if not right:
                wrong[method, address] = answer.status_code
    assert wrong == {}


def strangers(home, national):
    """Yield everyone with a place at home, and those who never see operational rows."""
    yield from home.people.items()
    for role in ("", Role.AUDITOR, Role.ADMINISTRATOR):
        yield role, national[role]


def test_rows_of_another_place_do_not_exist(world):
    home, away, national = world
    clients = [(role, signed_in(person)) for role, person in strangers(home, national)]
    before = rows_of_everything()
    wrong = {}
    tried = 0
    for role, client in clients:
        for name, route in ROUTES.items():
            if not route.row or (role, route.row) in OF_NO_PLACE:
                continue
            address = address_of(name, away)
            for method in METHODS:
                answer = send(client, method, address)
                tried += 1
                if answer.status_code not in (404, 405) or away.canary.encode() in answer.content:
                    wrong[role, method, address] = answer.status_code
    assert wrong == {}
    assert rows_of_everything() == before
    assert tried > 1000


def test_an_unseen_row_answers_byte_for_byte_as_one_that_is_not_there(world):
    home, away, _ = world
    wrong = []
    for person in home.people.values():
        client = signed_in(person)
        for name, route in ROUTES.items():
            if route.row not in ("request", "case", "meeting", "action"):
                continue
            there = address_of(name, away)
            reference = away.words(route.row)["reference"]
            nowhere = there.replace(reference, reference[:3] + "999999")
            unseen, missing = client.get(there), client.get(nowhere)
            alike = NOISE.sub(b"", unseen.content) == NOISE.sub(b"", missing.content)
            if unseen.status_code != missing.status_code or not alike:
                wrong.append(there)
    assert wrong == []


def test_nothing_of_another_place_shows_on_a_page_of_ones_own(world):
    home, away, _ = world
    leaks = set()
    for role, person in home.people.items():
        client = signed_in(person)
        for name, route in ROUTES.items():
            answer = client.get(f"{address_of(name, home)}?{route.query}")
            shown = without_contacts(answer.content) if name == CONTACTS else answer.content
            if away.canary.encode() in shown or f"/{AWAY}-".encode() in shown:
                leaks.add((role, name))
    assert leaks == set()
    assert home.canary == f"CNRY-{HOME}"


def test_each_route_opens_to_its_roles_and_to_no_other(world):
    home, _, national = world
    everyone = {**home.people, **national}
    wrong = {}
    for role, person in everyone.items():
        client = signed_in(person)
        for name, route in ROUTES.items():
            answer = client.get(f"{address_of(name, home)}?{route.query}")
            opened = answer.status_code not in (403, 404)
            if opened != (role in route.readers) and answer.status_code != 405:
                wrong[str(role), name] = answer.status_code
            if answer.status_code >= 500:
                wrong[str(role), name] = answer.status_code
    assert wrong == {}


def test_an_empty_post_changes_nothing_for_whoever_may_not_write(world):
    home, _, national = world
    everyone = {**home.people, **national}
    clients = [(role, signed_in(person)) for role, person in everyone.items()]
    before = rows_of_everything()
    wrong = {}
    for role, client in clients:
        for name, route in ROUTES.items():
            if role in route.writers:
                continue
            address = address_of(name, home)
            answer = send(client, "post", address)
            refused = answer.status_code in (400, 403, 404, 405)
            if address.startswith("/api/") and not refused:
                wrong[str(role), name] = answer.status_code
    assert wrong == {}
    assert rows_of_everything() == before
