"""A change held back is counted for the office, listed on the review, and hidden from readers."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command

from cases.choices import OutcomeState
from cases.models import Outcome
from metrics.releases.pending import pending_of
from metrics.tests.factories import OutcomeFactory
from metrics.tests.test_releases import OUT_AT, a_case, arrests, frozen, published
from toex.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
LATER = OUT_AT + timedelta(days=30)


def void(events, by, at):
    Outcome.objects.filter(pk__in=[event.pk for event in events]).update(
        state=OutcomeState.VOID, voided_at=at, voided_by=by, void_reason="Exercise: entered twice."
    )


@pytest.fixture
def office():
    call_command("load_forces", verbosity=0)
    return UserFactory(programme_office=True)


@pytest.fixture
def other(office):
    return UserFactory(programme_office=True)


def edited(office, other, gone=0, added=0):
    """Publish six arrests of one force and thirty of another, and freeze the next edition."""
    case = a_case()
    few = arrests(case, 6)
    arrests(a_case("derbyshire"), 30)
    published(office, other)
    void(few[:gone], other, LATER - timedelta(days=1))
    OutcomeFactory.create_batch(added, case=case, kind="arrest", occurred_on=date(2022, 11, 8))
    return frozen(office, at=LATER, reason="Exercise: late arrivals.")


def nation(release):
    return release.figures.get(measure="arrests", table="nation", abroad=False)


def test_a_small_change_that_would_give_a_number_away_is_pending(office, other, client):
    row = edited(office, other, gone=2)

    pending = pending_of(row, by=office)
    told = {each.place: each for each in pending if each.measure.code == "arrests"}
    assert (row.held, nation(row).shown[0]) == (["arrests", "people_arrested"], 36)
    cell = told["England and Wales"]
    assert (cell.published, cell.counted, cell.change) == ("36", "34", "\N{MINUS SIGN}2")
    assert told["ERSOU"].counted == "4"

    client.force_login(office)
    changed = client.get(f"/releases/{row.reference}/revisions/").text
    assert "No published figure has changed" not in changed
    assert "small changes are held back of: Arrests, People arrested." in changed
    assert "stand as R-2022-23-Q3-1 has them" in changed
    page = client.get(f"/releases/{row.reference}/disclosure/?measure=arrests").text
    assert "Pending minor revisions" in page
    assert "In R-2022-23-Q3-1" in page


def test_a_change_of_three_is_no_longer_held_but_withdrawn_and_the_review_has_both(
    office, other, client
):
    row = edited(office, other, gone=3)

    assert (row.held, pending_of(row, by=office)) == ([], [])
    assert (nation(row).value, nation(row).shown[0]) == (33, None)
    client.force_login(office)
    page = " ".join(
        client.get(f"/releases/{row.reference}/disclosure/?measure=arrests").text.split()
    )
    both = '[c] 33 hidden</a></td><td class="govuk-table__cell govuk-table__cell--numeric">36</td>'
    assert both in page


def test_what_was_added_is_revised_and_nothing_is_pending(office, other):
    row = edited(office, other, added=4)

    assert (row.held, nation(row).shown[0]) == ([], 40)
    assert pending_of(row, by=office) == []
