"""Releases protected and attacked together with every other of their year."""

import pytest

from metrics.disclosure import audit, protect
from metrics.tests.releases import put, release, tables_of

pytestmark = pytest.mark.django_db

PLACES = {"regions": ["ERSOU", "EMSOU", "ROCUWM", "YHROCU"], "forces": ["essex", "-"]}


def events(**by_region):
    """Return events of one each, by region; all of one force and type."""
    return [
        (region, "essex", "ASE", 1) for region, times in by_region.items() for _ in range(times)
    ]


def released(told, period="2022/23-Q3", edition=1, measure="arrests", state="frozen"):
    """Freeze a release of one measure with these events, and protect it."""
    figures = tables_of(told, measure, year="Q" not in period, types=["ASE", "LAB"], **PLACES)
    row = put(release(period, edition), figures)
    done = protect(row)
    type(row).objects.filter(pk=row.pk).update(**{"state": state})
    return row, done


def marks(row, table="region", measure="arrests"):
    """Return how the cells of a table are hidden, by place."""
    found = row.figures.filter(table=table, measure=measure).order_by("pk")
    return {each.region or each.force or each.primary_type: each.hidden for each in found}


def test_the_next_smallest_is_hidden_with_the_one_small_region():
    row, done = released(events(ERSOU=14, EMSOU=3, ROCUWM=22))

    assert marks(row) == {"ERSOU": "secondary", "EMSOU": "primary", "ROCUWM": "", "YHROCU": ""}
    assert marks(row, "nation") == {"": ""}
    assert done.held == []
    assert audit(row) == []


def test_the_sum_that_gives_a_cell_away_is_named():
    row, _ = released(events(ERSOU=3, ROCUWM=22, YHROCU=14))
    row.figures.exclude(region="ERSOU").update(hidden="")

    (finding,) = audit(row)

    assert finding.sentence == (
        "ERSOU can be worked out: England and Wales 39 less ROCUWM 22 and YHROCU 14"
    )
    assert (finding.figure.region, finding.low, finding.high) == ("ERSOU", 3, 3)
