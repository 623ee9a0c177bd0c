"""The rules of outcomes, as tables, without a database."""

from datetime import date

import pytest

from cases.choices import OutcomeKind
from cases.outcomes import (
    is_subject_key,
    kind_problems,
    problems_of,
    role_of,
    takes,
    threat_kind_of,
)

OPENED, TODAY = date(2026, 4, 1), date(2026, 4, 30)
ARREST = {"kind": "arrest", "occurred_on": date(2026, 4, 10), "attribution": "direct"}
VALUES = {
    "age_group": "child",
    "warrant_type": "search",
    "months": 12,
    "life": True,
    "order_type": "STRO",
    "level": "major",
    "four_p": "pursue",
    "partner": "Exercise Partner",
    "stage": "seized",
    "amount_pence": 0,
}
NEEDED = {"disruption": {"level"}, "asset": {"stage", "amount_pence"}}


def wrong(**given):
    return [name for name, _ in problems_of({**ARREST, **given}, opened_on=OPENED, today=TODAY)]


class TestKindFields:
    @pytest.mark.parametrize("name", VALUES)
    @pytest.mark.parametrize("kind", OutcomeKind)
    def test_a_field_that_the_kind_does_not_take_is_an_error(self, kind, name):
        needed = {field: VALUES[field] for field in NEEDED.get(kind, ())}

        problems = kind_problems(kind, {**needed, name: VALUES[name]})

        assert [field for field, _ in problems] == ([] if name in takes(kind) else [name])

    @pytest.mark.parametrize("kind", OutcomeKind)
    def test_what_a_kind_needs_is_asked_for(self, kind):
        assert {field for field, _ in kind_problems(kind, {})} == NEEDED.get(kind, set())

    def test_nothing_said_is_no_error(self):
        assert kind_problems("arrest", {"life": False, "months": None, "level": ""}) == []

    @pytest.mark.parametrize(
        ("kind", "given", "field"),
        [
            ("person_safeguarded", {"age_group": "elderly"}, "age_group"),
            ("conviction", {"months": -1}, "months"),
            ("conviction", {"months": 1201}, "months"),
            ("asset", {"stage": "seized", "amount_pence": -1}, "amount_pence"),
            ("asset", {"stage": "sold", "amount_pence": 1}, "stage"),
            ("disruption", {"level": "huge", "four_p": "pursue"}, "level"),
        ],
    )
    def test_a_value_out_of_range_is_an_error(self, kind, given, field):
        assert [name for name, _ in kind_problems(kind, given)] == [field]


class TestProblems:
    def test_an_arrest_needs_no_more_than_a_day_and_an_attribution(self):
        assert wrong() == []

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"occurred_on": date(2026, 5, 1)}, "occurred_on"),
            ({"occurred_on": date(2026, 3, 31)}, "occurred_on"),
            ({"attribution": "mine"}, "attribution"),
            ({"subject_key": "abc"}, "subject_key"),
            ({"quantity": 0}, "quantity"),
            ({"quantity": 1_000_001}, "quantity"),
            ({"quantity": 2, "subject_key": "KEY-1"}, "quantity"),
            ({"country": "XX"}, "country"),
            ({"country": "gb"}, "country"),
        ],
    )
    def test_what_does_not_fit_is_named(self, given, field):
        assert wrong(**given) == [field]

    @pytest.mark.parametrize("day", [OPENED, TODAY])
    def test_the_first_and_the_last_day_both_fit(self, day):
        assert wrong(occurred_on=day) == []

    def test_everything_wrong_is_said_at_once(self):
        assert wrong(country="XX", quantity=0, months=3) == ["quantity", "country", "months"]


class TestSubjects:
    @pytest.mark.parametrize("key", ["ABCD", "0-/0", "NICHE-00417", "A" * 32])
    def test_a_key_has_4_to_32_capital_letters_digits_slashes_and_hyphens(self, key):
        assert is_subject_key(key)

    @pytest.mark.parametrize("key", ["ABC", "A" * 33, "-ABC", "abcd", "AB CD", "ABCD\n", "ÄBCD"])
    def test_anything_else_is_no_key(self, key):
        assert not is_subject_key(key)

    @pytest.mark.parametrize(
        ("kind", "role"),
        [
            ("arrest", "suspect"),
            ("charge", "suspect"),
            ("suspect_identified", "suspect"),
            ("voluntary_interview", "suspect"),
            ("conviction", "convicted"),
            ("person_safeguarded", "victim"),
            ("potential_victim_identified", "victim"),
            ("nrm_referral", "victim"),
            ("duty_to_notify", "victim"),
            ("poi_identified", "poi"),
            ("warrant_executed", None),
            ("disruption", None),
        ],
    )
    def test_a_kind_implies_the_role_of_its_subject(self, kind, role):
        assert role_of(kind) == role

    def test_three_kinds_name_a_threat_of_their_own_kind(self):
        named = {kind: threat_kind_of(kind) for kind in OutcomeKind if threat_kind_of(kind)}

        assert named == {
            "ocg_identified": "ocg",
            "priority_individual_identified": "priority_individual",
            "vulnerability_identified": "vulnerability",
        }
