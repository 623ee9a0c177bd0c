"""The page of an outcome that the force disputes: what whoever reads it can do about it."""

import pytest
from django.utils import timezone

from cases import services
from cases.tests.browsing import address, fresh
from cases.tests.factories import (
    CaseFactory,
    ImportedCaseFactory,
    OutcomeFactory,
    analyst_of,
    lead_of,
    manager_of,
    office_about,
    supporter,
)
from cases.tests.test_your_work import dispute
from toex.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
STILL = "It still counts until it is void."


@pytest.fixture
def disputed():
    case = CaseFactory(development=True)
    return dispute(OutcomeFactory(case=case, verified=True))


def page_of(browse, user, outcome):
    return browse(user).open(outcome.get_absolute_url()).content.decode()


def messages_of(outcome):
    return f'href="{outcome.case.request.get_absolute_url()}#messages"'


def test_a_manager_is_told_both_ways_out(browse, disputed):
    page = page_of(browse, manager_of(disputed.case), disputed)

    assert "The force disputes this outcome" in page
    assert STILL in page
    void = address("void-outcome", disputed.pk)
    assert f'href="{void}">void the outcome with a reason</a>' in page
    assert messages_of(disputed) in page
    assert "The dispute ends when the force confirms the outcome." in page


def test_whoever_may_not_void_it_is_told_who_does(browse, disputed):
    other = UserFactory(toex_manager=True, region=disputed.case.lead_region)
    mine = dispute(OutcomeFactory(case=disputed.case, by=other, verified=True))

    for user, outcome in (
        (analyst_of(disputed.case), disputed),
        (other, mine),
    ):
        page = page_of(browse, user, outcome)
        assert "who did not record the outcome voids it" in page
        assert "void the outcome with a reason" not in page


def test_whoever_cannot_write_about_the_request_has_no_link_to_it(browse, disputed):
    imported = ImportedCaseFactory()
    outcome = dispute(OutcomeFactory(case=imported, verified=True))

    for user, row in (
        (manager_of(imported), outcome),
        (supporter(disputed.case), disputed),
    ):
        page = page_of(browse, user, row)
        assert "tell the force why" in page
        assert "#messages" not in page


def test_the_force_is_told_that_confirming_takes_its_dispute_back(browse, disputed):
    lead = lead_of(disputed.case)
    page = page_of(browse, lead, disputed)

    assert "Your force disputes this outcome" in page
    assert "confirm it: that takes the dispute back" in page
    assert "Take the dispute back and confirm this outcome" in page
    assert messages_of(disputed) in page
    browse(lead).client.post(
        address("confirm-outcome", disputed.pk), {"version": disputed.version}
    )
    assert fresh(disputed).disputed_at is None
    assert "dispute back" not in page_of(browse, lead, disputed)


def test_the_form_of_a_dispute_says_that_it_can_be_taken_back(browse):
    outcome = OutcomeFactory(verified=True)

    page = browse(lead_of(outcome.case)).open(address("dispute-outcome", outcome.pk))

    assert "You can take the dispute back" in page.content.decode()


def test_the_office_and_a_force_with_a_part_are_told_that_it_still_counts(browse, disputed):
    neighbour = UserFactory(force_lead=True)
    there = dispute(OutcomeFactory(case=disputed.case, verified=True, force=neighbour.force))
    services.add_force(
        disputed.case,
        by=manager_of(disputed.case),
        at=there.recorded_at,
        force=neighbour.force,
    )

    for user in (office_about(disputed.case), neighbour):
        page = page_of(browse, user, there)
        assert "The force disputes this outcome" in page
        assert STILL in page
        assert "dispute back" not in page


def test_a_void_outcome_is_in_dispute_no_more(browse, disputed):
    manager = manager_of(disputed.case)
    services.void_outcome(
        disputed, version=disputed.version, by=manager, at=timezone.now(), reason="Exercise."
    )

    page = page_of(browse, manager, disputed)

    assert STILL not in page
    assert "Record what is right in its place" in page
