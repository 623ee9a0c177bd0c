"""Rule 10: any figure as it stood at a moment; late arrivals revise the past."""

from datetime import UTC, date, datetime

import pytest

from metrics.tests.counting import records, rows, rules, table, value
from metrics.tests.factories import (
    ActivityFactory,
    CaseFactory,
    OutcomeFactory,
    ProductFactory,
    RequestFactory,
    ThreatFactory,
    agree,
    decide,
    flag,
    link,
    reopen,
    transfer,
    typed,
)
from toex.forces.tests.factories import ForceFactory

pytestmark = pytest.mark.django_db

APRIL, MAY, JUNE = (datetime(2022, month, 10, 9, tzinfo=UTC) for month in (4, 5, 6))
BEFORE, AFTER = "2022-05-10T08:59:59Z", "2022-05-10T09:00:00Z"


def before_and_after(measure, period="2021/22-Q4", **more):
    """Return the figure as it stood just before and just after the tenth of May."""
    return tuple(value(measure, period, known_at=moment, **more) for moment in (BEFORE, AFTER))


class TestOutcomes:
    def test_a_late_arrival_revises_the_past_and_not_the_present(self):
        OutcomeFactory(recorded_at=MAY)
        assert before_and_after("people_safeguarded") == (0, 1)
        assert before_and_after("people_safeguarded", "2022/23-Q1") == (0, 0)

    def test_an_event_counts_from_the_moment_it_is_verified(self):
        event = OutcomeFactory(recorded_at=APRIL, verified_at=MAY)
        assert before_and_after("people_safeguarded") == (0, 1)
        assert rules(records("people_safeguarded", known_at=BEFORE)) == {event.pk: "not_verified"}

    def test_a_void_event_counted_until_it_was_voided(self):
        event = OutcomeFactory(void=True, recorded_at=APRIL, voided_at=MAY)
        assert before_and_after("people_safeguarded") == (1, 0)
        assert rules(records("people_safeguarded", known_at=AFTER)) == {event.pk: "void"}

    def test_an_earlier_event_that_arrives_late_takes_the_person_over(self):
        first = OutcomeFactory(subject_key="K-01")
        late = OutcomeFactory(subject_key="K-01", occurred_on=date(2022, 3, 1), recorded_at=MAY)
        by_region = [
            table("people_safeguarded", by="region", known_at=moment) for moment in (BEFORE, AFTER)
        ]
        assert by_region == [
            {first.case.lead_region.code: 1},
            {late.case.lead_region.code: 1},
        ]

    def test_what_is_not_recorded_yet_is_not_even_left_out(self):
        OutcomeFactory(draft=True, recorded_at=MAY)
        assert rules(records("people_safeguarded", known_at=BEFORE)) == {}


class TestCases:
    def test_a_transfer_counts_from_the_moment_it_is_known(self):
        case, other = CaseFactory(), ForceFactory().region
        transfer(case, other, date(2022, 3, 1), known_at=MAY)
        OutcomeFactory(case=case)
        by_region = [
            table("people_safeguarded", by="region", known_at=moment) for moment in (BEFORE, AFTER)
        ]
        assert by_region == [{case.lead_region.code: 1}, {other.code: 1}]

    def test_the_type_is_the_one_that_stood_then(self):
        case = CaseFactory(primary_type="UNK")
        typed(case, "LAB", at=MAY)
        OutcomeFactory(case=case)
        by_type = [
            table("people_safeguarded", by="primary_type", known_at=moment)
            for moment in (BEFORE, AFTER)
        ]
        assert by_type == [{"UNK": 1}, {"LAB": 1}]

    def test_openings_and_closings_count_once_they_are_known(self):
        CaseFactory(known_at=MAY)
        assert before_and_after("cases_opened") == (0, 1)
        case = CaseFactory(closed=date(2022, 3, 10))
        case.spells.update(closed_at=MAY)
        assert before_and_after("cases_closed") == (0, 1)
        assert before_and_after("cases_open") == (1, 1)

    def test_a_reopening_is_not_known_before_it_is_made(self):
        case = CaseFactory(closed=date(2022, 3, 10))
        reopen(case, date(2022, 3, 20)).case.spells.filter(is_first=False).update(opened_at=MAY)
        assert before_and_after("cases_open") == (0, 1)

    def test_products_and_terms_count_once_they_are_known(self):
        ProductFactory(recorded_at=MAY)
        assert before_and_after("products_delivered") == (0, 1)
        agree(CaseFactory(opened_on=date(2022, 5, 1)), date(2022, 5, 10))
        assert before_and_after("median_days_to_terms", "2022/23-Q1") == (None, None)
        assert value("median_days_to_terms", "2022/23-Q1") == 9


class TestThreats:
    def test_flags_are_those_that_stood_then(self):
        threat = ThreatFactory(identified_by_toex=False, high_harm=False)
        flag(threat, at=MAY, identified_by_toex=True, high_harm=True)
        OutcomeFactory(kind="ocg_identified", threat=threat)
        link(ActivityFactory().case, threat)
        assert before_and_after("ocgs_identified") == (0, 1)
        assert before_and_after("high_harm_threats_supported") == (0, 1)
        assert before_and_after("threats_supported") == (1, 1)

    def test_a_link_supports_from_the_moment_it_is_made(self):
        link(ActivityFactory().case, ThreatFactory(), at=MAY)
        assert before_and_after("threats_supported") == (0, 1)

    def test_an_activity_counts_once_it_is_recorded(self):
        link(ActivityFactory(recorded_at=MAY).case, ThreatFactory())
        assert before_and_after("threats_supported") == (0, 1)


class TestRequests:
    def test_decisions_and_requests_count_once_made(self):
        decide(RequestFactory(submitted_at=MAY), "adopt", JUNE)
        assert before_and_after("requests_received", "2022/23-Q1") == (0, 1)
        assert before_and_after("requests_adopted", "2022/23-Q1") == (0, 0)
        assert value("requests_adopted", "2022/23-Q1") == 1


def test_a_period_that_had_not_begun_then_was_not_yet_due():
    (row,) = rows("arrests", "2022/23-Q2", known_at=AFTER)
    assert row.status == "not_yet_due"


def test_a_plus_sign_that_became_a_space_is_read_as_one():
    OutcomeFactory(recorded_at=MAY)
    assert value("people_safeguarded", known_at="2022-05-10T10:00:00 01:00") == 1
    assert value("people_safeguarded", known_at="2022-05-10T09:59:59 01:00") == 0
