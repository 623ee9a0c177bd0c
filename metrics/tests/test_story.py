"""A case told through the real services, and what the figures make of it at each moment."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cases import services
from cases.tests.factories import (
    OPENED_AT,
    CaseFactory,
    analyst_of,
    manager_of,
    person,
)
from metrics.tests.counting import rows, table, value
from toex.forces.tests.factories import RegionFactory

pytestmark = pytest.mark.django_db

PERIOD = {"from": "2022-09-01", "to": "2022-12-31"}
NOW = datetime(2023, 1, 5, tzinfo=UTC)


def count(measure, **more):
    return value(measure, now=NOW, **PERIOD, **more)


class TestStory:
    def verified(self, case, at, **fields):
        outcome = services.record_outcome(
            case, by=analyst_of(case), at=at, occurred_on=date(2022, 9, 20), **fields
        )
        return services.verify_outcome(
            outcome, version=outcome.version, by=manager_of(case), at=at + timedelta(hours=1)
        )

    def test_an_adopted_request_is_received_decided_opened_and_supported(self):
        case = CaseFactory(delivered=True)
        for measure in (
            *("requests_received", "requests_adopted", "cases_opened", "cases_open"),
            *("cases_supported", "products_delivered"),
        ):
            assert table(measure, by="region", now=NOW, **PERIOD) == {case.lead_region.code: 1}
        for measure in ("median_days_to_decision", "median_days_to_terms"):
            assert rows(measure, now=NOW, **PERIOD)[0].status == "ok"

    def test_a_reopened_case_keeps_the_books_in_balance(self):
        CaseFactory(reopened=True)
        assert count("cases_opened") == count("cases_closed") == count("cases_open") == 1

    def test_an_outcome_counts_from_its_verification_to_its_voiding(self):
        case, at = CaseFactory(), datetime(2022, 10, 3, 9, tzinfo=UTC)
        outcome = self.verified(
            case, at, kind="person_safeguarded", attribution="direct", subject_key="ABC/0001"
        )
        services.void_outcome(
            outcome,
            version=outcome.version,
            by=manager_of(case),
            at=at + timedelta(days=1),
            reason="Exercise reasons.",
        )
        moments = ["2022-10-03T09:30:00Z", "2022-10-03T10:00:00Z", "2022-10-04T09:00:00Z"]
        assert [count("people_safeguarded", known_at=moment) for moment in moments] == [0, 1, 0]

    def test_a_threat_counts_once_flagged_and_goes_with_the_lead_of_the_day(self):
        case, at = CaseFactory(), datetime(2022, 10, 3, 9, tzinfo=UTC)
        threat = services.link_threat(
            case, by=analyst_of(case), at=OPENED_AT, kind="ocg", reference="OCG-0001"
        )
        services.add_activity(
            case,
            by=analyst_of(case),
            at=at,
            kind="development",
            text="Exercise work.",
            occurred_at=at,
        )
        self.verified(case, at, kind="ocg_identified", attribution="direct", threat=threat)
        assert (count("ocgs_identified"), count("high_harm_threats_supported")) == (0, 0)
        threat.refresh_from_db()
        services.flag_threat(
            threat,
            version=threat.version,
            by=analyst_of(case),
            at=at,
            reason="Exercise reasons.",
            identified_by_toex=True,
            high_harm=True,
        )
        case.refresh_from_db()
        self.transfer(case, RegionFactory(), date(2022, 9, 21), at=at + timedelta(days=1))
        assert (count("ocgs_identified"), count("high_harm_threats_supported")) == (1, 1)
        home, new = case.lead_region.code, type(case).objects.get().lead_region.code
        assert table("ocgs_identified", by="region", now=NOW, **PERIOD) == {home: 1}
        assert table("threats_supported", by="region", now=NOW, **PERIOD) == {new: 1}

    def transfer(self, case, region, from_date, *, at):
        services.transfer_lead(
            case,
            version=case.version,
            by=person("toex_manager", case.lead_region),
            at=at,
            region=region,
            from_date=from_date,
            reason="Exercise reasons.",
        )
