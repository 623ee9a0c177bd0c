"""Lists ask the database as often for a thousand rows as for ten."""

from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.choices import Part, State
from cases.models import Case, CaseForce, CaseRegion, Outcome
from tasking.choices import State as RequestState
from tasking.models import TaskingRequest
from toex.accounts.tests.factories import UserFactory
from toex.forces.models import Force

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 4, 2, 12, tzinfo=UTC)
DAY = date(2026, 4, 2)


@pytest.fixture
def manager():
    call_command("load_forces", verbosity=0)
    essex = Force.objects.get(code="essex")
    return UserFactory(toex_manager=True, region=essex.region)


def add_rows(manager, number):
    essex = Force.objects.get(code="essex")
    TaskingRequest.objects.bulk_create(
        TaskingRequest(
            force=essex,
            region=manager.region,
            requester=manager,
            title=f"Exercise Juniper {place}",
            state=RequestState.SUBMITTED,
            created_at=NOON,
            submitted_at=NOON,
        )
        for place in range(number)
    )
    cases = Case.objects.bulk_create(
        Case(
            requesting_force=essex,
            lead_region=manager.region,
            title=f"Exercise Alder {place}",
            primary_type="ASE",
            state=State.DEVELOPMENT,
            opened_on=DAY,
            created_at=NOON,
        )
        for place in range(number)
    )
    add_parts(manager, essex, cases)
    add_outcomes(cases[0], number)


def add_parts(manager, essex, cases):
    dated = {"from_on": DAY, "recorded_at": NOON}
    CaseRegion.objects.bulk_create(
        CaseRegion(case=case, region=manager.region, part=Part.LEAD, **dated) for case in cases
    )
    CaseForce.objects.bulk_create(
        CaseForce(case=case, force=essex, asked=True, **dated) for case in cases
    )


def add_outcomes(case, number):
    Outcome.objects.bulk_create(
        Outcome(
            case=case,
            kind="arrest",
            occurred_on=DAY,
            attribution="direct",
            recorded_at=NOON,
        )
        for _ in range(number)
    )


def queries(client, address):
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    "address",
    [
        "/queue/",
        "/requests/",
        "/cases/",
        "/outcomes/",
        "/outcomes/to-verify/",
        "/api/v1/tasking-requests/?page_size=200&count=true",
        "/api/v1/cases/?page_size=200&count=true",
        "/api/v1/outcomes/?page_size=200&count=true",
    ],
)
def test_a_list_asks_as_often_for_a_thousand_rows_as_for_ten(manager, address):
    client = Client()
    client.force_login(manager)
    add_rows(manager, 10)
    few = queries(client, address)

    add_rows(manager, 990)

    assert queries(client, address) == few


def test_a_case_asks_as_often_with_a_thousand_outcomes_as_with_ten(manager):
    client = Client()
    client.force_login(manager)
    add_rows(manager, 10)
    case = Case.objects.order_by("pk").first()
    addresses = [case.get_absolute_url(), f"/api/v1/cases/{case.reference}/"]
    few = [queries(client, address) for address in addresses]

    add_rows(manager, 10)
    add_outcomes(case, 990)

    assert [queries(client, address) for address in addresses] == few
