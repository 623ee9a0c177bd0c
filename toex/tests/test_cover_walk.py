"""Every address, tried by somebody who covers for a manager: what opens by it and what not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tasking import services
from toex.accounts.choices import Role
from toex.accounts.tests.factories import UserFactory
from toex.tests.routes import ANALYST, MANAGER, ROUTES
from toex.tests.test_walk import address_of, send, signed_in
from toex.tests.world import make_world

pytestmark = pytest.mark.django_db

# A manager's, and not lent: what they see, bring in or keep in order rather than decide.
NOT_LENT = {
    "accounts:gateway",
    "audit:exports",
    "cases:assign-selected",
    "cases:hand-over",
    "cases:import",
    "cases:imports",
    "cases:return-template",
    "cases:surveys",
    "cases:work-of-analyst",
    "cases:workload",
    "cases-api:import-detail",
    "cases-api:import-list",
    "metrics:start-anew",
    "metrics:withdraw-rebase",
    "tasking:arrange-cover",
    "tasking:end-cover",  # of a colleague
}
# What home's analyst opens because a row is theirs: theirs alone, so not whoever covers.
THEIR_OWN = {"cases:change-outcome", "cases:void-outcome", "tasking:close-action"}


@pytest.fixture
def world():
    home, away, _ = make_world()
    home.covering = UserFactory(analyst=True, region=home.region)
    today = timezone.localdate()
    services.arrange_cover(
        by=home.manager,
        at=timezone.now(),
        manager=home.manager,
        person=home.covering,
        from_on=today,
        until_on=today + timedelta(days=1),
        reason="Leave.",
    )
    return home, away


def opened_by(person, home):
    client = signed_in(person)
    found = set()
    for name, route in ROUTES.items():
        answer = client.get(f"{address_of(name, home)}?{route.query}")
        if answer.status_code not in (403, 404, 405):
            found.add(name)
    return found


def test_cover_opens_the_pages_on_which_a_manager_decides_and_no_other(world):
    home, _ = world
    theirs = {name for name, route in ROUTES.items() if ANALYST in route.readers} - THEIR_OWN
    manager_s = {name for name, route in ROUTES.items() if MANAGER in route.readers}

    opened = opened_by(home.covering, home)

    assert opened - theirs - manager_s == set()
    assert manager_s - opened == NOT_LENT
    assert set(ROUTES) >= NOT_LENT


def test_nothing_of_another_region_opens_shows_or_is_done_by_it(world):
    home, away = world
    client = signed_in(home.covering)
    wrong = {}
    for name, route in ROUTES.items():
        if not route.row or route.row == "person":
            continue
        for method in ("get", "post"):
            answer = send(client, method, address_of(name, away))
            if answer.status_code not in (404, 405) or away.canary.encode() in answer.content:
                wrong[method, name] = answer.status_code
    assert wrong == {}


@pytest.mark.parametrize("role", [role for role in Role if role not in (ANALYST, MANAGER)])
def test_no_page_of_another_role_opens_by_it(world, role):
    home, _ = world
    only = {
        name
        for name, route in ROUTES.items()
        if role in route.readers and not route.readers & {ANALYST, MANAGER}
    }

    assert opened_by(home.covering, home) & only == set()
