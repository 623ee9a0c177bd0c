"""The pages of signals: whose months each role sees, what is said of them, what a look costs."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from metrics.models import Rebase
from metrics.signals.words import FALSE_ALARMS
from metrics.tests.factories import CaseFactory, OutcomeFactory, RequestFactory
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.forces.tests.factories import ForceFactory, RegionFactory

pytestmark = pytest.mark.django_db

PAGE = "/figures/signals/"
NOW = datetime(2023, 7, 5, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_july_2023():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def case():
    return CaseFactory(opened_on=date(2022, 1, 1))


@pytest.fixture
def office():
    return UserFactory(programme_office=True)


@pytest.fixture
def page(client):
    """Return what a reader sees at an address, with runs of white space made one."""

    def seen(reader, asked=None, *, address=PAGE, status=200):
        client.force_login(reader)
        response = client.get(address, asked)
        assert response.status_code == status
        return re.sub(r"\s+", " ", response.content.decode())

    return seen


def monthly(case, values, *, year=2022):
    """Let so many people be safeguarded in each month from January on."""
    for number, value in enumerate(values):
        if value:
            day = date(year + number // 12, number % 12 + 1, 15)
            OutcomeFactory(case=case, quantity=value, occurred_on=day)


class TestOnePlace:
    def test_the_latest_full_month_is_told_in_one_sentence(self, page, office, case):
        monthly(case, [7, 9, 6, 8, 12, 7, 9, 10, 8, 11, 9, 10, 8, 9, 7, 9, 10, 24, 90])
        seen = page(office)
        assert (
            "People safeguarded, England and Wales, June 2023: 24, higher than expected, "
            "worth a look." in seen
        )
        assert "From January 2022: mean 8.8, expected from 2.3 to 15.4." in seen
        assert "Limits fixed on the first 12 months." in seen
        assert "July 2023</th>" not in seen
        assert "management information, not official statistics. As known on 5 July 2023" in seen

    def test_a_number_in_the_table_leads_to_its_definition_and_records(self, page, office, case):
        monthly(case, [7, 9, 6, 8, 12, 7])
        asked = {"place": f"region-{case.lead_region.code}"}
        seen = page(office, asked)
        asking = "measure=people_safeguarded&amp;period=2022-05&amp;region="
        link = f"/figures/records/?{asking}{case.lead_region.code}"
        assert link in seen
        assert "/figures/measures/people_safeguarded/" in seen
        assert "Outcome" in page(office, address=link.replace("&amp;", "&"))

    def test_the_false_alarm_sentence_is_there_and_no_signal_is_a_finding(
        self, page, office, case
    ):
        monthly(case, [9, 11] * 9)
        seen = page(office)
        assert FALSE_ALARMS in seen
        assert "June 2023: 11, no clear change." in seen
        assert "Nothing: no clear change in these months." in seen

    @pytest.mark.parametrize(
        ("day", "words"),
        [
            (date(2023, 2, 1), "Too few points for limits"),
            (date(2023, 1, 1), "Trial limits, worked out again with each month: 6 months so far."),
            (
                date(2022, 8, 1),
                "Trial limits, worked out again with each month: 11 months so far.",
            ),
            (date(2022, 7, 1), "Limits fixed on the first 12 months."),
        ],
    )
    def test_what_is_said_depends_on_how_many_months_there_are(self, page, office, day, words):
        OutcomeFactory(case=CaseFactory(opened_on=day), occurred_on=day, quantity=500)
        assert words in page(office)

    def test_low_limits_of_counts_stop_at_0_and_say_so(self, page, office, case):
        monthly(case, [0, 14, 1, 15, 0, 14] * 3)
        seen = page(office)
        assert "The lower limit is not above 0 (as worked out it is -" in seen

    def test_the_picture_is_drawn_without_scripts_styles_arrows_or_ranks(self, page, office, case):
        monthly(case, [9, 11] * 8 + [60, 10])
        seen = page(office)
        picture = seen[seen.index("<svg") : seen.index("</svg>")]
        assert picture.count("<circle") == 17
        assert picture.count("<rect") == 1
        assert "<title" in picture
        assert "<desc" in picture
        assert "style=" not in seen
        assert "marker" not in picture
        assert not re.search(r"\brank\b|[↑↓▲▼]", seen)

    def test_a_median_of_no_cases_is_a_gap_and_not_a_zero(self, page, office, case):
        RequestFactory(force=case.requesting_force, submitted_at=datetime(2022, 1, 3, tzinfo=UTC))
        seen = page(office, {"measure": "median_days_to_decision"})
        assert "Not applicable" in seen
        assert ">[z]</text>" in seen

    def test_screening_can_be_switched_off(self, page, office, case):
        monthly(case, [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1])
        assert "Unusually large jumps, of 3.267 times that mean or more, are left out" in page(
            office
        )
        assert "none was left out" in page(office, {"ranges": "plain"})

    def test_without_a_full_month_the_page_says_when_there_will_be_one(self, page, office):
        assert "There is no full month with records yet." in page(office)

    def test_a_measure_that_is_none_is_explained(self, page, office):
        assert "Select one of the answers in the list." in page(office, {"measure": "soup"})

    def test_a_look_is_logged(self, page, office):
        page(office)
        event = AuditEvent.objects.get(actor=office)
        assert (event.action, event.shown) == ("figure.signals", ["people_safeguarded", "nation"])


class TestSight:
    @pytest.mark.parametrize("role", ["gateway_officer", "toex_manager", "analyst"])
    def test_a_region_sees_its_own_months_and_those_of_its_forces(self, page, case, role):
        monthly(case, [7] * 18)
        force = case.requesting_force
        reader = UserFactory(**{role: True}, region=case.lead_region)
        assert f"People safeguarded, {case.lead_region.code}, June 2023: 7" in page(reader)
        seen = page(reader, {"place": f"force-{force.code}"})
        assert f"People safeguarded, {force.short_name}, June 2023: 7" in seen

    def test_a_region_sees_no_other_region_and_no_nation(self, page, case):
        reader, there = UserFactory(analyst=True, region=case.lead_region), ForceFactory()
        for place in ("nation", f"region-{there.region.code}", f"force-{there.code}", "moon"):
            page(reader, {"place": place}, status=404)

    def test_a_force_sees_its_own_months_only(self, page, case):
        monthly(case, [3] * 18)
        force = case.requesting_force
        reader = UserFactory(force_lead=True, force=force)
        assert f"People safeguarded, {force.short_name}, June 2023: 3" in page(reader)
        for place in ("nation", f"region-{force.region.code}", f"force-{ForceFactory().code}"):
            page(reader, {"place": place}, status=404)

    @pytest.mark.parametrize(
        ("first", "words"),
        [
            (date(2023, 4, 2), "Next: 2023/24 Q2, published by 28 October 2023."),
            (date(2023, 7, 1), "Next: 2023/24 Q2, published by 28 October 2023."),
            (date(2023, 7, 2), "Next: 2023/24 Q3, published by 28 January 2024."),
        ],
    )
    def test_a_force_before_its_first_full_quarter_is_told_when(self, page, first, words):
        case = CaseFactory(opened_on=first)
        reader = UserFactory(force_lead=True, force=case.requesting_force)
        seen = page(reader)
        assert f"Figures appear after the first full quarter. {words}" in seen
        assert "<svg" not in seen

    def test_a_force_with_a_full_quarter_behind_it_has_figures(self, page):
        case = CaseFactory(opened_on=date(2023, 4, 1))
        seen = page(UserFactory(force_lead=True, force=case.requesting_force))
        assert "<svg" in seen

    @pytest.mark.parametrize("role", ["auditor", "administrator"])
    def test_who_has_no_figures_is_refused(self, page, role):
        page(UserFactory(**{role: True}), status=403)

    @pytest.mark.parametrize("address", [f"{PAGE}regions/", f"{PAGE}between-regions/"])
    def test_regions_are_set_side_by_side_for_the_programme_office_alone(self, page, address):
        page(UserFactory(toex_manager=True), address=address, status=403)


class TestTheTenRegions:
    def test_each_has_a_chart_in_the_official_order_whatever_its_size(self, page, office, case):
        monthly(case, [90] * 18)
        RegionFactory(code="ZULU", order=1)
        RegionFactory(code="ALPHA", order=30_000)
        seen = page(office, address=f"{PAGE}regions/")
        headings = re.findall(r"<h3[^>]*><a[^>]*>([^<]+)</a></h3>", seen)
        assert headings == ["ZULU", case.lead_region.code, "ALPHA"]
        assert seen.count("<figure") == 3
        assert "which is not a ranking" in seen

    def test_a_region_is_reckoned_from_its_own_first_record_on(self, page, office, case):
        monthly(case, [9, 11] * 9)
        late = CaseFactory(opened_on=date(2023, 3, 1))
        monthly(late, [0, 0, 5, 5, 5, 5], year=2023)
        seen = page(office, address=f"{PAGE}regions/")
        assert "5: Too few points for limits" in seen
        assert "11: No clear change" in seen

    def test_a_region_without_records_says_so(self, page, office, case):
        monthly(case, [9, 11] * 9)
        RegionFactory()
        seen = page(office, address=f"{PAGE}regions/")
        assert "No records yet: there is nothing to draw." in seen
        assert "0: Before the first record" not in seen


class TestCost:
    @pytest.mark.parametrize("address", [PAGE, f"{PAGE}regions/", f"{PAGE}between-regions/"])
    def test_thirty_months_cost_as_many_queries_as_three(self, page, office, address):
        queries = []
        for first in (date(2023, 4, 1), date(2021, 1, 1)):
            case = CaseFactory(opened_on=first)
            monthly(case, [4] * 3, year=first.year)
            page(office, address=address)
            with CaptureQueriesContext(connection) as taken:
                page(office, address=address)
            queries.append(len(taken))
        assert queries[0] == queries[1] < 40


class TestStartingAnew:
    def test_a_new_start_is_drawn_as_a_break_and_listed_with_who_and_why(self, page, office, case):
        monthly(case, [9, 11] * 6 + [29, 31] * 3)
        Rebase.objects.create(
            measure="people_safeguarded",
            month="2023-01",
            reason="A new recording rule",
            at=NOW,
            by=office,
        )
        seen = page(office)
        assert 'class="toex-chart__break"' in seen
        assert f"[b] From January 2023: A new recording rule ({office.name}, 5 July 2023" in seen
        assert "From January 2023: mean 30.0" in seen
        assert "June 2023: 31, no clear change." in seen
