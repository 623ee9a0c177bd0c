"""The pages of figures: each role's own, with what is behind each number and what it means."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from metrics.measures import MEASURES
from metrics.tests.factories import CaseFactory, OutcomeFactory
from metrics.wording import unit_in_words
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.forces.tests.factories import ForceFactory

pytestmark = pytest.mark.django_db

ASKED = {"period": "2021/22-Q4"}


@pytest.fixture
def page(client):
    """Return what a reader sees at an address, with runs of white space made one."""

    def seen(reader, address, asked=None, *, status=200):
        client.force_login(reader)
        response = client.get(address, asked)
        assert response.status_code == status
        return re.sub(r"\s+", " ", response.content.decode())

    return seen


class TestFigures:
    @pytest.mark.parametrize(
        "role",
        ["force_lead", "gateway_officer", "toex_manager", "analyst", "programme_office"],
    )
    def test_every_reader_has_a_page_for_this_year(self, page, role):
        assert "People safeguarded" in page(UserFactory(**{role: True}), "/figures/")

    @pytest.mark.parametrize("role", ["auditor", "administrator"])
    def test_who_has_no_figures_is_refused(self, page, role):
        page(UserFactory(**{role: True}), "/figures/", status=403)

    def test_the_programme_office_sees_the_nation_in_a_sentence(self, page):
        OutcomeFactory(quantity=9)
        OutcomeFactory(subject_key="K-01")
        seen = page(UserFactory(programme_office=True), "/figures/", ASKED)
        assert (
            "People safeguarded, England and Wales, 2021/22 Q4: 10. From events without a key: "
            "9 of 10 (90% [u]). Counted for the region leading the case." in seen
        )
        assert "a year is not the sum of its quarters" in seen

    def test_a_force_sees_its_own_figures_and_no_other_force(self, page):
        outcome, other = OutcomeFactory(quantity=4), ForceFactory()
        reader = UserFactory(force_lead=True, force=outcome.force)
        seen = page(reader, "/figures/", ASKED)
        assert f"People safeguarded, {outcome.force.short_name}, 2021/22 Q4: 4" in seen
        assert "Counted for the force where it happened." in seen
        assert other.short_name not in seen

    def test_a_region_by_force_sees_its_own_share_of_each(self, page):
        case, there = CaseFactory(), ForceFactory()
        OutcomeFactory(case=case, force=there, quantity=3)
        OutcomeFactory(force=there, quantity=50)
        reader = UserFactory(analyst=True, region=case.lead_region)
        seen = page(reader, "/figures/", {**ASKED, "by": "force"})
        assert re.search(rf'<th scope="row"[^>]*>{there.short_name}</th> <td[^>]*>3</td>', seen)
        assert ">50<" not in seen

    def test_another_region_is_not_available(self, page):
        other = OutcomeFactory(quantity=50).case.lead_region
        seen = page(UserFactory(analyst=True), "/figures/", {**ASKED, "by": "region"})
        assert re.search(rf"<th[^>]*>{other.code}</th> <td[^>]*>Not available</td>", seen)
        assert ">50<" not in seen

    def test_contribution_says_that_regions_do_not_add_up(self, page):
        asked = {**ASKED, "basis": "contribution", "by": "region"}
        seen = page(UserFactory(programme_office=True), "/figures/", asked)
        assert "regions do not add up to the figure for England and Wales" in seen

    def test_a_chart_has_a_finding_for_a_title_and_its_numbers_beside_it(self, page):
        OutcomeFactory(quantity=7)
        asked = {**ASKED, "show": "people_safeguarded"}
        seen = page(UserFactory(programme_office=True), "/figures/", asked)
        assert "People safeguarded: from 0 to 7 a month, most in March 2022" in seen
        assert "The numbers in this chart" in seen
        assert seen.count("<svg") == 1
        assert " style=" not in seen

    @pytest.mark.parametrize("by", ["", "region", "force", "primary_type", "month", "quarter"])
    def test_everything_is_shown_by_anything(self, page, by):
        OutcomeFactory(kind="arrest", abroad=True)
        asked = {**ASKED, "show": "all", "by": by}
        seen = page(UserFactory(programme_office=True), "/figures/", asked)
        assert all(f'href="/figures/measures/{code}/"' in seen for code in MEASURES)
        assert ", abroad</th>" in seen

    def test_one_place_has_one_table_with_a_line_a_measure(self, page):
        OutcomeFactory(kind="arrest")
        asked = {**ASKED, "show": "all"}
        seen = page(UserFactory(programme_office=True), "/figures/", asked)
        table = seen[seen.index("England and Wales, ") : seen.index("</table>")]
        assert table.count('<th scope="row"') == len(MEASURES)
        assert table.count(">Records<span") + table.count("Not shown") == len(MEASURES)

    def test_days_may_take_the_place_of_a_named_period(self, page):
        OutcomeFactory()
        asked = {"from": "2022-03-15", "to": "2022-03-15"}
        seen = page(UserFactory(programme_office=True), "/figures/", asked)
        assert "England and Wales, 15 March 2022 to 15 March 2022<" in seen

    @pytest.mark.parametrize(
        ("asked", "sentence"),
        [
            ({"period": ""}, "Select a period, or enter the first and the last day."),
            ({"period": "soon"}, "Select one of the answers in the list."),
            ({"from": "2022-02-01", "to": "2022-01-01"}, "The last day must be on or after"),
            ({"from": "2022-02-30", "to": "2022-03-01"}, "First day must be a real date."),
            ({"from": "0001-01-01", "to": "9999-12-31", "by": "month"}, "Ask for at most 240"),
        ],
    )
    def test_a_choice_that_makes_no_sense_is_explained(self, page, asked, sentence):
        seen = page(UserFactory(programme_office=True), "/figures/", asked)
        assert "There is a problem" in seen
        assert sentence in seen

    def test_a_look_is_logged(self, page):
        reader = UserFactory(programme_office=True)
        page(reader, "/figures/", ASKED)
        assert AuditEvent.objects.get(actor=reader).action == "figure.list"

    def test_the_page_takes_the_same_number_of_queries_however_much_there_is(self, page):
        reader, queries = UserFactory(programme_office=True), []
        for _ in range(3):
            OutcomeFactory.create_batch(3)
            for _ in range(2):
                with CaptureQueriesContext(connection) as taken:
                    page(reader, "/figures/", {**ASKED, "show": "all", "by": "force"})
            queries.append(len(taken))
        assert queries[1] == queries[2] < 30


@pytest.mark.parametrize(("value", "word"), [(0, "many"), (1, "one"), (2, "many"), (None, "many")])
def test_a_unit_goes_with_its_number(value, word):
    for unit, one in [
        ("people", "person"),
        ("arrests", "arrest"),
        ("priority individuals", "priority individual"),
        ("vulnerabilities", "vulnerability"),
        ("defendants charged", "defendant charged"),
    ]:
        assert unit_in_words(value, unit) == (one if word == "one" else unit)


class TestRecords:
    def address_behind(self, seen):
        return re.search(r'href="(/figures/records/[^"]+)"', seen)[1].replace("&amp;", "&")

    def test_each_number_leads_to_the_records_behind_it(self, page):
        OutcomeFactory(subject_key="K-01")
        OutcomeFactory(subject_key="K-01")
        OutcomeFactory(draft=True)
        OutcomeFactory(case=CaseFactory(restricted=True), quantity=6)
        office = UserFactory(programme_office=True)
        seen = page(office, self.address_behind(page(office, "/figures/", ASKED)))
        assert "the earliest counted event of this person in the period" in seen
        assert "The same person or threat is counted at an earlier event." in seen
        assert "It has not been verified." in seen
        assert "6 counted in this number, 0 left out of it" in seen
        assert "K-01" not in seen

    def test_a_region_reads_behind_its_own_number(self, page):
        case = CaseFactory()
        OutcomeFactory(case=case)
        reader = UserFactory(toex_manager=True, region=case.lead_region)
        seen = page(reader, self.address_behind(page(reader, "/figures/", ASKED)))
        assert f"{case.lead_region.code}, 2021/22 Q4" in seen

    def test_a_number_that_is_not_live_to_the_reader_is_not_found(self, page):
        asked = {**ASKED, "measure": "arrests"}
        page(UserFactory(analyst=True), "/figures/records/", asked, status=404)

    def test_a_bad_address_is_400(self, page):
        page(UserFactory(programme_office=True), "/figures/records/", status=400)


class TestMeasures:
    def test_all_measures_are_defined_on_one_page(self, page):
        seen = page(UserFactory(force_lead=True), "/figures/measures/")
        assert all(f"/figures/measures/{code}/" in seen for code in MEASURES)

    @pytest.mark.parametrize("code", MEASURES)
    def test_each_measure_says_what_counts_and_what_does_not(self, page, code):
        seen = page(UserFactory(force_lead=True), f"/figures/measures/{code}/")
        assert "What does not count" in seen

    def test_a_measure_that_is_none_is_not_found(self, page):
        page(UserFactory(force_lead=True), "/figures/measures/hits/", status=404)
