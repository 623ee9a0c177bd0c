"""Rules 1 to 5 and 8: outcomes counted by hand in small worlds."""

from datetime import UTC, date, datetime

import pytest

from metrics.tests.counting import NOW, records, rows, rules, table, value
from metrics.tests.factories import CaseFactory, OutcomeFactory, support, transfer
from toex.forces.tests.factories import ForceFactory

pytestmark = pytest.mark.django_db


class TestWhatCounts:
    def test_verified_events_in_the_period_count(self):
        OutcomeFactory()
        assert value("people_safeguarded") == 1

    def test_a_draft_does_not_count(self):
        draft = OutcomeFactory(draft=True)
        assert value("people_safeguarded") == 0
        assert rules(records("people_safeguarded")) == {draft.pk: "not_verified"}

    def test_a_void_event_does_not_count(self):
        void = OutcomeFactory(void=True)
        assert value("people_safeguarded") == 0
        assert rules(records("people_safeguarded")) == {void.pk: "void"}

    @pytest.mark.parametrize(
        ("attribution", "counts"),
        [("direct", 1), ("contributed", 1), ("associated", 0), ("external", 0)],
    )
    def test_headlines_count_what_toex_brought_about_or_contributed_to(self, attribution, counts):
        OutcomeFactory(attribution=attribution)
        assert value("people_safeguarded") == counts

    def test_attributions_asked_for_take_the_place_of_the_headline_ones(self):
        OutcomeFactory(attribution="direct")
        associated = OutcomeFactory(attribution="associated", quantity=4)
        assert value("people_safeguarded", attribution=["associated", "external"]) == 4
        assert rules(records("people_safeguarded")) == {associated.pk: "attribution"}

    def test_the_first_and_last_day_belong_to_the_period(self):
        for day in (date(2021, 12, 31), date(2022, 1, 1), date(2022, 3, 31), date(2022, 4, 1)):
            OutcomeFactory(
                case=CaseFactory(opened_on=date(2021, 12, 1)), occurred_on=day, kind="arrest"
            )
        assert value("arrests", "2021/22-Q4") == 2
        assert value("arrests", "2022/23-Q1") == 1
        assert value("arrests", **{"from": "2022-04-01", "to": "2022-04-01"}) == 1


class TestPeople:
    def test_a_person_in_two_cases_is_one_person(self):
        OutcomeFactory(subject_key="ESX/0001")
        OutcomeFactory(subject_key="ESX/0001", occurred_on=date(2022, 3, 20))
        assert value("people_safeguarded") == 1

    def test_the_earliest_event_carries_the_person(self):
        first = OutcomeFactory(subject_key="ESX/0001", occurred_on=date(2022, 3, 14))
        later = OutcomeFactory(subject_key="ESX/0001")
        region = first.case.lead_region.code
        assert table("people_safeguarded", by="region") == {region: 1}
        there = records("people_safeguarded", region=later.case.lead_region.code)
        assert rules(there) == {later.pk: "counted_elsewhere"}

    def test_on_one_day_the_event_recorded_first_carries_the_person(self):
        later = OutcomeFactory(subject_key="K-01", recorded_at=datetime(2022, 3, 17, tzinfo=UTC))
        OutcomeFactory(subject_key="K-01", recorded_at=datetime(2022, 3, 16, tzinfo=UTC))
        assert rules(records("people_safeguarded")) == {later.pk: "counted_elsewhere"}

    def test_recorded_together_the_lowest_number_carries_the_person(self):
        OutcomeFactory(subject_key="K-01")
        second = OutcomeFactory(subject_key="K-01")
        assert rules(records("people_safeguarded")) == {second.pk: "counted_elsewhere"}

    def test_an_event_that_does_not_count_carries_nobody(self):
        OutcomeFactory(subject_key="K-01", draft=True, occurred_on=date(2022, 3, 1))
        OutcomeFactory(subject_key="K-01", attribution="external", occurred_on=date(2022, 3, 2))
        counted = OutcomeFactory(subject_key="K-01")
        assert [item.id for item in records("people_safeguarded").included] == [counted.pk]

    def test_a_person_counts_once_in_each_measure(self):
        OutcomeFactory(subject_key="K-01", kind="poi_identified")
        OutcomeFactory(subject_key="K-01", kind="suspect_identified")
        assert value("pois_identified") == 1
        assert value("suspects_identified") == 1

    def test_a_year_is_not_the_sum_of_its_quarters(self):
        case = CaseFactory(opened_on=date(2021, 4, 1))
        for month in (5, 8, 11):
            OutcomeFactory(case=case, subject_key="K-01", occurred_on=date(2021, month, 1))
        assert value("people_safeguarded", "2021/22") == 1
        assert table("people_safeguarded", "2021/22", by="quarter") == {
            "2021/22-Q1": 1,
            "2021/22-Q2": 1,
            "2021/22-Q3": 1,
        }

    def test_people_without_a_key_are_added_and_their_share_is_told(self):
        OutcomeFactory(subject_key="K-01")
        OutcomeFactory(quantity=5)
        OutcomeFactory(quantity=2)
        (row,) = rows("people_safeguarded")
        assert (row.value, row.unkeyed) == (8, 7)

    def test_a_child_is_counted_at_the_event_that_says_so(self):
        OutcomeFactory(subject_key="K-01", age_group="unknown", occurred_on=date(2022, 3, 1))
        OutcomeFactory(subject_key="K-01", age_group="child")
        OutcomeFactory(subject_key="K-02", age_group="adult")
        assert value("children_safeguarded") == 1
        assert value("people_safeguarded") == 2


class TestEventsAndSums:
    def test_arrests_and_people_arrested_are_two_measures(self):
        OutcomeFactory(kind="arrest", subject_key="K-01")
        OutcomeFactory(kind="arrest", subject_key="K-01")
        OutcomeFactory(kind="arrest", quantity=3)
        (arrests, people) = rows(["arrests", "people_arrested"])
        assert (arrests.value, arrests.unkeyed) == (5, None)
        assert (people.value, people.unkeyed) == (4, 3)

    def test_disruptions_count_three_levels_only(self):
        for level in ("major", "moderate", "minor", "none", "negative"):
            OutcomeFactory(kind="disruption", level=level)
        assert value("disruptions") == 3

    def test_months_are_added_and_life_is_not_among_them(self):
        OutcomeFactory(kind="conviction", months=30)
        OutcomeFactory(kind="conviction", months=18)
        OutcomeFactory(kind="conviction", months=240, life=True)
        OutcomeFactory(kind="conviction", months=None)
        assert value("sentence_months") == 48
        assert value("convictions") == 4

    def test_only_the_stage_seized_is_added(self):
        OutcomeFactory(kind="asset", stage="seized", amount_pence=150_000)
        OutcomeFactory(kind="asset", stage="forfeited", amount_pence=150_000)
        assert value("assets_seized_pence") == 150_000
        assert [item.amount for item in records("assets_seized_pence").included] == [150_000]


class TestAbroad:
    def test_what_happened_abroad_is_a_row_of_its_own(self):
        OutcomeFactory(kind="arrest")
        away = OutcomeFactory(kind="arrest", abroad=True, quantity=2)
        assert value("arrests") == 1
        assert value("arrests", abroad=True) == 2
        assert rules(records("arrests")) == {away.pk: "abroad"}
        assert [item.id for item in records("arrests", abroad="true").included] == [away.pk]

    def test_without_anything_abroad_there_is_no_such_row(self):
        OutcomeFactory(kind="arrest")
        assert [row.abroad for row in rows("arrests")] == [False]

    def test_a_person_at_home_and_abroad_counts_in_both_rows(self):
        OutcomeFactory(subject_key="K-01", abroad=True, occurred_on=date(2022, 3, 1))
        OutcomeFactory(subject_key="K-01", abroad=True, occurred_on=date(2022, 3, 2))
        OutcomeFactory(subject_key="K-01")
        assert value("people_safeguarded") == 1
        assert value("people_safeguarded", abroad=True) == 1

    def test_a_draft_abroad_is_left_out_because_it_is_a_draft(self):
        away = OutcomeFactory(kind="arrest", abroad=True, draft=True)
        assert rules(records("arrests")) == {away.pk: "not_verified"}
        assert rules(records("arrests", abroad="true")) == {away.pk: "not_verified"}


class TestBases:
    def worked_example(self):
        """Twelve people on a case of two regions, four of them where the other supports."""
        case = CaseFactory()
        there = ForceFactory()
        support(case, there.region)
        OutcomeFactory(case=case, quantity=8)
        OutcomeFactory(case=case, quantity=4, force=there)
        return case.lead_region.code, there

    def test_lead_gives_all_to_the_region_that_leads(self):
        lead, _ = self.worked_example()
        assert table("people_safeguarded", by="region") == {lead: 12}

    def test_location_gives_to_where_it_happened(self):
        lead, there = self.worked_example()
        assert table("people_safeguarded", by="region", basis="location") == {
            lead: 8,
            there.region.code: 4,
        }

    def test_contribution_gives_to_each_and_the_nation_stays_what_it_is(self):
        lead, there = self.worked_example()
        by_region = table("people_safeguarded", by="region", basis="contribution")
        assert by_region == {lead: 12, there.region.code: 12}
        assert value("people_safeguarded", basis="contribution") == 12

    def test_the_force_is_where_it_happened_on_the_lead_basis_too(self):
        lead, there = self.worked_example()
        pairs = table("people_safeguarded", by="region,force")
        assert pairs[lead, there.code] == 4
        assert sum(pairs.values()) == 12

    def test_an_event_goes_to_the_region_leading_that_day(self):
        case, other = CaseFactory(), ForceFactory().region
        transfer(case, other, date(2022, 3, 16))
        OutcomeFactory(case=case, occurred_on=date(2022, 3, 15), quantity=2)
        OutcomeFactory(case=case, occurred_on=date(2022, 3, 16), quantity=3)
        assert table("people_safeguarded", by="region") == {
            case.lead_region.code: 2,
            other.code: 3,
        }

    def test_support_that_ended_before_gives_nothing(self):
        case, other = CaseFactory(), ForceFactory().region
        support(case, other, until_on=date(2022, 3, 14))
        OutcomeFactory(case=case)
        by_region = table("people_safeguarded", by="region", basis="contribution")
        assert by_region == {case.lead_region.code: 1}

    def test_place_not_known_has_a_row(self):
        case = CaseFactory()
        OutcomeFactory(case=case, force=None, quantity=6)
        assert table("people_safeguarded", by="force") == {None: 6}
        assert table("people_safeguarded", by="region", basis="location") == {None: 6}
        assert table("people_safeguarded", by="region") == {case.lead_region.code: 6}
        assert records("people_safeguarded", force="").included[0].amount == 6


class TestStatus:
    def test_a_period_that_has_begun_has_a_value_so_far(self):
        (row,) = rows("arrests", "2022/23-Q3")
        assert (row.value, row.status) == (0, "ok")

    def test_a_period_that_has_not_begun_is_not_yet_due(self):
        (row,) = rows("arrests", "2022/23-Q4")
        assert (row.value, row.status) == (None, "not_yet_due")
        assert records("arrests", "2022/23-Q4").all_rows() == []

    def test_a_period_begins_with_the_london_day(self):
        before = datetime(2022, 3, 31, 22, 59, tzinfo=UTC)
        after = datetime(2022, 3, 31, 23, 0, tzinfo=UTC)
        assert rows("arrests", "2022/23-Q1", now=before)[0].status == "not_yet_due"
        assert rows("arrests", "2022/23-Q1", now=after)[0].status == "ok"

    def test_each_month_of_a_running_quarter_says_whether_it_is_due(self):
        later = [row.status for row in rows("arrests", "2022/23", by="month", now=NOW)]
        assert later == ["ok"] * 9 + ["not_yet_due"] * 3
