"""A small total of the nation: what it is made of is not told by which cells are hidden."""

import pytest

from metrics.disclosure import audit, protect
from metrics.disclosure.system import Cell, System
from metrics.tests.releases import publish, put, release, tables_of

pytestmark = pytest.mark.django_db

FOUR = [
    ("ERSOU", "force-1", "ASE", 1),
    ("ERSOU", "force-2", "CSE", 1),
    ("EMSOU", "force-3", "CSE", 1),
    ("EMSOU", "force-4", "LAB", 1),
]
SIX = [("SWROCU", "force-5", "DS", 2)] * 3
MANY = [*SIX, *[("LONDON", "force-6", "DS", 2)] * 3]


def protected(events, measure="charges", **more):
    row = put(release(**more), tables_of(events, measure))
    protect(row)
    return row


def shown(row, **where):
    return {each.key[2:5] for each in row.figures.filter(hidden="", **where)}


@pytest.mark.parametrize("measure", ["charges", "people_safeguarded", "sentence_months"])
def test_nothing_below_it_is_shown_not_even_a_zero(measure):
    """Four hidden cells of four events would be one each; one force and one type, one person."""
    assert shown(protected(FOUR, measure)) == set()


@pytest.mark.parametrize("events", [FOUR[:1], FOUR[:3]])
def test_so_it_is_of_fewer(events):
    row = protected(events)
    assert shown(row) == set()
    assert audit(row) == []


def test_a_total_that_is_shown_has_its_zeros_shown():
    row = protected([*MANY, *FOUR])
    assert ("NWROCU", "", "") in shown(row, table="region")


def test_a_total_of_none_has_all_its_zeros_shown():
    assert len(shown(protected([], "charges"))) == len(tables_of([], "charges"))


def test_that_hidden_totals_are_small_tells_none_of_them():
    """With a year of 23 and quarters of 8 and 7, two that are small are four each."""
    of_quarters = [FOUR, FOUR, [*SIX, FOUR[0], FOUR[2]], [*SIX, FOUR[1]]]
    for number, events in enumerate(of_quarters, 1):
        publish(protected(events, period=f"2022/23-Q{number}"))
    year = [event for events in of_quarters for event in events]
    row = put(release("2022/23"), tables_of(year, "charges", year=True))

    found = [each for each in audit(row) if each.figure.table == "nation"]
    assert {(each.low, each.high) for each in found} == {(4, 4)}

    protect(row)
    assert audit(row) == []


ONE_EACH = [[event] for event in FOUR]


class TestAYearOfSmallQuarters:
    """A hidden total is one at least: four of four would be one each."""

    def made(self, of_quarters):
        rows = []
        for number, events in enumerate(of_quarters, 1):
            rows.append(protected(events, period=f"2022/23-Q{number}"))
            publish(rows[-1])
        year = [event for events in of_quarters for event in events]
        row = put(release("2022/23"), tables_of(year, "charges", year=True))
        protect(row)
        publish(row)
        return [*rows, row]

    @pytest.mark.parametrize("of_quarters", [ONE_EACH, [*ONE_EACH[:3], []]])
    def test_tells_nothing_of_them(self, of_quarters):
        assert [audit(row) for row in self.made(of_quarters)] == [[]] * 5

    @pytest.mark.parametrize(
        ("of_quarters", "is_shown"),
        [
            ([FOUR[:2], FOUR[2:], FOUR[:2], FOUR[:1]], False),  # seven, of four
            ([FOUR[:2], FOUR[2:], FOUR[:2], FOUR[2:]], True),  # eight, of four
            ([FOUR[:3], FOUR[1:3], [], []], False),  # five, of two
            ([FOUR[:3], FOUR[1:], [], []], False),  # six, of two: they would be two to four each
        ],
    )
    def test_is_hidden_up_to_one_more_for_each_of_them(self, of_quarters, is_shown):
        *_, year = self.made(of_quarters)
        assert bool(shown(year, table="nation")) is is_shown


@pytest.mark.parametrize(("is_below", "least"), [(True, 1), (False, 0)])
def test_a_zero_below_a_small_total_keeps_no_other_company(is_below, least):
    table = ("charges", "region_type")
    some = Cell(("a",), "R", 2, "primary", table=table)
    none = Cell(("b",), "R", 0, "secondary", least=0, table=table, is_below=is_below)
    shown = Cell(("c",), "R", 9, table=table)

    assert System([some, none, shown], []).least(0) == least
