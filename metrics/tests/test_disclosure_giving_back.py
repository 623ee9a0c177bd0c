"""Totals that were hidden on the way, and need not be, are shown in the end."""

import pytest

from metrics.disclosure import audit
from metrics.disclosure.giving_back import give_back
from metrics.disclosure.rows import Book
from metrics.tests.releases import put, release, tables_of
from metrics.tests.test_disclosure_stock import PLACES, cases

pytestmark = pytest.mark.django_db
CASES = ("cases_open", "cases_opened", "cases_closed", "cases_supported")
OPEN = {"open": {"essex": 8, "kent": 7, "derbyshire": 19}, "opened": {"derbyshire": 9}}


def given_back(row, measures):
    """Give back what may be, and return the measures whose total of the nation stays hidden."""
    book = Book.of(row)
    book.arrange()
    give_back(book, measures)
    return {
        figure.measure
        for figure in book.own.values()
        if figure.table == "nation" and figure.hidden and figure.measure in measures
    }


def hide(row, *measures, why="secondary"):
    row.figures.filter(table="nation", measure__in=measures).update(hidden=why)


def test_two_totals_that_only_hide_each_other_are_shown_together():
    row = cases("2022/23-Q1", **OPEN)
    hide(row, "cases_supported", "cases_open")

    assert given_back(row, CASES) == set()


def test_a_total_that_would_tell_of_a_small_number_stays_hidden():
    events = [("ERSOU", "essex", "ASE", 1)] * 9 + [("EMSOU", "derbyshire", "LAB", 1)] * 2
    row = put(release(), tables_of(events, "arrests", types=["ASE", "LAB"], **PLACES))
    row.figures.filter(value=2).update(hidden="primary")
    hide(row, "arrests")
    assert audit(row) == []

    assert given_back(row, ("people_arrested", "arrests")) == {"arrests"}


def test_a_total_that_keeps_two_places_from_each_others_numbers_stays_hidden():
    events = [("ERSOU", "essex", "ASE", 1)] * 4 + [("EMSOU", "derbyshire", "LAB", 1)] * 3
    row = put(release(), tables_of(events, "arrests", types=["ASE", "LAB"], **PLACES))
    row.figures.exclude(value=0).exclude(table="nation").update(hidden="primary")
    hide(row, "arrests")

    assert given_back(row, ("people_arrested", "arrests")) == {"arrests"}


@pytest.mark.parametrize("why", ["primary", "reviewer"])
def test_what_is_hidden_for_its_own_sake_stays_hidden(why):
    row = cases("2022/23-Q1", **OPEN)
    hide(row, "cases_supported", why=why)

    assert given_back(row, CASES) == {"cases_supported"}


def test_what_an_edition_before_hid_stays_hidden():
    before = cases("2022/23-Q1", **OPEN)
    hide(before, "cases_supported")
    before.state = "published"
    before.save(update_fields=["state"])
    row = cases("2022/23-Q1", edition=2, **OPEN)
    hide(row, "cases_supported", "cases_open")

    assert given_back(row, CASES) == {"cases_supported"}
