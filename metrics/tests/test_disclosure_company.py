"""One event that comes in late is not told by the only cell that is no zero any more."""

import pytest

from metrics.disclosure import audit, protect
from metrics.disclosure.company import TOGETHER
from metrics.tests.releases import publish, put, release, tables_of

pytestmark = pytest.mark.django_db

FIRST = [("ERSOU", "force-1", "ASE", 1), ("SWROCU", "force-3", "DS", 1)] * 6
LATE = ("EMSOU", "force-7", "LAB", 1)
MORE = [*FIRST[:2], *FIRST[:2]]  # by so much the totals are wrong, so that nothing is held back


def edition(number, events):
    row = put(release(edition=number), tables_of(events, "people_safeguarded"))
    protect(row)
    return row


def editions(*late):
    one = edition(1, FIRST)
    publish(one)
    return one, edition(2, [*FIRST, *MORE, *late])


def gone(one, two, table):
    """Return the keys of cells that the first shows as zero, and the second hides."""
    was = {each.key: each.shown[0] for each in one.figures.filter(table=table)}
    now = two.figures.filter(table=table).exclude(hidden="")
    return sorted(each.key for each in now if was[each.key] == 0)


@pytest.mark.parametrize("table", ["region", "force", "type"])
def test_a_late_event_is_one_of_several_cells_in_each_table(table):
    one, two = editions(LATE)

    keys = gone(one, two, table)

    assert len(keys) >= TOGETHER
    assert any(part in key for key in keys for part in LATE[:3])
    assert audit(two) == []


def test_without_one_no_zero_is_hidden():
    one, two = editions()

    assert [gone(one, two, table) for table in ("region", "force", "type")] == [[], [], []]


def test_which_they_are_is_the_same_each_time_and_rests_on_a_secret(settings):
    one, two = editions(LATE)
    keys = gone(one, two, "force")
    protect(two)
    assert gone(one, two, "force") == keys

    found = set()
    for number in range(5):
        settings.SECRET_KEY = f"another {number}"
        protect(two)
        found.add(tuple(gone(one, two, "force")))
    assert len(found) > 1


def test_a_year_keeps_the_same_company_as_its_quarter():
    """Of other zeros only the cell itself would be in both, and one force and one type told."""
    one, two = editions(LATE)
    publish(two)
    old = put(release("2022/23"), tables_of(FIRST, "people_safeguarded", year=True))
    protect(old)
    publish(old)
    events = [*FIRST, *MORE, LATE]
    new = put(release("2022/23", 2), tables_of(events, "people_safeguarded", year=True))
    protect(new)

    for table in ("region", "force", "type"):
        quarter, year = gone(one, two, table), gone(old, new, table)
        assert len({*quarter} & {*year}) >= TOGETHER, table
