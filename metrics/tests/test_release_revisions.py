"""Revisions as numbers: against the edition before and the first, and adding up as tables do."""

import pytest

from metrics.releases.revisions import revisions_of
from metrics.tests.releases import put, release, tables_of

pytestmark = pytest.mark.django_db
TOLD = [
    [("ERSOU", "force-1", "ASE", 9), ("EMSOU", "force-2", "CSE", 12)],
    [("ERSOU", "force-1", "ASE", 13), ("EMSOU", "force-2", "CSE", 12)],
    [("ERSOU", "force-3", "ASE", 17), ("EMSOU", "force-2", "CSE", 12), ("TARIAN", "-", "LAB", 6)],
]


@pytest.fixture
def editions():
    made = []
    for number, events in enumerate(TOLD, start=1):
        row = put(release(edition=number), tables_of(events, "arrests"))
        row.revises = made[-1] if made else None
        made.append(row)
    return made


def test_each_is_told_with_the_first_the_edition_before_and_now(editions):
    (row,) = (
        each
        for each in revisions_of(editions[2])
        if (each["table"], each["region"]) == ("region", "ERSOU")
    )
    names = ("first_published", "before", "now", "change")

    assert [row[name] for name in names] == [9, 13, 17, 4]


@pytest.mark.parametrize("number", [1, 2])
def test_changes_of_every_table_add_up_to_that_of_the_nation(editions, number):
    changes = {}
    for row in revisions_of(editions[number]):
        changes[row["table"]] = changes.get(row["table"], 0) + row["change"]

    assert changes == dict.fromkeys(["nation", "region", "force", "type"], changes["nation"])
    assert changes["nation"] == [4, 10][number - 1]


def test_a_first_edition_revises_nothing(editions):
    assert revisions_of(editions[0]) == []


class TestWhatIsHidden:
    def hide(self, row, **cell):
        row.figures.filter(**cell).update(hidden="primary")

    def listed(self, row):
        return [
            (each["region"] or each["force"] or each["primary_type"], each["status"])
            for each in revisions_of(row)
            if each["table"] != "nation"
        ]

    def test_in_both_is_not_listed_whether_it_changed_or_not(self, editions):
        for row in editions[:2]:
            self.hide(row, region="ERSOU")
            self.hide(row, region="EMSOU")
            self.hide(row, force="force-1")
            self.hide(row, primary_type="ASE")

        assert self.listed(editions[1]) == []

    def test_in_one_is_listed_without_its_numbers_changed_or_not(self, editions):
        self.hide(editions[1], region="ERSOU")
        self.hide(editions[1], region="EMSOU")

        found = [each for each in revisions_of(editions[1]) if each["table"] == "region"]

        assert [(each["region"], each["status"]) for each in found] == [
            ("ERSOU", "suppressed"),
            ("EMSOU", "suppressed"),
        ]
        assert {each["before"] for each in found} == {None}
