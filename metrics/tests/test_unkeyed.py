"""How much of a national people figure has no key is said only where nothing small comes out."""

import pytest

from metrics.disclosure import UnkeyedOfYear
from metrics.models import Release, ReleaseFigure
from metrics.tests.releases import put, release

pytestmark = pytest.mark.django_db
PEOPLE = "people_safeguarded"


def told(people, unkeyed, **more):
    """Return a national figure of people, of whom some have no key."""
    fields = {"value": people, "unkeyed": unkeyed, "number": people, "status": "ok", **more}
    return ReleaseFigure(measure=PEOPLE, table="nation", **fields)


def out(period, people, unkeyed, **more):
    row = put(release(period, **more), [told(people, unkeyed)])
    Release.objects.filter(pk=row.pk).update(state="approved")


def said(row):
    unkeyed = UnkeyedOfYear(row)
    return [unkeyed.to_show(figure) for figure in row.figures.order_by("pk")]


def test_neither_part_may_be_small():
    row = put(release(), [told(30, 12), told(30, 3, abroad=True)])
    assert said(row) == [12, None]


def test_a_quarter_left_out_does_not_come_out_of_its_year():
    for quarter, unkeyed in (("Q1", 8), ("Q2", 9), ("Q3", 10), ("Q4", 2)):
        out(f"2022/23-{quarter}", 30, unkeyed)

    assert said(put(release("2022/23"), [told(110, 29)])) == [None]


def test_a_year_is_told_where_the_rest_is_nothing_or_large():
    for quarter, unkeyed in (("Q1", 8), ("Q2", 9)):
        out(f"2022/23-{quarter}", 30, unkeyed)

    assert said(put(release("2022/23"), [told(110, 17)])) == [17]
    assert said(put(release("2022/23", edition=2), [told(110, 22)])) == [22]


def test_a_quarter_is_not_told_after_its_year_where_the_rest_would_be_small():
    out("2022/23", 110, 20)
    out("2022/23-Q1", 30, 8)

    assert said(put(release("2022/23-Q2"), [told(30, 9)])) == [None]
    assert said(put(release("2022/23-Q3"), [told(30, 12)])) == [12]


def test_each_edition_of_a_quarter_is_reckoned_with():
    out("2022/23-Q1", 30, 8)
    out("2022/23-Q1", 30, 12, edition=2)

    assert said(put(release("2022/23"), [told(110, 14)])) == [None]


def test_another_year_says_nothing_about_this_one():
    out("2021/22-Q1", 30, 8)

    assert said(put(release("2022/23"), [told(110, 10)])) == [10]
