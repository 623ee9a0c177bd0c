"""Rule 6: each threat counts once, at its earliest counted event ever or earliest activity."""

from datetime import UTC, date, datetime

import pytest

from metrics.tests.counting import records, rules, table, value
from metrics.tests.factories import (
    ActivityFactory,
    CaseFactory,
    OutcomeFactory,
    ThreatFactory,
    link,
    support,
    transfer,
)
from toex.accounts.tests.factories import UserFactory
from toex.forces.tests.factories import ForceFactory

pytestmark = pytest.mark.django_db


def identified(threat, day=date(2022, 3, 15), **more):
    return OutcomeFactory(kind="ocg_identified", threat=threat, occurred_on=day, **more)


class TestIdentified:
    def test_a_group_identified_by_toex_counts(self):
        identified(ThreatFactory())
        assert value("ocgs_identified") == 1

    def test_a_group_that_is_only_supported_does_not(self):
        event = identified(ThreatFactory(identified_by_toex=False))
        assert value("ocgs_identified") == 0
        assert rules(records("ocgs_identified")) == {event.pk: "not_identified_by_toex"}

    def test_a_group_counts_in_the_period_of_its_earliest_event_ever(self):
        threat, case = ThreatFactory(), CaseFactory(opened_on=date(2021, 12, 1))
        identified(threat, date(2021, 12, 20), case=case)
        again = identified(threat)
        assert value("ocgs_identified", "2021/22-Q3") == 1
        assert value("ocgs_identified", "2021/22-Q4") == 0
        assert rules(records("ocgs_identified")) == {again.pk: "counted_elsewhere"}

    def test_an_earlier_event_that_does_not_count_takes_nothing_away(self):
        threat, case = ThreatFactory(), CaseFactory(opened_on=date(2021, 12, 1))
        identified(threat, date(2021, 12, 20), case=case, attribution="associated")
        identified(threat, date(2021, 12, 21), case=case, void=True)
        identified(threat)
        assert value("ocgs_identified") == 1

    def test_quarters_add_up_to_the_year(self):
        threats = ThreatFactory.create_batch(3)
        case = CaseFactory(opened_on=date(2021, 4, 1))
        for threat, month in zip(threats, (5, 8, 11), strict=True):
            identified(threat, date(2021, month, 1), case=case)
            identified(threat, date(2022, 2, 1), case=case)
        by_quarter = table("ocgs_identified", "2021/22", by="quarter")
        assert sum(by_quarter.values()) == value("ocgs_identified", "2021/22") == 3

    def test_a_group_of_two_cases_is_carried_by_the_earlier(self):
        threat = ThreatFactory()
        first = identified(threat, date(2022, 3, 1))
        identified(threat)
        assert table("ocgs_identified", by="region") == {first.case.lead_region.code: 1}


class TestSupported:
    def test_a_threat_with_a_development_activity_in_the_period_is_supported(self):
        activity = ActivityFactory()
        link(activity.case, ThreatFactory())
        assert value("threats_supported") == 1
        reader = UserFactory(analyst=True, region=activity.case.lead_region)
        place = {"region": activity.case.lead_region.code}
        found = records("threats_supported", reader=reader, **place)
        assert [(item.row, item.id) for item in found.included] == [("activity", activity.pk)]

    def test_activities_are_out_of_sight_of_the_programme_office(self):
        link(ActivityFactory().case, ThreatFactory())
        found = records("threats_supported")
        assert (found.included, found.unseen_included) == ([], 1)

    def test_other_activities_support_nothing(self):
        for kind in ("decision", "contact", "note"):
            link(ActivityFactory(kind=kind).case, ThreatFactory())
        assert value("threats_supported") == 0

    def test_a_threat_of_two_cases_counts_once_at_the_earliest_activity(self):
        threat = ThreatFactory()
        later = ActivityFactory()
        first = ActivityFactory(occurred_at=datetime(2022, 3, 15, 9, tzinfo=UTC))
        link(later.case, threat)
        link(first.case, threat)
        assert table("threats_supported", by="region") == {first.case.lead_region.code: 1}

    def test_one_activity_supports_every_threat_of_its_case(self):
        activity = ActivityFactory()
        for threat in ThreatFactory.create_batch(3):
            link(activity.case, threat)
        assert value("threats_supported") == 3

    def test_only_threats_of_high_harm_are_high_harm_threats(self):
        activity = ActivityFactory()
        link(activity.case, ThreatFactory())
        link(activity.case, ThreatFactory(high_harm=False))
        assert value("high_harm_threats_supported") == 1
        assert value("threats_supported") == 2

    def test_an_activity_late_at_night_in_summer_belongs_to_the_london_day(self):
        activity = ActivityFactory(occurred_at=datetime(2022, 3, 31, 23, 30, tzinfo=UTC))
        link(activity.case, ThreatFactory())
        assert value("threats_supported", "2021/22-Q4") == 0
        assert value("threats_supported", "2022/23-Q1") == 1

    def test_places_are_the_asking_force_and_the_regions_of_that_day(self):
        case, other, helper = CaseFactory(), ForceFactory().region, ForceFactory().region
        home = case.lead_region.code
        transfer(case, other, date(2022, 3, 10))
        support(case, helper, date(2022, 3, 15))
        link(case, ThreatFactory())
        ActivityFactory(case=case)
        assert table("threats_supported", by="force") == {case.requesting_force.code: 1}
        assert table("threats_supported", by="region") == {other.code: 1}
        assert table("threats_supported", by="region", basis="location") == {home: 1}
        assert table("threats_supported", by="region", basis="contribution") == {
            other.code: 1,
            helper.code: 1,
        }
