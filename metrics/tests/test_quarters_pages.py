"""The pages of regional quarters, as each reader finds them."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from metrics import quarters
from metrics.models import RegionalQuarter
from metrics.tests.factories import CaseFactory, OutcomeFactory
from metrics.tests.test_quarters import AT, TODAY
from toex.accounts.tests.factories import UserFactory
from toex.forces.tests.factories import ForceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_june_2022():
    with time_machine.travel("2022-06-15T09:00:00Z", tick=False):
        yield


def page(user, name, *args, **asked):
    client = Client()
    client.force_login(user)
    answer = client.get(reverse(name, args=args), asked)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def send(user, name, reference, **fields):
    client = Client()
    client.force_login(user)
    return client.post(reverse(name, args=[reference]), fields, follow=True)


@pytest.fixture
def force():
    return ForceFactory()


@pytest.fixture
def manager(force):
    return UserFactory(toex_manager=True, region=force.region)


@pytest.fixture
def office():
    return UserFactory(programme_office=True)


@pytest.fixture
def reference(force):
    quarters.ensure(TODAY)
    return f"{force.region.code}-2021-22-Q4"


def test_a_region_sees_its_own_quarters_and_what_to_put_right(manager, force):
    OutcomeFactory(case=CaseFactory(requesting_force=force), draft=True, subject_key="K-01")
    other = ForceFactory()
    told = page(manager, "metrics:quarters")
    assert "1 outcome is not verified." in told
    assert "2021/22 Q4" in told
    assert other.region.code not in told


def test_the_office_sees_every_region_in_words_and_in_order(office, force, reference):
    other = ForceFactory()
    manager = UserFactory(toex_manager=True, region=force.region)
    row = RegionalQuarter.objects.get(reference=reference)
    quarters.confirm_quarter(row, version=1, by=manager, at=AT, nil_return=True)
    told = page(office, "metrics:quarters", year="2021/22")
    assert "Confirmed as a nil return" in told
    assert "Not confirmed, 1 thing to put right" in told
    assert told.index(f"{force.region.code}-2021-22-Q2") < told.index(f"{other.region.code}-2021")
    assert "Financial year 2021/22" in page(office, "metrics:quarters", year="nonsense")
    assert "Running" in page(office, "metrics:quarters", year="2022/23")


@pytest.mark.parametrize(
    ("asked", "year"),
    [
        ({"year": "2021/22"}, "2021/22"),
        ({"period": "2021/22-Q3"}, "2021/22"),
        ({"period": "2022/23-Q1"}, "2022/23"),
        ({"period": "2022/23"}, "2022/23"),
        ({"period": "soon"}, "2021/22"),
        ({}, "2021/22"),
    ],
)
def test_the_office_asks_for_a_year_or_for_a_period_within_it_or_has_the_usual_one(
    client, office, reference, asked, year
):
    client.force_login(office)

    assert client.get(reverse("metrics:quarters"), asked).context["year"].name == year


def test_a_quarter_shows_counts_with_their_records(manager, force, reference):
    OutcomeFactory(case=CaseFactory(requesting_force=force), quantity=3)
    told = page(manager, "metrics:quarter", reference)
    region = force.region.code
    address = f"measure=people_safeguarded&amp;period=2021%2F22-Q4&amp;region={region}"
    assert address in told
    assert "3 people are recorded without a key." in told
    assert "nil_return" not in told


def test_a_manager_confirms_a_nil_return_and_the_office_opens_it_again(manager, office, reference):
    assert "nil_return" in page(manager, "metrics:quarter", reference)
    answer = send(manager, "metrics:confirm-quarter", reference, version=1, nil_return="on")
    assert f"Confirmed as a nil return by {manager.name}" in answer.content.decode()
    assert "reopen" in page(office, "metrics:quarter", reference)
    answer = send(office, "metrics:reopen-quarter", reference, version=2, reason="A late arrest.")
    assert "A late arrest." in answer.content.decode()
    assert RegionalQuarter.objects.get(reference=reference).state == "open"


def test_a_reason_is_asked_for_before_opening_again(manager, office, reference):
    send(manager, "metrics:confirm-quarter", reference, version=1)
    answer = send(office, "metrics:reopen-quarter", reference, version=2)
    assert "Say why this quarter is opened again." in answer.content.decode()


def test_a_quarter_that_runs_offers_no_step(manager, force, reference):
    running = f"{force.region.code}-2022-23-Q1"
    told = page(manager, "metrics:quarter", running)
    assert "This quarter still runs." in told
    assert "Confirm this quarter" not in told
    assert send(manager, "metrics:confirm-quarter", running, version=1).status_code == 409


def test_a_list_takes_as_many_queries_however_much_there_is(
    manager, force, reference, django_assert_num_queries
):
    case = CaseFactory(requesting_force=force)
    client = Client()
    client.force_login(manager)
    client.get(reverse("metrics:quarters"))
    for number in (1, 20):
        OutcomeFactory.create_batch(number, case=case, draft=True)
        with django_assert_num_queries(12):
            client.get(reverse("metrics:quarters"))
