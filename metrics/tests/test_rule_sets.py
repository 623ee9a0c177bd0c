"""Rule sets as data, and the pages that tell of them."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from metrics.measures import MEASURES, RULE_SET
from metrics.measures.rule_sets import CURRENT, RULE_SETS, change_log, rule_set_on
from toex.accounts.tests.factories import UserFactory


def test_the_rule_set_that_counts_is_the_last_one():
    assert CURRENT.code == RULE_SET == "2022.1"
    assert [each.first for each in RULE_SETS] == sorted({each.first for each in RULE_SETS})


def test_a_day_is_counted_by_the_rule_set_that_holds_then():
    assert rule_set_on(date(2021, 9, 1)) is CURRENT
    assert rule_set_on(date(2021, 9, 1) - timedelta(days=1)) is None


def test_a_change_names_measures_that_exist():
    named = {code for each in RULE_SETS for change in each.changes for code in change.measures}
    assert named <= set(MEASURES)


@pytest.mark.parametrize(("code", "number"), [("arrests", 1), ("ocgs_identified", 2)])
def test_the_log_of_a_measure_has_what_touches_it(code, number):
    ((rule_set, changes),) = change_log(code)
    assert (rule_set.code, len(changes)) == ("2022.1", number)


@pytest.mark.django_db
def test_a_definition_says_what_counts_since_when_and_where_the_figure_is():
    client = Client()
    client.force_login(UserFactory(programme_office=True))
    told = client.get(reverse("metrics:measure", args=["disruptions"])).content.decode()
    for part in (
        "What does not count",
        "1 September 2021",
        "Levels “none” and “negative” are shown apart and not counted.",
        "?show=disruptions",
    ):
        assert part in told
