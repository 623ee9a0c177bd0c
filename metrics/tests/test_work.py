"""Rules 7 and 11 to 13: cases, products, requests and times counted by hand."""

from datetime import UTC, date, datetime

import pytest

from cases.models import Spell
from metrics.tests.counting import records, rows, table, value
from metrics.tests.factories import (
    CaseFactory,
    ProductFactory,
    RequestFactory,
    agree,
    decide,
    give_back,
    hold,
    pass_on,
    reopen,
    support,
    transfer,
)
from toex.forces.tests.factories import ForceFactory

pytestmark = pytest.mark.django_db


def at(month, day, hour=12, minute=0):
    return datetime(2022, month, day, hour, minute, tzinfo=UTC)


class TestCases:
    def test_a_case_counts_as_opened_once_and_as_closed_each_time(self):
        case = CaseFactory(opened_on=date(2022, 1, 10), closed=date(2022, 1, 20))
        reopen(case, date(2022, 2, 1), date(2022, 2, 10))
        reopen(case, date(2022, 3, 1))
        assert value("cases_opened") == 1
        assert value("cases_closed") == 2
        assert value("cases_open") == 1
        assert value("cases_supported") == 1

    def test_a_case_closed_on_the_last_day_was_supported_but_is_not_in_stock(self):
        CaseFactory(closed=date(2022, 3, 31))
        assert value("cases_open") == 0
        assert value("cases_supported") == 1
        assert value("cases_supported", "2022/23-Q1") == 0

    def test_a_case_closed_the_day_after_is_in_stock_and_supported_in_both(self):
        CaseFactory(closed=date(2022, 4, 1))
        assert value("cases_open") == 1
        assert value("cases_supported", "2022/23-Q1") == 1

    def test_a_case_on_hold_is_open(self):
        hold(CaseFactory(opened_on=date(2021, 6, 1)), datetime(2021, 7, 1, tzinfo=UTC))
        assert value("cases_open") == value("cases_supported") == 1

    def test_opening_and_opened_and_reopened_less_closed_is_closing(self):
        first, second = CaseFactory(closed=date(2022, 1, 10)), CaseFactory(closed=date(2022, 2, 1))
        CaseFactory(opened_on=date(2021, 9, 1), closed=date(2022, 2, 28))
        CaseFactory(opened_on=date(2021, 12, 31))
        CaseFactory(opened_on=date(2022, 3, 31))
        reopen(first, date(2022, 1, 10), date(2022, 3, 31))
        reopen(second, date(2022, 2, 2))
        for month in ("2022-01", "2022-02", "2022-03"):
            before = {"2022-01": "2021-12", "2022-02": "2022-01", "2022-03": "2022-02"}[month]
            reopened = Spell.objects.filter(
                is_first=False, opened_on__month=int(month[-2:]), opened_on__year=2022
            ).count()
            assert value("cases_open", before) + value("cases_opened", month) + reopened - value(
                "cases_closed", month
            ) == value("cases_open", month)

    def test_a_case_belongs_to_the_region_leading_on_its_last_open_day(self):
        case, other = CaseFactory(closed=date(2022, 3, 20)), ForceFactory().region
        home = case.lead_region.code
        transfer(case, other, date(2022, 2, 15))
        assert table("cases_opened", "2022-01", by="region") == {home: 1}
        for measure in ("cases_opened", "cases_closed", "cases_supported"):
            assert table(measure, by="region") == {other.code: 1}
        assert table("cases_supported", by="region", basis="location") == {home: 1}
        assert table("cases_supported", by="force") == {case.requesting_force.code: 1}

    def test_a_lead_that_changes_after_the_case_closed_changes_nothing(self):
        case = CaseFactory(closed=date(2022, 2, 10))
        transfer(case, ForceFactory().region, date(2022, 2, 11))
        assert table("cases_closed", by="region") == {case.lead_region.code: 1}

    def test_contribution_shows_a_case_to_each_region(self):
        case, other = CaseFactory(), ForceFactory().region
        support(case, other)
        regions = {case.lead_region.code: 1, other.code: 1}
        assert table("cases_open", by="region", basis="contribution") == regions
        assert value("cases_open", basis="contribution") == 1


class TestProducts:
    def test_products_count_by_the_day_of_delivery(self):
        case, other = CaseFactory(), ForceFactory().region
        transfer(case, other, date(2022, 3, 15))
        ProductFactory(case=case, delivered_on=date(2022, 3, 14))
        ProductFactory(case=case, delivered_on=date(2022, 3, 31))
        ProductFactory(case=case, delivered_on=date(2022, 4, 1))
        assert table("products_delivered", by="region") == {
            case.lead_region.code: 1,
            other.code: 1,
        }
        assert len(records("products_delivered").included) == 2


class TestRequests:
    def test_a_request_sent_at_half_past_eleven_on_31_march_is_of_1_april(self):
        RequestFactory(submitted_at=at(3, 31, 22, 30))
        RequestFactory(submitted_at=at(3, 31, 23, 30))
        RequestFactory(submitted_at=None, state="draft")
        assert value("requests_received", "2021/22-Q4") == 1
        assert value("requests_received", "2022/23-Q1") == 1

    def test_each_decision_counts_in_its_own_measure(self):
        for outcome in (
            "adopt",
            "adopt_with_conditions",
            "decline",
            "defer",
            "refer",
            "overtaken",
        ):
            decide(RequestFactory(), outcome, at(3, 10))
        assert value("requests_adopted") == 2
        assert value("requests_declined") == 1
        assert value("requests_deferred") == 1
        assert value("requests_referred") == 1

    def test_a_request_counts_once_in_a_measure_and_period(self):
        request = RequestFactory()
        for day in (5, 12, 19):
            decide(request, "defer", at(3, day))
        decide(request, "defer", at(4, 5))
        assert value("requests_deferred") == 1
        assert value("requests_deferred", "2022/23-Q1") == 1

    def test_a_decision_that_was_superseded_stays_counted(self):
        request = RequestFactory()
        decide(request, "decline", at(3, 10))
        decide(request, "adopt", at(4, 10))
        assert value("requests_declined") == 1
        assert value("requests_adopted", "2022/23-Q1") == 1

    def test_a_request_belongs_to_the_region_it_was_with(self):
        request, other = RequestFactory(), ForceFactory().region
        pass_on(request, other, at(3, 5))
        decide(request, "adopt", at(3, 10), region=other)
        home = request.force.region.code
        assert table("requests_received", by="region") == {home: 1}
        for basis, region in (("lead", other.code), ("contribution", other.code)):
            assert table("requests_adopted", by="region", basis=basis) == {region: 1}
        assert table("requests_adopted", by="region", basis="location") == {home: 1}
        assert table("requests_adopted", by="force") == {request.force.code: 1}

    def test_a_force_without_a_region_has_no_place_on_the_location_basis(self):
        asked = RequestFactory(
            force=ForceFactory(without_region=True), region=ForceFactory().region
        )
        assert table("requests_received", by="region", basis="location") == {None: 1}
        assert table("requests_received", by="region") == {asked.region.code: 1}


class TestTimes:
    def decided(self, *days):
        for day in days:
            decide(RequestFactory(submitted_at=at(3, 1, 9)), "adopt", at(3, 1 + day))

    def test_without_any_there_is_no_median(self):
        (row,) = rows("median_days_to_decision")
        assert (row.value, row.status) == (None, "not_applicable")

    def test_the_median_of_an_odd_number_is_the_middle(self):
        self.decided(9, 2, 4)
        assert value("median_days_to_decision") == 4

    def test_the_median_of_two_middles_is_their_mean(self):
        self.decided(2, 4, 7, 9)
        assert value("median_days_to_decision") == 5.5
        self.decided(2, 4, 6)
        assert value("median_days_to_decision") == 4

    def test_the_mean_of_two_middles_that_is_whole_is_an_integer(self):
        self.decided(2, 4)
        assert repr(value("median_days_to_decision")) == "3"

    def test_the_90th_percentile_is_the_nearest_rank(self):
        self.decided(*range(1, 11))
        assert value("p90_days_to_decision") == 9
        self.decided(20)
        assert value("p90_days_to_decision") == 10

    def test_days_with_the_force_are_taken_off(self):
        request = RequestFactory(submitted_at=at(3, 1, 9))
        give_back(request, at(3, 3), at(3, 6))
        give_back(request, at(3, 6), at(3, 8))
        decide(request, "decline", at(3, 11))
        assert value("median_days_to_decision") == 5

    def test_a_deferral_does_not_end_the_time(self):
        request = RequestFactory(submitted_at=at(3, 1, 9))
        decide(request, "defer", at(3, 4))
        decide(request, "adopt", at(4, 4))
        assert rows("median_days_to_decision")[0].status == "not_applicable"
        assert value("median_days_to_decision", "2022/23-Q1") == 34

    def test_days_are_london_days(self):
        request = RequestFactory(submitted_at=at(3, 31, 23, 30))
        decide(request, "adopt", at(4, 1, 9))
        assert value("median_days_to_decision", "2022/23-Q1") == 0

    def test_days_on_hold_are_taken_off_and_overlapping_holds_once(self):
        case = CaseFactory(opened_on=date(2022, 1, 10))
        hold(case, at(1, 12), at(1, 15))
        hold(case, at(1, 14), at(1, 16))
        agree(case, date(2022, 1, 20))
        assert value("median_days_to_terms") == 6

    def test_the_first_product_ends_the_time_and_its_day_gives_the_period(self):
        case = CaseFactory(opened_on=date(2022, 1, 10))
        hold(case, at(3, 21))
        ProductFactory(case=case, delivered_on=date(2022, 4, 5))
        ProductFactory(case=case, delivered_on=date(2022, 3, 31))
        assert value("median_days_to_first_product") == 70
        assert rows("median_days_to_first_product", "2022/23-Q1")[0].status == "not_applicable"

    def test_each_record_behind_a_time_counts_one_and_says_how_long_it_took(self):
        self.decided(3, 5)
        found = records("median_days_to_decision")
        assert [(item.amount, item.days) for item in found.included] == [(1, 3), (1, 5)]
