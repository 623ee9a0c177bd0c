"""What two measures tell of one number, and what the mark of a time tells of a count."""

import pytest

from metrics.disclosure import audit, protect
from metrics.models import ReleaseFigure
from metrics.tests.releases import publish, put, release, tables_of

pytestmark = pytest.mark.django_db

PLACES = {"regions": ["ERSOU", "EMSOU", "TARIAN"], "forces": ["essex", "kent", "-"]}
PLACES["types"] = ["ASE", "LAB"]
TOLD = [("ERSOU", "essex", "ASE", 1)] * 9 + [("EMSOU", "kent", "LAB", 1)] * 7
TOLD += [("TARIAN", "essex", "LAB", 1)] * 3
ADOPTED, OPENED = "requests_adopted", "cases_opened"


def cases(told, opened_too=()):
    figures = tables_of(told, ADOPTED, **PLACES)
    return put(release(), figures + tables_of([*told, *opened_too], OPENED, **PLACES))


def hidden(row, measure):
    figures = row.figures.filter(measure=measure).exclude(hidden="")
    return {each.key[1:] for each in figures}


def test_a_region_that_one_hides_and_the_other_tells_is_found():
    row = cases(TOLD)
    for measure, regions in ((ADOPTED, ["TARIAN", "EMSOU"]), (OPENED, ["TARIAN"])):
        row.figures.filter(measure=measure, region__in=regions).update(hidden="primary")

    found = [each for each in audit(row) if each.figure.region == "TARIAN"]

    assert {(each.low, each.high) for each in found} == {(3, 3)}


def test_both_hide_the_same():
    row = cases(TOLD)

    protect(row)

    assert hidden(row, ADOPTED) == hidden(row, OPENED)
    assert ("region", "TARIAN", "", "", False) in hidden(row, OPENED)
    assert audit(row) == []


def test_a_case_that_was_brought_in_makes_them_two_numbers():
    row = cases(TOLD, opened_too=[("ERSOU", "essex", "ASE", 1)] * 6)

    protect(row)

    assert audit(row) == []


def timed(row, number, status="ok", *, region="ERSOU"):
    return ReleaseFigure.objects.create(
        release=row,
        measure="median_days_to_decision",
        table="region",
        region=region,
        value=12 if status == "ok" else None,
        number=number,
        status=status,
    )


def decided(**numbers):
    row = release()
    for measure in (ADOPTED, "requests_declined", "requests_referred"):
        told = [("ERSOU", "essex", "ASE", 1)] * numbers.get(measure, 0)
        put(row, tables_of([*told, *[("EMSOU", "kent", "LAB", 1)] * 30], measure, **PLACES))
    return row


@pytest.mark.parametrize(
    ("numbers", "behind", "status", "mark"),
    [
        ({ADOPTED: 8}, 8, "ok", ""),
        ({ADOPTED: 8, "requests_declined": 2}, 10, "ok", ""),
        ({ADOPTED: 3, "requests_declined": 3}, 6, "ok", "secondary"),
        ({ADOPTED: 2}, 2, "ok", "primary"),
        ({}, 0, "not_applicable", ""),
    ],
)
def test_a_time_is_shown_only_where_the_counts_tell_as_much(numbers, behind, status, mark):
    row = decided(**numbers)
    time = timed(row, behind, status)

    protect(row)

    time.refresh_from_db()
    assert time.hidden == mark


def test_that_nobody_stands_behind_a_time_is_not_said_where_a_count_is_hidden():
    row = decided(requests_declined=2)
    time = timed(row, 0, "not_applicable")

    protect(row)

    time.refresh_from_db()
    assert (time.hidden, time.shown) == ("secondary", (None, "suppressed"))


def test_months_are_hidden_wherever_convictions_are():
    """A zero of months beside a hidden number of convictions would tell that it is none."""
    months = [(*place, 18 * quantity) for *place, quantity in TOLD]
    row = put(release(), tables_of(TOLD, "convictions", **PLACES))
    put(row, tables_of(months, "sentence_months", **PLACES))

    protect(row)

    assert ("region", "TARIAN", "", "", False) in hidden(row, "convictions")
    assert hidden(row, "convictions") <= hidden(row, "sentence_months")
    assert audit(row) == []


def sentenced(told, edition):
    months = [(*place, 18 * quantity) for *place, quantity in told]
    row = put(release(edition=edition), tables_of(told, "convictions", **PLACES))
    put(row, tables_of(months, "sentence_months", **PLACES))
    protect(row)
    publish(row)
    return row


@pytest.mark.parametrize(("late", "is_told"), [(1, False), (2, False), (3, True)])
def test_two_editions_do_not_tell_how_long_one_sentence_is(late, is_told):
    told = [*TOLD, *[("TARIAN", "essex", "LAB", 1)] * 4]
    sentenced(told, 1)

    row = sentenced([*told, *[("ERSOU", "essex", "ASE", 1)] * late], 2)

    months = row.figures.get(measure="sentence_months", table="region", region="ERSOU")
    assert bool(months.hidden) is not is_told
    assert not row.figures.get(measure="convictions", table="region", region="ERSOU").hidden
    assert audit(row) == []
