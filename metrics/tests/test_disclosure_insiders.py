"""A region or a force sees its own live: beside what is published that gives no other away."""

import pytest

from metrics.disclosure import audit, protect
from metrics.disclosure.insiders import told_by_own
from metrics.disclosure.rows import Book
from metrics.disclosure.system import Cell, Equation, System
from metrics.tests.releases import put, release, tables_of
from toex.forces.models import Force
from toex.forces.tests.factories import ForceFactory, RegionFactory

pytestmark = pytest.mark.django_db
REGIONS = ["ERSOU", "EMSOU", "ROCUWM", "YHROCU"]


def small(value, *seen_by, hidden="primary"):
    return Cell(("a", *seen_by), "R-1", value, hidden, seen_by=frozenset(seen_by))


def told(*parts, total=9):
    cells = [Cell(("total",), "R-1", total), *parts]
    system = System(cells, [Equation(0, tuple(range(1, len(cells))))])
    return [(unknown, place) for row in system.rows for unknown, place in told_by_own(system, row)]


class TestToldByOwn:
    def test_each_of_two_places_has_the_others_number(self):
        assert told(small(2, "ERSOU"), small(3, "EMSOU"), small(4, "LONDON", hidden="")) == [
            (1, "EMSOU"),
            (2, "ERSOU"),
        ]

    def test_of_three_nobody_has_any(self):
        found = told(small(2, "ERSOU"), small(3, "EMSOU"), small(4, "LONDON", hidden="secondary"))
        assert found == []

    def test_a_region_sees_its_forces_and_a_force_no_other(self):
        found = told(small(2, "ERSOU", "essex"), small(3, "ERSOU", "kent"), total=5)
        assert found == [(2, "essex"), (1, "kent")]

    def test_what_is_hidden_for_others_alone_is_no_secret_of_theirs(self):
        assert told(small(2, "ERSOU", hidden="secondary"), small(7, "EMSOU", hidden="")) == []
        assert told(small(2, "ERSOU"), small(7, "EMSOU", hidden="secondary")) == [(1, "EMSOU")]


@pytest.fixture
def forces():
    for code in REGIONS:
        ForceFactory(code=f"in-{code.lower()}", region=RegionFactory(code=code))
    return [*Force.objects.values_list("code", flat=True)]


def year(forces, asked):
    """Save a year of requests: some of every region of the usual kind, and those `asked` for."""
    events = [(region, f"in-{region.lower()}", "CSE", 1) for region in REGIONS for _ in range(9)]
    events += [(region, f"in-{region.lower()}", "ASE", 1) for region in asked]
    figures = tables_of(
        events,
        "requests_received",
        year=True,
        regions=REGIONS,
        forces=[*forces, "-"],
        types=["ASE", "CSE", "LAB"],
    )
    return put(release("2022/23"), figures)


def test_two_regions_with_a_few_of_one_kind_have_a_third_hidden_with_them(forces):
    row = year(forces, ["ERSOU"] * 3 + ["EMSOU"] * 2)

    protect(row)

    kind = row.figures.filter(primary_type="ASE").exclude(hidden="")
    assert kind.filter(table="region_type").count() >= 3 or kind.filter(table="type").exists()
    book = Book.of(row)
    book.arrange()
    system, _ = book.system(("requests_received",))
    assert [found for each in system.rows for found in told_by_own(system, each)] == []
    assert audit(row) == []


def test_a_figure_is_seen_by_its_region_and_its_force(forces):
    row = year(forces, ["ERSOU"])
    book = Book.of(row)
    book.arrange()
    system, figures = book.system(("requests_received",))

    seen = {
        (figure.table, figure.region or figure.force): cell.seen_by
        for cell, figure in zip(system.cells, figures, strict=False)
    }

    assert seen["region", "ERSOU"] == {"ERSOU"}
    assert seen["force", "in-ersou"] == {"ERSOU", "in-ersou"}
    assert seen["nation", ""] == seen["type", ""] == frozenset()
