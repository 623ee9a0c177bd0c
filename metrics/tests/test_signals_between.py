"""Regions compared: which are, against what, and what the page says about it."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.management import call_command

from metrics.tests.factories import CaseFactory, OutcomeFactory, RequestFactory
from toex.accounts.tests.factories import UserFactory
from toex.forces.models import Force, Region

pytestmark = pytest.mark.django_db

ADDRESS = "/figures/signals/between-regions/"
IN_YEAR = date(2023, 5, 15)


@pytest.fixture(autouse=True)
def _in_july_2024():
    with time_machine.travel(datetime(2024, 7, 5, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def page(client):
    call_command("load_forces", verbosity=0)
    client.force_login(UserFactory(programme_office=True))

    def seen(**asked):
        return re.sub(r"\s+", " ", client.get(ADDRESS, asked).content.decode())

    return seen


def work(*, requests=4, people=None):
    """Give each region some requests and people safeguarded in 2023/24."""
    for region in Region.objects.in_official_order():
        force = region.forces.exclude(ons_code="").first()
        received = datetime(2023, 5, 2, 9, tzinfo=UTC)
        RequestFactory.create_batch(requests, force=force, submitted_at=received)
        case = CaseFactory(requesting_force=force, opened_on=date(2023, 5, 3))
        number = (people or {}).get(region.code, 10)
        if number:
            OutcomeFactory(case=case, quantity=number, occurred_on=IN_YEAR)


class TestBetween:
    def test_regions_alike_are_all_as_expected(self, page):
        work()
        seen = page()
        assert "People safeguarded, 2023/24: no region lies outside its limits." in seen
        assert seen.count("<circle") == 9
        assert "LONDON has no regional unit." in seen
        assert "chance alone puts 0.45 outside the 95% limits and 0.02 outside the 99.8%" in seen

    def test_regions_keep_the_official_order_whatever_they_did(self, page):
        work(people={"TARIAN": 60, "ERSOU": 1})
        rows = re.findall(r'<th scope="row"[^>]*>(\w+)</th>', page())
        order = list(Region.objects.in_official_order().values_list("code", flat=True))
        assert rows == [code for code in order if code != "LONDON"]

    def test_one_far_from_the_rest_is_worth_a_look(self, page):
        work(people={"SEROCU": 45})
        seen = page()
        assert "worth a look: SEROCU, 45, outside the 99.8% limits, higher." in seen
        picture = seen[seen.index("<svg") : seen.index("</svg>")]
        assert picture.count("<rect") == 1

    def test_regions_that_differ_much_are_judged_by_adjusted_limits(self, page):
        work(people={"SEROCU": 45, "ERSOU": 40, "NEROCU": 1, "TARIAN": 1})
        assert "The adjusted limits are drawn and judged by" in page()

    def test_a_team_started_within_the_period_is_left_out_and_marked(self, page):
        work()
        Region.objects.filter(code="YHROCU").update(launched_on=date(2023, 9, 1))
        seen = page()
        assert "[b] YHROCU: its team started on 1 September 2023." in seen
        assert seen.count("<circle") == 8

    def test_against_residents_the_estimate_is_named(self, page):
        work()
        seen = page(against="residents")
        assert "by the estimate for the middle of 2023." in seen
        assert "Million residents" in seen

    def test_too_little_to_compare_is_said_with_the_numbers(self, page):
        work(people=dict.fromkeys(Region.objects.values_list("code", flat=True), 2))
        seen = page()
        assert "There is no comparison to show." in seen
        assert "Fewer are expected in 9 of 9." in seen
        assert "<svg" not in seen

    @pytest.mark.parametrize(
        ("asked", "sentence"),
        [
            (
                {"measure": "requests_received"},
                "Select residents: requests cannot be compared with themselves.",
            ),
            (
                {"measure": "arrests", "against": "residents"},
                "Select requests received: this measure has no rate per resident.",
            ),
            ({"measure": "sentence_months"}, "Select one of the answers in the list."),
            ({"period": "2019/20"}, "Select one of the answers in the list."),
        ],
    )
    def test_what_cannot_be_compared_is_explained(self, page, asked, sentence):
        assert sentence in page(**asked)

    def test_the_last_full_quarter_may_be_chosen(self, page):
        seen = page(period="2024/25-Q1")
        assert "People safeguarded, 2024/25 Q1" in seen

    def test_residents_of_other_bodies_are_nobodys(self, page):
        page()
        assert not Force.objects.filter(populations__isnull=False, ons_code="").exists()
