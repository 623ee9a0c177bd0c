"""Faults to plant in counting, one at a time: what each would get wrong, in a sentence.

A fault is a function of `plant(where, name, wrong)`, which puts `wrong` in the place of what
`where` has under that name until the fault is taken out again.
"""

import sys
from dataclasses import fields, replace
from datetime import UTC, date, timedelta
from types import SimpleNamespace

from metrics.choices import Rule
from metrics.counting import Tally, outcomes, requests, tally, times, work
from metrics.facts.rows import CaseFact, EventFact, PartFact, RequestFact, ThreatFact, World
from metrics.measures import MEASURES
from metrics.tests.chronicles import LATER
from toex.core import periods

# The package gives these names to functions too.
loading, of_requests = (sys.modules[f"metrics.facts.{name}"] for name in ("load", "requests"))
figures = sys.modules["metrics.figures"]
DAY = timedelta(days=1)
FAULTS = {}


def fault(function):
    FAULTS[function.__name__.replace("_", " ")] = function
    return function


def _events(plant, change):
    """Read every event changed."""
    names = [each.name for each in fields(EventFact)]

    def read(*values):
        row = dict(zip(names, values, strict=True))
        return EventFact(**{**row, **change(row)})

    plant(loading, "EventFact", read)


def _order(plant, change):
    """Look at events in another order, or at others."""
    of = World.events_of
    plant(World, "events_of", lambda *asked: change(of(*asked)))


def _measure(plant, code, **change):
    plant(MEASURES, code, replace(MEASURES[code], **change))


@fault
def days_are_days_by_utc(plant):
    for module in (loading, of_requests):
        plant(module, "london_date", lambda moment: moment.astimezone(UTC).date())


@fault
def quarters_are_those_of_the_calendar_year(plant):
    right = periods.quarter
    plant(periods, "quarter", lambda year, number: right(year, number % 4 + 1))


@fault
def the_last_day_of_a_period_is_left_out(plant):
    of = World.events_of
    plant(World, "events_of", lambda w, kinds, first, last: of(w, kinds, first, last - DAY))


@fault
def the_first_day_of_a_period_is_left_out(plant):
    plant(periods.Period, "has", lambda period, day: period.first < day <= period.last)


@fault
def events_are_counted_and_not_people(plant):
    plant(outcomes, "_person_rule", lambda event, seen: "")


@fault
def somebody_counts_once_in_each_case(plant):
    plant(
        outcomes,
        "_person_rule",
        lambda event, seen: (
            event.subject and outcomes._once((event.abroad, event.case, event.subject), seen)
        ),
    )


@fault
def home_and_abroad_are_one_when_people_are_counted_once(plant):
    plant(
        outcomes,
        "_person_rule",
        lambda event, seen: event.subject and outcomes._once(event.subject, seen),
    )


@fault
def those_without_a_key_are_one_person(plant):
    plant(
        outcomes,
        "_person_rule",
        lambda event, seen: outcomes._once((event.abroad, event.subject), seen),
    )


@fault
def the_latest_event_carries_a_person(plant):
    _order(plant, lambda found: found[::-1])


@fault
def the_lowest_number_carries_a_person_and_not_the_first_recorded(plant):
    _order(plant, lambda found: sorted(found, key=lambda each: (each.occurred_on, each.id)))


@fault
def a_join_counts_an_event_twice(plant):
    _order(plant, lambda found: [each for each in found for _ in range(2)])


@fault
def void_events_count(plant):
    right = loading._state
    plant(loading, "_state", lambda is_verified, is_void: right(is_verified, False))


@fault
def drafts_count(plant):
    right = loading._state
    plant(loading, "_state", lambda is_verified, is_void: right(True, is_void))


@fault
def any_attribution_counts(plant):
    right = outcomes._state_rule
    plant(outcomes, "_state_rule", lambda event, given: right(event, [event.attribution]))


@fault
def a_void_event_is_said_to_be_of_another_attribution(plant):
    right = outcomes._state_rule
    plant(
        outcomes,
        "_state_rule",
        lambda event, given: (
            Rule.ATTRIBUTION if event.attribution not in given else right(event, given)
        ),
    )


@fault
def what_happened_abroad_is_folded_in(plant):
    _events(plant, lambda row: {"abroad": False})


@fault
def quantities_are_not_looked_at(plant):
    _events(plant, lambda row: {"quantity": 1})


@fault
def late_arrivals_land_where_they_were_recorded(plant):
    _events(plant, lambda row: {"occurred_on": row["recorded_at"].date()})


@fault
def everything_is_known_at_any_moment(plant):
    right = figures.load
    plant(figures, "load", lambda *asked, **when: right(*asked, **{**when, "known_at": LATER}))


@fault
def verifying_and_voiding_are_not_dated(plant):
    right = loading.by
    plant(loading, "by", lambda name, at: right(name, at if name == "at" else LATER))


@fault
def the_type_is_todays(plant):
    right = loading.latest
    plant(loading, "latest", lambda rows, at, *more: right(rows, LATER, *more))


@fault
def the_region_leading_today_has_everything(plant):
    right = CaseFact.lead_on
    plant(CaseFact, "lead_on", lambda case, day: right(case, date.max))


@fault
def the_day_of_a_hand_over_belongs_to_nobody(plant):
    right = PartFact.holds_on
    plant(PartFact, "holds_on", lambda part, day: part.from_on < day and right(part, day))


@fault
def only_the_lead_takes_part(plant):
    plant(CaseFact, "regions_on", lambda case, day: (case.lead_on(day),))


@fault
def the_place_is_where_the_lead_is_on_every_basis(plant):
    plant(outcomes, "case_regions", lambda world, case, day, *more: (case.lead_on(day),))


@fault
def the_force_of_an_event_is_the_one_that_asked(plant):
    right = outcomes._item

    def wrong(world, measure, event, *more):
        return replace(right(world, measure, event, *more), force=world.cases[event.case].force)

    plant(outcomes, "_item", wrong)


@fault
def a_threat_counts_at_each_of_its_events(plant):
    right = outcomes._threat_rule
    plant(outcomes, "_threat_rule", lambda world, event, seen: right(world, event, set()))


@fault
def a_threat_counts_once_in_each_period(plant):
    plant(loading, "_load_earlier_events", lambda *asked: None)


@fault
def threats_that_toex_did_not_identify_count(plant):
    plant(loading, "ThreatFact", lambda pk, ours, harm: ThreatFact(pk, True, harm))


@fault
def high_harm_is_not_looked_at(plant):
    plant(loading, "ThreatFact", lambda pk, ours, harm: ThreatFact(pk, ours, True))


class Forgetful(set):
    def __contains__(self, each):
        return False


@fault
def a_threat_is_supported_once_for_each_activity(plant):
    plant(work, "set", Forgetful)


@fault
def notes_support_a_threat(plant):
    plant(loading, "ActivityKind", SimpleNamespace(DEVELOPMENT="note"))


@fault
def a_case_closed_on_the_last_day_is_in_stock(plant):
    plant(
        work,
        "_stock",
        lambda case, period: int(
            any(
                each.opened_on <= period.last
                and (each.closed_on is None or each.closed_on >= period.last)
                for each in case.spells
            )
        ),
    )


@fault
def reopenings_count_as_opened(plant):
    plant(
        work,
        "_openings",
        lambda case, period: sum(period.has(each.opened_on) for each in case.spells),
    )


@fault
def a_case_counts_once_for_each_time_it_was_open(plant):
    plant(
        work,
        "_supported",
        lambda case, period: sum(work._touches(each, period) for each in case.spells),
    )


@fault
def the_closing_day_is_not_a_day_of_the_case(plant):
    plant(
        work,
        "_supported",
        lambda case, period: int(
            any(
                each.opened_on <= period.last
                and (each.closed_on is None or each.closed_on > period.first)
                for each in case.spells
            )
        ),
    )


@fault
def a_case_stays_where_it_was_opened(plant):
    plant(work, "_last_open_day", lambda case, period: case.opened_on)


@fault
def days_on_hold_are_not_taken_off(plant):
    plant(times, "whole_days", lambda first, last, pauses: (last - first).days)


@fault
def the_median_of_two_middles_is_the_lower(plant):
    plant(tally, "median", lambda days: sorted(days)[(len(days) - 1) // 2])


@fault
def the_90th_percentile_is_the_rank_below(plant):
    plant(tally, "percentile_90", lambda days: sorted(days)[max(9 * len(days) // 10 - 1, 0)])


@fault
def a_deferral_stops_the_clock(plant):
    plant(times, "DecisionOutcome", SimpleNamespace(DEFER=""))


@fault
def the_last_terms_stop_the_clock(plant):
    right = loading._load_products

    def wrong(world, known_at, *when):
        found = right(world, known_at, *when)
        terms = loading.cases.Terms.objects.filter(recorded_at__lte=known_at)
        world.terms_agreed_on = dict(terms.order_by("agreed_on").values_list("case", "agreed_on"))
        return found

    plant(loading, "_load_products", wrong)


@fault
def overtaken_is_declined(plant):
    plant(requests.DECIDED, "requests_declined", frozenset({"decline", "overtaken"}))


@fault
def adopted_with_conditions_is_not_adopted(plant):
    plant(requests.DECIDED, "requests_adopted", frozenset({"adopt"}))


@fault
def a_decision_that_was_superseded_is_dropped(plant):
    right = requests._first

    def wrong(request, of, period):
        found = right(request, of, period)
        return found if found in request.decisions[-1:] else None

    plant(requests, "_first", wrong)


@fault
def a_request_counts_where_it_is_today(plant):
    plant(RequestFact, "region_at", lambda request, moment: request.stays[-1][0])


@fault
def every_stage_of_an_asset_is_added(plant):
    _measure(plant, "assets_seized_pence", admits=lambda event: event.amount_pence is not None)


@fault
def life_sentences_are_added(plant):
    _measure(plant, "sentence_months", admits=lambda event: event.months is not None)


@fault
def disruptions_of_no_effect_count(plant):
    _measure(plant, "disruptions", admits=lambda event: True)


@fault
def adults_are_children(plant):
    _measure(plant, "children_safeguarded", admits=lambda event: True)


@fault
def those_without_a_key_are_told_as_events(plant):
    right = Tally.add

    def wrong(found, item):
        right(found, item)
        found.unkeyed -= item.amount - 1 if item.unkeyed else 0

    plant(Tally, "add", wrong)
