"""What is left of a year is a period of its own, and an untold cell is another than one told."""

import pytest

from metrics.disclosure.equations import choices_of
from metrics.disclosure.rest import rests
from metrics.disclosure.sheets import Sheet
from metrics.disclosure.system import Cell

NATION = ("nation", "", "", "", False)
YEAR = {"cases_opened": 15, "cases_closed": 9, "cases_open": 8, "people_safeguarded": 7}


class Made:
    """Sheets of a year that begins with quarter 4, and of some of its quarters, with cells."""

    def __init__(self, *quarters):
        self.cells, self.sheets = [], []
        self.add("R-Y", 4, 8, YEAR)
        for each in quarters:
            numbers = {"cases_opened": 4, "cases_closed": 2, "cases_open": 5}
            self.add(f"R-{each}", each + 3, each + 4, numbers | {"people_safeguarded": 2})

    def add(self, name, first, after, numbers):
        keys = {}
        for measure, value in numbers.items():
            keys[measure, *NATION] = len(self.cells)
            self.cells.append(Cell((measure, *NATION), name, value))
        self.sheets.append(Sheet(name, first, after, keys))

    def left(self):
        return [*rests(self.sheets, self.cells, first=len(self.cells))]


def numbers_of(rest):
    return {cell.name[0]: cell.value for cell in rest.cells}


def test_three_quarters_leave_the_fourth_with_its_cases():
    (rest,) = Made(1, 2, 3).left()

    assert (rest.sheet.first, rest.sheet.after) == (7, 8)
    left = {"cases_opened": 3, "cases_closed": 3, "cases_open": 8, "cases_supported": 11}
    assert numbers_of(rest) == left
    assert not any(cell.is_secret for cell in rest.cells)


def test_one_quarter_leaves_three_as_one_period():
    (rest,) = Made(1).left()

    assert (rest.sheet.first, rest.sheet.after) == (5, 8)
    assert numbers_of(rest)["cases_opened"] == 11


def test_its_sums_are_true_and_number_its_own_cells():
    made = Made(1, 2, 3)
    (rest,) = made.left()

    cells = made.cells + rest.cells
    assert len(rest.equations) == 3
    assert all(equation.holds(cells) for equation in rest.equations)
    assert {equation.parts[-1] for equation in rest.equations} <= {*range(16, 20)}


@pytest.mark.parametrize("quarters", [(), (1, 3), (1, 2, 3, 4)])
def test_nothing_is_left_where_it_is_no_one_period(quarters):
    """Without a quarter the whole year is left; of all four nothing; and two apart are two."""
    assert Made(*quarters).left() == []


def test_what_a_silent_release_would_have_said_is_a_choice_of_its_own():
    made = Made(2)
    made.add("R-2-2", 5, 6, {"cases_opened": 4})
    made.cells[-1].is_untold = True
    key = ("cases_opened", *NATION)

    told, untold = (sheet.numbers[key] for sheet in made.sheets[1:])
    assert choices_of(key, {2: made.sheets[1:]}, made.cells) == {2: [told, untold]}

    made.cells[-1].is_untold = False
    assert choices_of(key, {2: made.sheets[1:]}, made.cells) == {2: [untold]}
