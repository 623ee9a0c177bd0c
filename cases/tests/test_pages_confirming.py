"""A force confirms or disputes what came of the cases it asked for."""

import pytest
from django.urls import reverse

from cases.tests.browsing import fresh
from cases.tests.factories import CaseFactory, OutcomeFactory, lead_of, manager_of
from toex.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
LIST = "/outcomes/to-confirm/"


@pytest.fixture
def verified():
    return OutcomeFactory(case=CaseFactory(development=True), verified=True)


def listed(browser):
    return [row.pk for row in browser.open(LIST).context["outcomes"]]


def test_lists_what_is_verified_and_neither_confirmed_nor_disputed(browse, verified):
    OutcomeFactory(case=verified.case)

    assert listed(browse(lead_of(verified.case))) == [verified.pk]


def test_confirms_with_one_button_and_comes_back_to_the_list(browse, verified):
    lead = browse(lead_of(verified.case))

    page = lead.send(
        reverse("cases:confirm-outcome", args=[verified.pk]),
        version=verified.version,
        next="confirming",
    )

    assert page.request["PATH_INFO"] == LIST
    assert "The outcome is confirmed for your force." in page.content.decode()
    assert fresh(verified).confirmed_by == lead_of(verified.case)
    assert listed(lead) == []


def test_a_disputed_outcome_leaves_the_list(browse, verified):
    lead = browse(lead_of(verified.case))

    lead.send(
        reverse("cases:dispute-outcome", args=[verified.pk]),
        version=verified.version,
        reason="Exercise: another force did this.",
    )

    assert fresh(verified).disputed_by == lead_of(verified.case)
    assert listed(lead) == []


def test_another_force_does_not_find_it_and_a_region_has_no_such_page(client, browse, verified):
    assert listed(browse(UserFactory(force_lead=True))) == []

    client.force_login(manager_of(verified.case))
    assert client.get(LIST).status_code == 403


@pytest.mark.parametrize("rows", [10, 50])
def test_takes_a_constant_number_of_queries(client, django_assert_max_num_queries, verified, rows):
    for _ in range(rows - 1):
        OutcomeFactory(case=verified.case, verified=True)
    client.force_login(lead_of(verified.case))

    with django_assert_max_num_queries(12):
        page = client.get(LIST)

    assert len(page.context["outcomes"]) == rows
