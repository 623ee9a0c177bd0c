"""One event that comes in late is not told by the only cell that is no zero any more."""

import pytest

from metrics.disclosure import audit, protect
from metrics.disclosure.company import TOGETHER
from metrics.models import Release
from metrics.tests.releases import put, release, tables_of

pytestmark = pytest.mark.django_db

FIRST = [("ERSOU", "force-1", "ASE", 1), ("SWROCU", "force-3", "DS", 1)]
LATE = ("EMSOU", "force-7", "LAB", 1)


def edition(number, events):
    row = put(release(edition=number), tables_of(events, "people_safeguarded"))
    protect(row)
    return row


def editions(*late):
    one = edition(1, FIRST)
    Release.objects.filter(pk=one.pk).update(
        state="published",
        frozen_by=one.created_by,
        approved_by=release("2010/11").created_by,
        approved_at=one.publish_at,
    )
    return one, edition(2, [*FIRST, *late])


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
    one, two = editions(FIRST[0])

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
