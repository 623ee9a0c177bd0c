"""Bounds of hidden cells, against reference tables, and the cells hidden to protect them."""

import json
from math import inf
from pathlib import Path

import pytest

from metrics.disclosure.attack import Attack, all_bounds
from metrics.disclosure.hiding import hide_others
from metrics.disclosure.rows import Book
from metrics.disclosure.system import AT_MOST, Cell, Equation, System
from metrics.disclosure.thresholds import reach_needed, width_needed
from metrics.tests.disclosure_tables import Table
from metrics.tests.releases import put, release, tables_of

REFERENCE = json.loads(
    (Path(__file__).parent / "data" / "sdc_reference.json").read_text(encoding="utf-8")
)
WORKED = [[12, 3, 9], [7, 8, 6], [11, 14, 5]]
A1, A2, A3, B1, B2, B3 = (0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)
C1, C2, C3 = (2, 0), (2, 1), (2, 2)


def bounds_of(table):
    return {
        table.cells[unknown].name: (bounds.low, bounds.high)
        for unknown, bounds in all_bounds(table.system).items()
    }


def weak_cells(table):
    return {table.cells[bounds.unknown].name for bounds in Attack(table.system).weak()}


class TestBounds:
    def test_the_norwegian_example_has_the_intervals_given_for_it(self):
        example = REFERENCE["example1"]
        hidden = [
            (example["rows"].index(row), example["cols"].index(column))
            for row, column in example["published_suppressed"]
        ]

        found = bounds_of(Table(example["cells"], hidden, least=0))

        names = [name.split("/") for name in example["protection_intervals_given_published"]]
        assert list(example["protection_intervals_given_published"].values()) == [
            list(found[example["rows"].index(row), example["cols"].index(column)])
            for row, column in names
        ]

    def test_a_cell_hidden_alone_is_worked_out_exactly(self):
        leak = REFERENCE["example_leak"]

        found = bounds_of(Table(leak["cells"], [(0, 1)], least=0))

        assert found == {(0, 1): (0, 0)}

    @pytest.mark.parametrize(
        ("hidden", "expected"),
        [
            ([A2], {A2: (3, 3)}),
            ([A2, A3], {A2: (3, 3), A3: (9, 9)}),
            ([A2, A3, B2, B3], {A2: (0, 11), A3: (1, 12), B2: (0, 11), B3: (3, 14)}),
            ([A2, A1, B2, B1], {A2: (0, 11)}),
            ([A2, A3, C2, C3], {A2: (0, 12)}),
            ([A2, A1, C2, C1], {A2: (0, 15)}),
        ],
    )
    def test_the_worked_example_has_its_intervals(self, hidden, expected):
        found = bounds_of(Table(WORKED, hidden, least=0))

        assert found.items() >= expected.items()

    def test_a_reader_who_sees_zeros_knows_that_a_hidden_cell_is_at_least_one(self):
        found = bounds_of(Table(WORKED, [A2, A3, B2, B3], least=1))

        assert found[A2] == (1, 10)

    def test_a_cell_in_no_sum_has_no_upper_bound(self):
        system = System(
            [Cell(("abroad",), "R", 3, hidden="primary"), Cell(("nation",), "R", 9)], []
        )

        assert [(each.low, each.high) for each in all_bounds(system).values()] == [(1, inf)]

    def test_where_nothing_is_shown_a_cell_may_be_zero(self):
        system = System(
            [Cell(("abroad",), "R", 3, hidden="primary"), Cell(("nation",), "R", 9)], []
        )
        system.hide(1)

        assert {(each.low, each.high) for each in all_bounds(system).values()} == {(0, inf)}

    def test_an_inequality_limits_a_cell_too(self):
        cells = [Cell(("arrests",), "R", 5), Cell(("people",), "R", 4, hidden="primary")]
        system = System(cells, [Equation(1, (0,), AT_MOST)])

        assert [(each.low, each.high) for each in all_bounds(system).values()] == [(1, 5)]

    def test_pence_in_billions_are_solved_to_the_penny(self):
        table = Table([[5, 2], [7, 8_000_000_003]], [(0, 0), (0, 1), (1, 0), (1, 1)])

        assert bounds_of(table)[0, 1] == (1, 6)


class TestHiding:
    def test_three_regions_with_one_small_hide_the_next_smallest(self):
        regions = Table([[14, 3, 22]], [(0, 1), (1, 1)])
        for column in (0, 2, 3):
            regions.cells[regions.at(1, column)].may_hide = True

        assert hide_others(regions.system) == []
        assert {(0, 0), (0, 1)} <= regions.hidden()
        assert (0, 2) not in regions.hidden()
        assert (0, 3) not in regions.hidden()

    def test_the_worked_example_is_made_safe_without_its_totals(self):
        table = Table(WORKED, [A2])

        assert hide_others(table.system) == []
        assert weak_cells(table) == set()
        assert table.hidden() & {(3, 3), (0, 3), (3, 1)} == set()

    @pytest.mark.parametrize("total", [1, 2])
    def test_a_region_with_so_few_has_its_total_hidden_as_well(self, total):
        table = Table([[total, 0, 0], [17, 18, 16], [11, 14, 15]], [(0, 0), (0, 3)])

        assert hide_others(table.system) == []
        assert weak_cells(table) == set()

    def test_zeros_are_shown_while_other_cells_give_cover(self):
        table = Table([[3, 0, 9], [0, 8, 6], [11, 14, 0]], [(0, 0)], table=("inner",))
        for name in [*((3, column) for column in range(4)), *((row, 3) for row in range(3))]:
            table.cells[table.at(*name)].table = ("margin",)

        assert hide_others(table.system) == []
        assert {cell.value for cell in table.cells if cell.hidden}.isdisjoint({0})

    def test_a_zero_is_hidden_rather_than_the_national_total(self):
        cells = [Cell(("all",), "R", 16, table=("ocgs_identified", "nation"), may_hide=True)]
        inner = {"table": ("ocgs_identified", "force"), "may_hide": True}
        cells += [Cell((number,), "R", 1, "primary", **inner) for number in range(10)]
        cells += [Cell((number,), "R", 0, **inner) for number in range(10, 14)]
        cells.append(Cell((14,), "R", 6, table=("ocgs_identified", "force")))
        system = System(cells, [Equation(0, tuple(range(1, 16)))])

        assert hide_others(system) == []
        assert [cell.value for cell in cells if cell.hidden == "secondary"] == [0]
        assert {(each.low, each.high) for each in all_bounds(system).values()} == {(0, 10)}

    def test_what_can_no_longer_be_helped_is_returned(self):
        cells = [Cell(("all",), "R", 9), Cell(("a",), "R", 3, "primary"), Cell(("b",), "R", 6)]

        weak = hide_others(System(cells, [Equation(0, (1, 2))]))

        assert [(each.unknown, each.low, each.high) for each in weak] == [(1, 3, 3)]


class TestControls:
    """The attack finds what is known to be wrong."""

    def test_hiding_only_small_cells_is_caught(self):
        assert weak_cells(Table(WORKED, [A2])) == {A2}

    def test_hiding_a_second_in_the_row_only_is_caught(self):
        assert weak_cells(Table(WORKED, [A2, A3])) == {A2, A3}

    def test_the_published_total_of_a_region_with_one_case_is_caught(self):
        values = [[1, 0, 6], [17, 18, 16], [11, 14, 15]]

        assert (0, 0) in weak_cells(Table(values, [(0, 0)]))

    def test_two_hidden_with_a_total_of_five_are_caught_as_too_small_to_be_shown(self):
        table = Table([[4, 1, 20]], [(0, 0), (0, 1), (1, 0), (1, 1)])

        assert weak_cells(table) == {(0, 0), (0, 1), (1, 0), (1, 1)}


class TestEditions:
    def test_cells_not_revised_are_one_unknown(self):
        example = REFERENCE["example_revision_differencing"]
        assert (example["v1"]["total"], example["v2"]["total"]) == (40, 41)
        first = [40, 7, 3, 30]
        second = [41, 7, 4, 30]
        cells = [
            Cell((name,), sheet, value, "primary" if name in "AB" else "")
            for sheet, values in (("1", first), ("2", second))
            for name, value in zip(("total", "A", "B", "C"), values, strict=True)
        ]
        equations = [Equation(0, (1, 2, 3)), Equation(4, (5, 6, 7))]

        found = all_bounds(System(cells, equations, same=[(1, 5), (3, 7)]))

        assert {(*cells[each].name, cells[each].sheet) for each in found} == {
            ("A", "1"),
            ("B", "1"),
            ("B", "2"),
        }
        assert (found[1].low, found[1].high) == (1, 9)
        assert (found[6].low, found[6].high) == (2, 10)

    def test_a_cell_shown_in_an_earlier_edition_is_no_cover(self):
        cells = [
            Cell(("all",), "2", 19),
            Cell(("a",), "2", 3, "primary"),
            Cell(("b",), "2", 6, may_hide=True),
            Cell(("c",), "2", 10, may_hide=True),
            Cell(("b",), "1", 6),
        ]
        system = System(cells, [Equation(0, (1, 2, 3))], same=[(4, 2)])

        assert hide_others(system) == []
        assert [cell.hidden for cell in cells] == ["", "primary", "", "secondary", ""]

    def test_an_equation_that_the_true_values_do_not_keep_is_no_help_to_anybody(self):
        cells = [Cell(("year",), "Y", 12), Cell(("Q1",), "Q", 4, "primary"), Cell(("Q2",), "Q", 7)]

        found = all_bounds(System(cells, [Equation(0, (1, 2))]))

        assert [(each.low, each.high) for each in found.values()] == [(1, inf)]


class TestHowWideBoundsMustBe:
    @pytest.mark.parametrize(
        ("low", "high", "safe"), [(2, 5, True), (3, 5, False), (1, 4, False), (5, 8, True)]
    )
    def test_a_count_lies_within_three_and_may_be_one_that_is_shown(self, low, high, safe):
        width, reach = width_needed("arrests", 4, 1), reach_needed("arrests")
        cell = Cell(("ERSOU",), "R", 4, hidden="primary", width=width, reach=reach)

        assert System([cell], []).is_safe(0, low, high) is safe

    def test_a_published_cell_asks_for_it(self, db):
        row = put(release(), tables_of([("ERSOU", "-", "ASE", 4)], "arrests"))
        book = Book.of(row)
        book.mark_for_their_own_sake()
        book.arrange()

        system, _ = book.system(["arrests"])

        asked = {(bool(cell.value), cell.width, cell.reach) for cell in system.cells}
        assert asked == {(True, 3, 5), (False, 3, 0)}
