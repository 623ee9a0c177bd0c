"""A later edition revises, holds back or withdraws, and never repeats a number that is wrong."""

import json

import pytest
from django.core.management import call_command

from metrics.disclosure import audit, protect
from metrics.disclosure.holding import is_revised
from metrics.models import ReleaseFigure
from metrics.releases.changes import changes_of
from metrics.releases.snapshot import snapshot_of
from metrics.tests.releases import tables_of
from metrics.tests.test_disclosure import PLACES, events, marks, released
from metrics.tests.test_disclosure_property import Attacker

pytestmark = pytest.mark.django_db


def editions(first, second):
    """Publish one edition, and freeze the next."""
    one, _ = released(events(**first), state="published")
    two, done = released(events(**second), edition=2)
    if done.held:
        type(two).objects.filter(pk=two.pk).update(held=done.held)
        two.refresh_from_db()
    assert Attacker([one, two]).worked_out() == []
    assert audit(two) == []
    return one, two


def shown(row, **cell):
    return row.figures.get(**{"table": "nation", "abroad": False, **cell}).shown[0]


class TestTheTotal:
    def test_is_revised_where_that_gives_nothing_away(self):
        first = {"ERSOU": 4, "EMSOU": 12, "ROCUWM": 15, "YHROCU": 20}
        _, row = editions(first, first | {"ERSOU": 0, "EMSOU": 10})

        assert (row.held, shown(row)) == ([], 45)

    def test_is_withdrawn_where_the_new_one_would_give_a_small_number_away(self):
        first = {"ERSOU": 8, "EMSOU": 30, "ROCUWM": 40, "YHROCU": 0}
        _, row = editions(first, first | {"ERSOU": 2})

        assert (row.held, shown(row), marks(row)["ERSOU"]) == ([], None, "primary")
        assert shown(row, table="region", region="EMSOU") == 30
        assert row.figures.get(table="nation").value == 72  # what was counted stays inside

    def test_is_held_where_it_is_wrong_by_less_than_three(self):
        first = {"ERSOU": 6, "EMSOU": 30, "ROCUWM": 40}
        _, row = editions(first, first | {"ERSOU": 4})

        assert (row.held, shown(row)) == (["arrests"], 76)
        assert shown(row, table="region", region="ERSOU") == 6

    def test_may_stay_while_the_regions_are_withdrawn(self):
        first = {"ERSOU": 5, "EMSOU": 0, "ROCUWM": 40}
        _, row = editions(first, first | {"ERSOU": 2, "EMSOU": 3})

        assert shown(row) == 45
        assert [shown(row, table="region", region=name) for name in ("ERSOU", "EMSOU")] == [
            None
        ] * 2


@pytest.mark.parametrize("edit", [{"ERSOU": 1}, {"EMSOU": 9}, {"ERSOU": 9, "EMSOU": 1}, {}])
@pytest.mark.parametrize("first", [{"ERSOU": 4, "EMSOU": 6}, {"ERSOU": 12, "EMSOU": 30}])
def test_no_number_that_is_wrong_by_three_or_more_is_said_again(first, edit):
    first = {"ROCUWM": 22, "YHROCU": 31} | first
    told = tables_of(events(**first | edit), "arrests", types=["ASE", "LAB"], **PLACES)
    true = {figure.key: figure.value for figure in told}

    _, row = editions(first, first | edit)

    off = [
        figure.key
        for figure in row.figures.all()
        if not figure.hidden and abs(figure.value - true[figure.key]) >= 3
    ]
    assert off == []


@pytest.mark.parametrize(
    ("measure", "before", "now", "revised"),
    [
        ("arrests", 628, 630, False),
        ("arrests", 628, 631, True),
        ("sentence_months", 628, 652, False),
        ("sentence_months", 628, 700, True),
        ("sentence_months", 628, 628, False),
    ],
)
def test_months_are_wrong_by_a_share_and_counts_by_a_number(measure, before, now, revised):
    """By a number, one late conviction would be told with all its months."""
    told = {"measure": measure, "status": "ok"}
    cells = [ReleaseFigure(value=value, **told) for value in (now, before)]
    assert is_revised(*cells) is revised


def test_protecting_it_again_keeps_it_withdrawn():
    first = {"ERSOU": 8, "EMSOU": 30, "ROCUWM": 40, "YHROCU": 0}
    _, row = editions(first, first | {"ERSOU": 2})
    before = marks(row), shown(row)

    protect(row)

    assert (marks(row), shown(row)) == before


class TestTheSentences:
    def said(self, first, second):
        call_command("load_forces", verbosity=0)
        one, row = editions(first, second)
        type(row).objects.filter(pk=row.pk).update(revises=one)
        row.refresh_from_db()
        return json.loads(json.dumps(snapshot_of(row)))

    def test_no_edition_that_holds_something_back_says_that_nothing_changed(self):
        first = {"ERSOU": 6, "EMSOU": 30, "ROCUWM": 40}
        snapshot = self.said(first, first | {"ERSOU": 4})

        assert changes_of(snapshot).note == (
            "No change is published; small changes are held back of: Arrests."
        )
        assert any("each of less than three" in note for note in snapshot["notes"])

    def test_what_is_withdrawn_is_said_and_listed_without_a_number(self):
        first = {"ERSOU": 8, "EMSOU": 30, "ROCUWM": 40, "YHROCU": 0}
        snapshot = self.said(first, first | {"ERSOU": 2})

        changes = changes_of(snapshot)
        (note,) = [each for each in snapshot["notes"] if each.endswith(": Arrests.")]
        assert note.startswith("The total published before is withdrawn")
        assert "all of them are hidden" in changes.note
        assert "arrest" not in json.dumps(snapshot["commentary"])
        assert {row.now for row in changes.rows} == {"[c]"}

    def test_without_anything_held_an_edition_without_a_change_says_so(self):
        first = {"ERSOU": 8, "EMSOU": 30}
        assert changes_of(self.said(first, first)).note == "No published figure has changed."
