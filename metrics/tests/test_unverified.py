"""Drafts behind the newest months: how many there are, in sight, and where they are verified."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import CaseForce
from metrics.tests.factories import CaseFactory, OutcomeFactory
from toex.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db

SIGNALS, REGIONS, GLANCE = "/figures/signals/", "/figures/signals/regions/", "/figures/glance/"
THREE = (
    "3 outcomes of the time shown are recorded and not verified yet: they are not counted, so "
    "the newest numbers may still grow."
)
SAID = "recorded and not verified yet"
TO_VERIFY = "/outcomes/to-verify/"


@pytest.fixture(autouse=True)
def _in_july_2023():
    with time_machine.travel(datetime(2023, 7, 5, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def case():
    return CaseFactory(opened_on=date(2022, 1, 1))


@pytest.fixture
def main(client):
    """Return what a reader sees in the main part of a page."""

    def seen(reader, address, asked=None):
        client.force_login(reader)
        page = re.sub(r"\s+", " ", client.get(address, asked).content.decode())
        return page[page.index("<main") : page.index("</main>")]

    return seen


def draft(case, day=date(2023, 6, 15), **more):
    return OutcomeFactory(case=case, occurred_on=day, draft=True, **more)


def test_a_manager_is_told_how_many_and_led_there(main, case):
    for _ in range(3):
        draft(case)
    draft(CaseFactory(opened_on=date(2022, 1, 1)))
    seen = main(UserFactory(toex_manager=True, region=case.lead_region), SIGNALS)
    assert THREE in seen
    assert f'href="{TO_VERIFY}"' in seen


@pytest.mark.parametrize("role", ["analyst", "force_lead"])
def test_who_may_not_verify_is_told_without_the_link(main, case, role):
    for _ in range(3):
        draft(case)
    place = {"analyst": {"region": case.lead_region}}
    place["force_lead"] = {"force": case.requesting_force}
    CaseForce.objects.create(
        case=case,
        force=case.requesting_force,
        asked=True,
        from_on=case.opened_on,
        recorded_at=datetime(2022, 1, 1, 12, tzinfo=UTC),
    )
    seen = main(UserFactory(**{role: True}, **place[role]), SIGNALS)
    assert THREE in seen
    assert TO_VERIFY not in seen


@pytest.mark.parametrize("address", [SIGNALS, REGIONS])
def test_the_programme_office_is_told_of_all_that_it_sees(main, case, address):
    for each in (case, case, CaseFactory(opened_on=date(2022, 1, 1))):
        draft(each)
    draft(CaseFactory(opened_on=date(2022, 1, 1), restricted=True))
    assert THREE in main(UserFactory(programme_office=True), address)


def test_only_what_the_measure_would_count_in_the_months_shown_is_told(main, case):
    draft(case, age_group="child")
    draft(case, kind="arrest")
    draft(case, day=date(2023, 7, 2))
    draft(case, abroad=True)
    OutcomeFactory(case=case, occurred_on=date(2023, 6, 15))
    office = UserFactory(programme_office=True)
    assert f"1 outcome of the time shown is {SAID}: it is not" in main(office, SIGNALS)
    assert f"1 outcome of the time shown is {SAID}" in main(
        office, SIGNALS, {"measure": "children_safeguarded"}
    )
    assert SAID not in main(office, SIGNALS, {"measure": "charges"})
    assert SAID not in main(office, SIGNALS, {"measure": "cases_opened"})


def test_nothing_is_said_where_nothing_waits(main, case):
    OutcomeFactory(case=case, occurred_on=date(2023, 6, 15))
    assert SAID not in main(UserFactory(programme_office=True), SIGNALS)


@pytest.mark.parametrize(("role", "leads"), [("toex_manager", True), ("analyst", False)])
def test_at_a_glance_says_so_without_a_number(main, case, role, leads):
    """That page reads what is kept counted, and drafts are not."""
    draft(case)
    seen = main(UserFactory(**{role: True}, region=case.lead_region), GLANCE)
    assert "Outcomes that are not verified yet are not counted" in seen
    assert (TO_VERIFY in seen) is leads


@pytest.mark.parametrize("address", [SIGNALS, REGIONS])
def test_many_cost_as_many_queries_as_one(main, case, address):
    office, taken = UserFactory(programme_office=True), []
    for number in (1, 6):
        for _ in range(number):
            draft(case)
        main(office, address)
        with CaptureQueriesContext(connection) as queries:
            main(office, address)
        taken.append(len(queries))
    assert taken[0] == taken[1]
