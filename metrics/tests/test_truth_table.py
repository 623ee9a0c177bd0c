"""The figures of small worlds are what a person counted by hand: `data/truth_table.txt`."""

import pytest

from metrics.measures import MEASURES
from metrics.tests.worlds import Teller, asked_and_counted, worlds

WORLDS = worlds()
RULES = range(1, 14)


@pytest.mark.django_db
@pytest.mark.parametrize("world", WORLDS, ids=[world.number for world in WORLDS])
def test_what_is_counted_is_what_was_counted_by_hand(world):
    Teller(world)
    wrong = {}
    for line in world.expected:
        expected, counted = asked_and_counted(line)
        if expected != counted:
            wrong[line] = counted
    assert wrong == {}, world.sentence
    assert world.expected


def test_every_rule_has_its_worlds_and_no_world_stands_twice():
    numbers = [world.number for world in WORLDS]
    assert {world.rule for world in WORLDS} == set(RULES)
    assert len(numbers) == len(set(numbers)) >= 40


def test_every_class_of_measures_is_counted_by_hand():
    asked = {line.split()[0] for world in WORLDS for line in world.expected}
    classes = {measure.measure_class for measure in MEASURES.values()}
    assert asked <= set(MEASURES)
    assert {MEASURES[code].measure_class for code in asked} == classes
