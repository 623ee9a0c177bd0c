"""Whatever somebody looks for behind a number: it counts there, or one rule says why not."""

import re
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from metrics.asked_after import asked_after
from metrics.measures import MEASURES
from metrics.reasons import NOT_IN_THE_PERIOD
from metrics.tests.counting import cell_of, records
from metrics.tests.factories import (
    CaseFactory,
    OutcomeFactory,
    ProductFactory,
    RequestFactory,
    decide,
    transfer,
)
from toex.accounts.tests.factories import UserFactory
from toex.forces.tests.factories import ForceFactory

pytestmark = pytest.mark.django_db


def told(measure, row, period="2021/22-Q4", *, reader=None, **more):
    query, cell = cell_of(measure, period, **more)
    reader = reader or UserFactory(programme_office=True)
    return asked_after(query, cell, getattr(row, "reference", row), reader=reader)


def test_every_measure_of_work_has_its_own_reason():
    work = {code for code, measure in MEASURES.items() if not measure.is_of_outcomes}
    assert set(NOT_IN_THE_PERIOD) == work


@pytest.mark.parametrize("code", sorted(NOT_IN_THE_PERIOD))
def test_what_is_of_no_cell_of_the_period_gets_the_reason_of_its_measure(code):
    row = RequestFactory() if "request" in code or "decision" in code else CaseFactory()
    (line,) = told(code, row, "2019/20-Q1")
    assert line == f"{row.reference} does not count here: {NOT_IN_THE_PERIOD[code]}."


class TestCases:
    def test_a_case_that_counts_says_why(self):
        case = CaseFactory(opened_on=date(2022, 1, 10))
        (line,) = told("cases_opened", case)
        assert line == f"{case.reference} counts here. It was opened in the period."

    def test_one_that_was_open_before_was_not_opened_in_the_period(self):
        case = CaseFactory(opened_on=date(2021, 6, 1), closed=date(2022, 1, 5))
        assert "it was not opened in the period" in told("cases_opened", case)[0]
        assert "it was not open at the end" in told("cases_open", case)[0]
        assert "counts here" in told("cases_closed", case)[0]

    def test_one_of_another_region_says_whose_it_is(self):
        case, other = CaseFactory(), ForceFactory().region
        home = case.lead_region.code
        transfer(case, other, date(2022, 2, 15))
        (line,) = told("cases_supported", case, region=home)
        assert line == (
            f"{case.reference} counts in this period, but not here: it counts for {other.code}."
        )
        assert "counts here" in told("cases_supported", case, region=other.code)[0]
        assert records("cases_supported", region=other.code).counted == 1

    def test_each_product_has_its_own_sentence(self):
        case = CaseFactory()
        ProductFactory(case=case, delivered_on=date(2022, 2, 1))
        ProductFactory(case=case, delivered_on=date(2022, 3, 1))
        assert len(told("products_delivered", case)) == 2


class TestRequests:
    def test_what_was_decided_counts_under_that_decision_alone(self):
        request = RequestFactory(submitted_at=datetime(2022, 1, 3, 12, tzinfo=UTC))
        decide(request, "decline", datetime(2022, 1, 20, 12, tzinfo=UTC))
        assert "counts here" in told("requests_declined", request)[0]
        assert "it was not adopted in the period" in told("requests_adopted", request)[0]


class TestOutcomes:
    def test_each_outcome_has_its_rule(self):
        case = CaseFactory()
        kept = OutcomeFactory(case=case, subject_key="K-01")
        again = OutcomeFactory(case=case, subject_key="K-01")
        draft = OutcomeFactory(case=case, draft=True)
        assert told("people_safeguarded", case) == [
            f"Outcome {kept.pk} counts here. Person safeguarded on 15 March 2022: verified, with "
            "the attribution “TOEX direct”; the earliest counted event of this person in the "
            "period.",
            f"Outcome {again.pk} does not count here. The same person or threat is counted at an "
            "earlier event.",
            f"Outcome {draft.pk} does not count here. It has not been verified.",
        ]

    def test_one_elsewhere_says_where(self):
        outcome, there = OutcomeFactory(), ForceFactory()
        (line,) = told("people_safeguarded", outcome.case, force=there.code)
        assert line.endswith(f"it counts for {outcome.force.short_name}.")

    def test_none_of_the_sort(self):
        outcome = OutcomeFactory()
        assert "no outcome of this sort" in told("arrests", outcome.case)[0]


class TestWhoAsks:
    def test_what_is_out_of_sight_is_as_what_is_not_there(self):
        case = CaseFactory(restricted=True)
        office = UserFactory(programme_office=True)
        with pytest.raises(ValidationError) as unseen:
            told("cases_open", case, reader=office)
        with pytest.raises(ValidationError) as missing:
            told("cases_open", "TX-999999", reader=office)
        words = unseen.value.messages[0].replace(case.reference, "TX-999999")
        assert words == missing.value.messages[0]

    def test_a_reference_of_another_sort_is_named(self):
        with pytest.raises(ValidationError, match="reference of a case, like"):
            told("cases_open", "TR-000001")

    def test_the_page_asks_and_answers(self, client):
        case = CaseFactory(opened_on=date(2021, 6, 1))
        client.force_login(UserFactory(programme_office=True))
        asked = {"measure": "cases_opened", "period": "2021/22-Q4"}
        seen = client.get("/figures/records/", {**asked, "reference": case.reference.lower()})
        words = re.sub(r"\s+", " ", seen.content.decode())
        assert f"{case.reference} does not count here: it was not opened in the period" in words
        assert 'name="period" value="2021/22-Q4"' in words

        seen = client.get("/figures/records/", {**asked, "reference": "nonsense"})
        assert "There is a problem" in seen.content.decode()
