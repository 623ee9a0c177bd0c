"""A small number left of a year beside its quarters is in no table, and is protected."""

import pytest

from metrics.disclosure import audit, protect
from metrics.disclosure.rows import Book
from metrics.models import Release
from metrics.tests.releases import put, release, tables_of

pytestmark = pytest.mark.django_db

REGIONS = ["ERSOU", "EMSOU", "ROCUWM"]


def arrests(period, *, edition=1, measure="arrests", **numbers):
    told = [(region, "-", "ASE", 1) for region, number in numbers.items() for _ in range(number)]
    year = "Q" not in period
    figures = tables_of(
        told, measure, year=year, regions=REGIONS, forces=["-"], types=["ASE", "LAB"]
    )
    return put(release(period, edition), figures)


def out(row):
    protect(row)
    Release.objects.filter(pk=row.pk).update(state="published")
    return row


def shown(row):
    regions = row.figures.filter(table="region").order_by("region")
    return {each.region: int(each.value) for each in regions if not each.hidden}


YEAR = {"ERSOU": 22, "EMSOU": 40, "ROCUWM": 30}
QUARTER = {"ERSOU": 20, "EMSOU": 20, "ROCUWM": 10}


@pytest.mark.parametrize("order", [["2022/23", "2022/23-Q4"], ["2022/23-Q4", "2022/23"]])
class TestTwoThatAreLeftOfTheYear:
    def made(self, order):
        numbers = {"2022/23": YEAR, "2022/23-Q4": QUARTER}
        out(arrests(order[0], **numbers[order[0]]))
        return arrests(order[1], **numbers[order[1]])

    def test_are_found(self, order):
        found = audit(self.made(order))

        assert [(each.figure.region, each.low, each.high) for each in found] == [("ERSOU", 2, 2)]
        assert "the rest of the year of R-2022-23-1" in found[0].sentence

    def test_cannot_be_worked_out_from_what_comes_out(self, order):
        row = out(self.made(order))

        assert "ERSOU" not in shown(row)
        assert audit(row) == []


def test_much_or_nothing_that_is_left_hides_nothing():
    out(arrests("2022/23", ERSOU=20, EMSOU=40, ROCUWM=30))
    row = out(arrests("2022/23-Q4", **QUARTER))

    assert shown(row) == QUARTER


def test_the_last_quarter_shows_its_own_small_number_as_hidden():
    out(arrests("2022/23", **YEAR))
    for number in (1, 2):
        out(arrests(f"2022/23-Q{number}", ERSOU=10, EMSOU=10, ROCUWM=10))
    out(arrests("2022/23-Q3", EMSOU=10, ROCUWM=5))
    row = out(arrests("2022/23-Q4", ERSOU=2, EMSOU=10, ROCUWM=5))

    assert "ERSOU" not in shown(row)
    assert audit(row) == []


def test_silence_has_nothing_that_the_silent_release_leaves_over():
    out(arrests("2022/23", **YEAR))
    book = Book.of(arrests("2022/23-Q4", **QUARTER))
    book.arrange()

    left = "the rest of the year of R-2022-23-1"
    told = {
        with_left: book.system(("arrests",), is_silent=True, with_left=with_left)[0].cells
        for with_left in (True, False)
    }

    assert left in {cell.sheet for cell in told[True]}
    assert left not in {cell.sheet for cell in told[False]}


class TestADecision:
    """A request is seldom decided so twice: a year is mostly the sum of its quarters."""

    @pytest.mark.parametrize("measure", ["requests_declined", "arrests"])
    def test_is_left_over_of_a_year_too(self, measure):
        out(arrests("2022/23-Q4", measure=measure, **QUARTER))

        row = out(arrests("2022/23", measure=measure, **YEAR))

        assert "ERSOU" not in shown(row)
