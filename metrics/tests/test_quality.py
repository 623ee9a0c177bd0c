"""Data quality: what each rule finds, for whom, and on one page."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cases.models import Outcome, OutcomeQuery
from metrics.models import Release
from metrics.quality import MOST_ROWS, Scope, findings
from metrics.quarters import ensure
from metrics.tests.factories import CaseFactory, OutcomeFactory, RequestFactory
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.core.periods import parse
from toex.forces.models import Region
from toex.forces.tests.factories import ForceFactory

pytestmark = pytest.mark.django_db

TODAY = date(2022, 6, 15)


@pytest.fixture(autouse=True)
def _in_june_2022():
    with time_machine.travel("2022-06-15T09:00:00Z", tick=False):
        yield


@pytest.fixture
def office():
    return UserFactory(programme_office=True)


@pytest.fixture
def case():
    return CaseFactory()


def look(reader, period="2021/22-Q4", regions=None):
    """Return the findings by their codes."""
    ensure(TODAY)
    regions = regions or Region.objects.all()
    scope = Scope(parse(period), tuple(region.pk for region in regions), reader, TODAY)
    return {each.code: each for each in findings(scope)}


def released(period, cut_at, **more):
    span = parse(period)
    return Release.objects.create(
        reference=f"R-{period.replace('/', '-')}-{more.get('edition', 1)}",
        period=period,
        first=span.first,
        last=span.last,
        edition=more.pop("edition", 1),
        state="frozen",
        rules="2022.1",
        population_version="MYE23",
        publish_at=cut_at,
        data_cut_at=cut_at,
        created_at=cut_at,
        created_by=UserFactory(programme_office=True),
        **more,
    )


class TestRules:
    def test_people_without_a_key_are_told_as_people(self, office, case):
        OutcomeFactory(case=case, quantity=6)
        OutcomeFactory(case=case, quantity=1, occurred_on=date(2022, 3, 16))
        finding = look(office)["unkeyed"]
        assert (finding.count, finding.said) == (2, "7 people, in 2 outcomes")
        assert finding.lines[0].cells[0] == "Person safeguarded, 6 in all"

    def test_duplicates_share_case_kind_and_day_without_a_key(self, office, case):
        OutcomeFactory.create_batch(2, case=case)
        OutcomeFactory.create_batch(2, case=case, kind="arrest", subject_key="KEY-1")
        OutcomeFactory(case=case, kind="charge")
        OutcomeFactory(case=case, kind="charge", occurred_on=date(2022, 3, 16))
        OutcomeFactory(case=CaseFactory(), kind="charge")
        finding = look(office)["possible_duplicates"]
        assert finding.count == 1
        (line,) = finding.lines
        assert line.cells == ("Person safeguarded", case.reference, "15 March 2022", "2")
        assert f"case={case.reference}&kind=person_safeguarded" in line.link

    def test_forces_with_no_request_stand_beside_those_with_some(self, office):
        quiet = ForceFactory()
        asks = RequestFactory(submitted_at=datetime(2022, 3, 31, 22, 30, tzinfo=UTC)).force
        RequestFactory(force=asks, submitted_at=datetime(2022, 3, 31, 23, 30, tzinfo=UTC))
        ForceFactory(without_region=True)
        finding = look(office)["forces_with_no_requests"]
        assert (finding.count, finding.said) == (1, "1 of 2 forces")
        assert {line.cells[0]: line.cells[2] for line in finding.lines} == {
            quiet.short_name: "0",
            asks.short_name: "1",
        }

    def test_what_changed_after_the_data_cut_is_told(self, office, case):
        released("2021/22-Q4", datetime(2022, 4, 20, tzinfo=UTC))
        after = datetime(2022, 4, 21, tzinfo=UTC)
        OutcomeFactory(case=case, kind="arrest")
        late = OutcomeFactory(case=case, kind="arrest", recorded_at=after)
        verified = OutcomeFactory(case=case, kind="arrest", verified_at=after)
        void = OutcomeFactory(case=case, kind="arrest", void=True, voided_at=after)
        other = CaseFactory(opened_on=date(2021, 12, 1))
        OutcomeFactory(case=other, occurred_on=date(2021, 12, 5), recorded_at=after)
        finding = look(office, "2021/22")["changed_after_freeze"]
        assert [line.link for line in finding.lines] == [
            each.get_absolute_url() for each in (late, verified, void)
        ]

    def test_the_latest_release_that_covers_a_day_decides(self, office, case):
        released("2021/22-Q4", datetime(2022, 4, 20, tzinfo=UTC))
        released("2021/22", datetime(2022, 5, 20, tzinfo=UTC))
        OutcomeFactory(case=case, recorded_at=datetime(2022, 4, 21, tzinfo=UTC))
        assert look(office)["changed_after_freeze"].count == 0
        OutcomeFactory(case=case, recorded_at=datetime(2022, 5, 21, tzinfo=UTC))
        assert look(office)["changed_after_freeze"].count == 1

    def test_only_quarters_that_are_over_are_not_confirmed(self, office, case):
        ensure(TODAY)
        finding = look(office, "2022/23")["quarters_not_confirmed"]
        assert finding.count == 0
        finding = look(office, "2021/22")["quarters_not_confirmed"]
        assert [line.cells[1] for line in finding.lines][:3] == [
            "2021/22 Q2",
            "2021/22 Q3",
            "2021/22 Q4",
        ]

    def test_a_question_waits_with_a_link_to_answer_it(self, office, case):
        outcome = OutcomeFactory(case=case, subject_key="KEY-1")
        OutcomeQuery.objects.create(
            outcome=outcome, by=office, by_office=True, at=outcome.recorded_at, text="Which?"
        )
        (line,) = look(office)["questions_waiting"].lines
        assert line.link == f"/outcomes/{outcome.pk}/queries/"

    def test_a_type_not_known_leads_the_region_to_change_it(self, office):
        case = CaseFactory(primary_type="UNK")
        outcome = OutcomeFactory(case=case, subject_key="KEY-1")
        manager = UserFactory(toex_manager=True, region=case.lead_region)
        (line,) = look(manager)["unknown_type"].lines
        assert line.link == f"/cases/{case.reference}/reclassify/"
        (line,) = look(office)["unknown_type"].lines
        assert line.link == outcome.get_absolute_url()


class TestSight:
    def test_what_is_out_of_sight_is_counted_and_not_listed(self, office):
        hidden = CaseFactory(restricted=True)
        OutcomeFactory.create_batch(2, case=hidden, draft=True)
        found = look(office)
        assert (found["not_verified"].count, found["not_verified"].unseen) == (2, 2)
        assert found["not_verified"].lines == []
        duplicates = found["possible_duplicates"]
        assert (duplicates.count, duplicates.unseen, duplicates.lines) == (1, 1, [])

    def test_more_than_a_page_is_capped_with_the_count_of_all(self, office, case):
        OutcomeFactory.create_batch(MOST_ROWS + 1, case=case, draft=True, kind="arrest")
        finding = look(office)["not_verified"]
        assert (finding.count, len(finding.lines)) == (MOST_ROWS + 1, MOST_ROWS)
        assert finding.is_capped


def page(user, **asked):
    client = Client()
    client.force_login(user)
    answer = client.get(reverse("metrics:quality"), asked)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


class TestPage:
    def test_a_region_sees_its_own_and_may_not_ask_for_another(self, case):
        OutcomeFactory(case=case, draft=True, subject_key="KEY-1")
        manager = UserFactory(toex_manager=True, region=case.lead_region)
        elsewhere = UserFactory(analyst=True)
        told = page(manager, period="2021/22-Q4")
        assert "Drafts waiting: 1 outcome" in told
        assert "KEY-1" not in told
        told = page(elsewhere, period="2021/22-Q4", region=case.lead_region.code)
        assert "Drafts waiting: 1 outcome" not in told

    def test_the_office_narrows_to_a_region(self, office, case):
        OutcomeFactory(case=case, draft=True)
        other = ForceFactory().region
        everywhere = page(office, period="2021/22")
        assert "Drafts waiting: 1 outcome" in everywhere
        there = page(office, period="2021/22", region=other.code)
        assert "Drafts waiting: 1 outcome" not in there

    def test_says_so_where_nothing_was_found(self, office):
        told = page(office, period="2021/22-Q4")
        assert "No problems found in 2021/22 Q4 as at 15 June 2022." in told

    def test_a_period_that_is_none_is_told(self, office):
        assert "Select one of the answers in the list." in page(office, period="soon")

    def test_a_look_is_logged(self, office):
        page(office, period="2021/22-Q4")
        event = AuditEvent.objects.get(actor=office, action="data-quality.list")
        assert event.shown == ["2021/22-Q4"]

    def test_ten_rows_and_a_thousand_take_as_many_queries(self, office, django_assert_num_queries):
        forces = ForceFactory.create_batch(3)
        cases = [CaseFactory(requesting_force=force) for force in forces]
        released("2021/22-Q4", datetime(2022, 3, 16, tzinfo=UTC))
        client = Client()
        client.force_login(office)
        address = f"{reverse('metrics:quality')}?period=2021/22-Q4"
        client.get(address)
        fields = {"force": None, "draft": True, "disputed_at": datetime(2022, 4, 1, tzinfo=UTC)}
        fields |= {"verified_at": None, "verified_by": None}
        for number in (10, 990):
            Outcome.objects.bulk_create(
                OutcomeFactory.build(case=cases[each % 3], **fields) for each in range(number)
            )
            with django_assert_num_queries(32):
                client.get(address)
