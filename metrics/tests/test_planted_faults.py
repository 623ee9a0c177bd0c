"""Each fault that counting might have is planted once, and has to be noticed.

It is noticed by the second count of one large world or, failing that, by the truth table; faults
of what is kept are noticed by a recount.
"""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction

from metrics.counting import items_of
from metrics.figures import load_for
from metrics.index import marks
from metrics.tests.both_counts import first_count, query, second_count
from metrics.tests.chronicles import LATER, MOMENTS, PERIODS, Chronicle, large_world, some_acts
from metrics.tests.faults import FAULTS
from metrics.tests.second_count import Question, judged
from metrics.tests.worlds import Teller, asked_and_counted, worlds
from toex.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db

ACTS = 700
SEED = 7  # faults are planted in one world, whatever is asked of other tests
QUESTIONS = [
    ("2021/22-Q4", LATER, {"by": ("region", "force", "primary_type")}),
    ("2021/22", MOMENTS[9], {"by": ("region", "primary_type")}),
    ("2022/23", LATER, {"by": ("region",), "basis": "contribution"}),
    ("2021/22-Q3", LATER, {"by": ("region",), "basis": "location"}),
    ("2022-03", LATER, {"by": ("region",)}),
    ("2022/23-Q1", LATER, {"by": ("region",)}),
]


@contextmanager
def planted(fault):
    with pytest.MonkeyPatch.context() as patch:

        def plant(where, name, wrong):
            if isinstance(where, dict):
                patch.setitem(where, name, wrong)
            else:
                patch.setattr(where, name, wrong, raising=name != "set")

        fault(plant)
        yield


class Noticing:
    """Knows what the second count says, and asks the first whether it says the same."""

    def __init__(self, reader):
        self.reader = reader
        self.expected = [second_count(query(period, at, **how)) for period, at, how in QUESTIONS]
        period, at, _ = QUESTIONS[0]
        self.rules = {
            measure.code: judged(Question(measure.code, *PERIODS[period], at))
            for measure in query(period, at).measures
            if measure.is_of_outcomes
        }

    def by_second_count(self):
        """Return the first measures of which the counts differ."""
        for (period, at, how), expected in zip(QUESTIONS, self.expected, strict=True):
            found = first_count(query(period, at, **how), self.reader)
            if found != expected:
                return [code for code in found if found[code] != expected[code]]
        return self.by_rules()

    def by_rules(self):
        period, at, _ = QUESTIONS[0]
        asked = query(period, at)
        world, differ = load_for(asked), []
        for measure in asked.measures:
            if measure.is_of_outcomes:
                how = {"basis": asked.basis, "attribution": asked.attribution}
                items = items_of(world, measure, asked.period, **how)
                expected = sorted((pk, rule) for _, pk, *_, rule in self.rules[measure.code])
                if sorted((item.id, item.rule) for item in items) != expected:
                    differ.append(measure.code)
        return differ


def by_truth_table():
    """Return the first sentence of the truth table that does not hold."""
    for world in worlds():
        with transaction.atomic():
            Teller(world)
            pairs = [asked_and_counted(line) for line in world.expected]
            transaction.set_rollback(True)
        if any(expected != counted for expected, counted in pairs):
            return world.sentence
    return ""


def test_every_planted_fault_is_noticed():
    with transaction.atomic():
        Chronicle().tell(large_world(SEED, ACTS))
        noticing = Noticing(UserFactory(programme_office=True))
        assert noticing.by_second_count() == []
        unnoticed = []
        for name, fault in FAULTS.items():
            with planted(fault):
                if not noticing.by_second_count():
                    unnoticed.append(name)
        assert noticing.by_second_count() == [], "a fault was not taken out again"
        transaction.set_rollback(True)
    missed = []
    for name in unnoticed:
        with planted(FAULTS[name]):
            if not by_truth_table():
                missed.append(name)
    assert len(FAULTS) > 50
    assert missed == []


CHANGES = {
    "activity": ["develop"],
    "case": ["hand_over", "retype_case"],
    "hold": ["hold", "resume"],
    "link": ["link"],
    "outcome": ["outcome", "verify", "void"],
    "product": ["product"],
    "request": ["request", "decide", "pass_on", "retype_request", "give_back"],
    "spell": ["close", "reopen"],
    "terms": ["terms"],
    "threat": ["flag"],
}


@pytest.mark.parametrize("what", sorted(marks.READ))
def test_a_change_that_marks_nothing_is_noticed(what, monkeypatch):
    """What is kept would go on saying what was so before."""
    acts = large_world(SEED, 200) + some_acts(SEED, 20, ["terms", "product"])
    others = [act for act in acts if act[1] not in CHANGES[what]]
    chronicle = Chronicle().tell(others)
    reader, periods = UserFactory(programme_office=True), ("2021/22", "2022/23")

    def kept_is_counted(moment):
        how = {"by": ("region", "primary_type")}
        return all(
            first_count(query(period, moment, live=True, **how), reader)
            == first_count(query(period, moment, **how), reader)
            for period in periods
        )

    assert kept_is_counted(LATER)
    chronicle.tell(some_acts(SEED, 40, CHANGES[what], MOMENTS[3:]))
    monkeypatch.setitem(marks.READ, what, lambda dirt, rows, owners: None)
    assert not kept_is_counted(LATER + timedelta(days=1))
