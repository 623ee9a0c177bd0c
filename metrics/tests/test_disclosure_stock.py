"""What is open when a period ends is supported in the next, and may be given away by it."""

import pytest

from metrics.disclosure import audit, protect
from metrics.models import Release
from metrics.tests.releases import put, release, tables_of
from toex.forces.tests.factories import ForceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forces():
    ForceFactory(code="kent", short_name="Kent")


PLACES = {"regions": ["ERSOU", "EMSOU"], "forces": ["essex", "kent", "derbyshire", "-"]}
REGION_OF = {"essex": "ERSOU", "kent": "ERSOU", "derbyshire": "EMSOU"}
BEFORE = {"open": {"essex": 8, "kent": 1, "derbyshire": 9}, "opened": {"derbyshire": 5}}
AFTER = {"open": {"essex": 8, "kent": 6, "derbyshire": 9}, "opened": {"kent": 5}}


def cases(period, *, edition=1, **told):
    """Save a release of numbers of cases by force: all that were supported are open at its end."""
    figures = []
    for measure, by_force in (
        ("cases_open", told["open"]),
        ("cases_opened", told["opened"]),
        ("cases_closed", {}),
        ("cases_supported", told["open"]),
    ):
        events = [
            (REGION_OF[force], force, "ASE", 1)
            for force, number in by_force.items()
            for _ in range(number)
        ]
        year = "Q" not in period
        figures += tables_of(events, measure, year=year, types=["ASE", "LAB"], **PLACES)
    return put(release(period, edition), figures)


def out(row):
    protect(row)
    Release.objects.filter(pk=row.pk).update(state="published")
    return row


def marks(row, force):
    found = row.figures.filter(table="force", force=force).exclude(hidden="")
    return set(found.values_list("measure", flat=True))


NEXT = [
    ("2022/23-Q1", "2022/23-Q2"),
    ("2021/22-Q4", "2022/23-Q1"),
    ("2021/22", "2022/23-Q1"),
    ("2021/22-Q4", "2022/23"),
]


@pytest.mark.parametrize(("before", "after"), NEXT)
class TestTwoPeriodsAfterEachOther:
    def test_the_one_open_case_is_hidden_but_would_be_given_away_by_the_next(self, before, after):
        first = out(cases(before, **BEFORE))
        row = cases(after, **AFTER)

        assert "cases_open" in marks(first, "kent")
        kent = first.figures.get(measure="cases_open", force="kent")
        found = [each for each in audit(row) if each.figure == kent]
        assert [(each.low, each.high) for each in found] == [(1, 1)]
        assert "Cases supported, Kent 6 less Cases opened, Kent 5" in found[0].sentence

    def test_the_next_hides_what_would_do_so(self, before, after):
        out(cases(before, **BEFORE))
        row = out(cases(after, **AFTER))

        assert marks(row, "kent") & {"cases_opened", "cases_supported"}
        assert audit(row) == []

    def test_and_so_it_is_where_the_later_one_came_out_first(self, before, after):
        """Of six supported and five opened, one was open before: told, though nobody says so."""
        later = out(cases(after, **AFTER))
        assert marks(later, "kent") & {"cases_opened", "cases_supported"}

        row = out(cases(before, **BEFORE))

        assert audit(row) == []
