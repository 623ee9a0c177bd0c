"""What holds in any world: worlds made by chance, asked about in ways picked by chance.

The same worlds in every run; `QA_WORLDS=500` tries so many new ones for each promise.
"""

import os
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from metrics.cells import Cell
from metrics.choices import Basis
from metrics.figures import load_for
from metrics.measures import MEASURES
from metrics.records import divide
from metrics.tests.both_counts import differences, first_count, query
from metrics.tests.chronicles import (
    LATER,
    MOMENTS,
    OTHERS,
    PEOPLE,
    PERIODS,
    REGIONS,
    THREATS,
    Chronicle,
    worlds,
)
from metrics.tests.second_count import Question, judged
from toex.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db

OF_OUTCOMES = [code for code, measure in MEASURES.items() if measure.is_of_outcomes]
ADDING = [code for code, measure in MEASURES.items() if not measure.is_of_times]
BREAKDOWNS = st.sampled_from(
    [(), ("region",), ("force",), ("primary_type",), ("region", "force", "primary_type")]
)
periods, bases = st.sampled_from(list(PERIODS)), st.sampled_from(Basis.values)
moments = st.sampled_from([*MOMENTS, LATER, LATER, LATER])
attributions = st.sampled_from(
    [("direct", "contributed")] * 3 + [("associated",), ("external", "direct")]
)


def tries(number):
    """Try so many worlds, or as many as are asked for."""
    if "QA_WORLDS" in os.environ:
        return settings(suppress_health_check=list(HealthCheck))
    return settings(max_examples=number, suppress_health_check=list(HealthCheck))


@contextmanager
def told(acts=()):
    """Tell a world, and take it back afterwards; also return somebody who sees all figures."""
    with transaction.atomic():
        yield Chronicle().tell(acts), UserFactory(programme_office=True)
        transaction.set_rollback(True)


@tries(60)
@given(worlds(), periods, moments, BREAKDOWNS, bases, attributions)
def test_both_counts_agree(acts, period, known_at, by, basis, attribution):
    with told(acts) as (_, reader):
        asked = query(period, known_at, by=by, basis=basis, attribution=attribution)
        assert differences(asked, reader) == {}


@tries(20)
@given(worlds(), periods, moments, st.sampled_from(["lead", "location"]), attributions)
def test_regions_forces_and_types_add_up_to_the_nation(acts, period, known_at, basis, attribution):
    more = {"basis": basis, "attribution": attribution, "measures": ADDING}
    with told(acts) as (_, reader):
        world = load_for(query(period, known_at, **more))
        nation = first_count(query(period, known_at, **more), reader, world)
        for by in (("region",), ("force",), ("primary_type",)):
            parts = first_count(query(period, known_at, by=by, **more), reader, world)
            sums = {
                code: {
                    (abroad,): sum(v for (*_, a), (v, _) in cells.items() if a == abroad)
                    for abroad in {key[-1] for key in cells}
                }
                for code, cells in parts.items()
            }
            values = {
                code: {key: value for key, (value, _) in cells.items()}
                for code, cells in nation.items()
            }
            assert sums == values


@tries(20)
@given(
    worlds(),
    periods,
    moments,
    bases,
    attributions,
    st.sampled_from([{}, *({"region": code} for code in [*REGIONS, None])]),
)
def test_each_event_is_included_or_excluded_by_exactly_one_rule(
    acts, period, known_at, basis, attribution, places
):
    more = {"basis": basis, "attribution": attribution, "by": tuple(places)}
    with told(acts):
        world = load_for(query(period, known_at, measures=OF_OUTCOMES, **more))
        for code in OF_OUTCOMES:
            asked = query(period, known_at, measures=[code], **more)
            expected = judged(Question(code, *PERIODS[period], known_at, **more))
            for abroad in (False, True):
                included, excluded = divide(world, asked, Cell(places, asked.period, {}, abroad))
                items = [(item.id, item.amount, item.rule) for item in [*included, *excluded]]
                assert sorted(items) == sorted(
                    (pk, amount, _rule_in(abroad, was_abroad, rule))
                    for _, pk, region, _, _, was_abroad, amount, rule in expected
                    if places.get("region", region) == region and (was_abroad or not abroad)
                )
                assert not any(item.rule for item in included)


def _rule_in(abroad, was_abroad, rule):
    if was_abroad and not abroad and rule not in ("not_verified", "void", "attribution"):
        return "abroad"
    return rule


# An event that would count in the period, were it not for one thing.
COUNTS = {
    **{"key": "K-01", "quantity": 1, "force": "north-a", "country": "GB", "attribution": "direct"},
    **{"verified": True, "pence": 5, "age_group": "child", "level": "major", "stage": "seized"},
    **{"months": 4, "life": False},
}
BEFORE, AFTER = {"day": "before"}, {"day": "after"}
DRAFT, VOID = {"verified": False}, {"void": True}
APART = [{"attribution": "external"}, {"attribution": "associated"}]
UNMEASURED = [{"kind": "voluntary_interview"}, {"kind": "intelligence_report"}]
once_ever = st.tuples(
    st.sampled_from(list(THREATS)), st.sampled_from([AFTER, DRAFT, VOID, *APART, *UNMEASURED])
)
in_the_period = st.tuples(
    st.sampled_from([*PEOPLE, *OTHERS]),
    st.sampled_from([BEFORE, AFTER, DRAFT, VOID, *APART, *UNMEASURED]),
)


@tries(20)
@given(worlds(), periods, BREAKDOWNS, once_ever | in_the_period)
def test_an_event_out_of_scope_changes_nothing(acts, period, by, odd):
    first, last = PERIODS[period]
    days = {"before": first - timedelta(days=1), "after": last + timedelta(days=1)}
    kind, more = odd
    with told(acts) as (chronicle, reader):
        asked = query(period, LATER, by=by)
        before = first_count(asked, reader)
        made = _record(chronicle, {**COUNTS, "kind": kind, "day": last, **more}, days)
        event("moved" if "day" in more and made != days[more["day"]] else "where it was put")
        # An event never lies before its case: what was moved into the period is not out of it.
        if "day" not in more or not first <= made <= last:
            assert first_count(asked, reader) == before


def _record(chronicle, fields, days):
    """Add the event to the case opened first, long after everything else; return its day."""
    chronicle.moment = chronicle.at = LATER - timedelta(days=1)
    fields["day"] = days.get(fields["day"], fields["day"])
    is_void = fields.pop("void", False)
    threat = chronicle.threats[0] if chronicle.threats else None
    case = min(chronicle.cases, key=lambda each: each.opened_on)
    chronicle.outcome(case, threat=threat, **fields)
    if is_void:
        chronicle.void(chronicle.outcomes[-1])
    return chronicle.outcomes[-1].occurred_on


@tries(20)
@given(worlds(22), periods, BREAKDOWNS, bases, st.integers(2, len(MOMENTS) - 2))
def test_what_was_known_at_a_moment_is_answered_alike_for_ever(acts, period, by, basis, number):
    cut = MOMENTS[number] + timedelta(minutes=1)
    with told([act for act in acts if act[0] <= cut]) as (chronicle, reader):
        asked = query(period, cut, by=by, basis=basis)
        then = first_count(asked, reader)
        chronicle.tell([act for act in acts if act[0] > cut])
        assert first_count(asked, reader) == then
        assert differences(asked, reader) == {}


@tries(20)
@given(worlds(22), periods, BREAKDOWNS, bases, st.integers(2, len(MOMENTS) - 2))
def test_figures_kept_are_figures_counted(acts, period, by, basis, number):
    cut = MOMENTS[number] + timedelta(minutes=1)
    with told([act for act in acts if act[0] <= cut]) as (chronicle, reader):
        for moment in (cut, LATER):
            for way in ({"by": by, "basis": basis}, {"by": ("region", "force")}):
                kept = first_count(query(period, moment, live=True, **way), reader)
                assert kept == first_count(query(period, moment, **way), reader)
            chronicle.tell([act for act in acts if act[0] > cut])
