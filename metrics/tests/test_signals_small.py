"""Counts too small for signals: no verdict, no limits, and the reason in plain words."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine

from metrics.signals.xmr import LEAST_MEAN, Mode, without_verdicts, xmr
from metrics.tests.factories import CaseFactory, OutcomeFactory
from toex.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PAGE, REGIONS = "/figures/signals/", "/figures/signals/regions/"
FEW = "Too few a month to tell a signal from chance"


@pytest.fixture(autouse=True)
def _in_july_2023():
    with time_machine.travel(datetime(2023, 7, 5, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def page(client):
    """Return what the programme office sees at an address."""
    client.force_login(UserFactory(programme_office=True))

    def seen(address=PAGE, asked=None):
        return re.sub(r"\s+", " ", client.get(address, asked).content.decode())

    return seen


def monthly(values):
    case = CaseFactory(opened_on=date(2022, 1, 1))
    for number, value in enumerate(values):
        if value:
            day = date(2022 + number // 12, number % 12 + 1, 15)
            OutcomeFactory(case=case, quantity=value, occurred_on=day)


def test_the_arithmetic_finds_what_is_then_not_said():
    (segment,) = xmr([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3])
    assert segment.points[-1].signal

    shown = without_verdicts(segment)

    assert (shown.mode, shown.limits) == (Mode.TOO_SMALL, None)
    assert not any(point.signal for point in shown.points)
    assert round(shown.mean, 2) == 0.08


def test_from_a_mean_of_5_on_months_have_verdicts():
    (segment,) = xmr([LEAST_MEAN - 1, LEAST_MEAN + 1] * 6)

    assert without_verdicts(segment) is segment


class TestOnePlace:
    def test_no_month_is_worth_a_look_and_the_page_says_why(self, page):
        monthly([1, *[0] * 11, 3, 0, 0, 4, 0, 2])
        seen = page()
        assert f"June 2023: 2. {FEW}." in seen
        assert f"No month has a verdict. {FEW}." in seen
        assert f"the mean is 0.1 a month. {FEW}, so no month has a verdict" in seen
        assert "higher than expected" not in seen
        assert "no clear change" not in seen.lower()

    def test_the_picture_has_a_mean_and_no_limits(self, page):
        monthly([1, *[0] * 11, 3, 0, 0, 4, 0, 2])
        seen = page()
        picture = seen[seen.index("<svg") : seen.index("</svg>")]
        assert "<rect" not in picture
        assert "toex-chart__limit" not in picture
        assert ">Mean 0.1</text>" in picture

    def test_every_reader_is_told_where_the_line_is(self, page):
        monthly([9, 11] * 9)
        assert "have a mean below 5, there are too few a month" in page()


class TestTheTenRegions:
    def test_a_region_with_few_a_month_has_no_verdict_and_the_page_is_cautious(self, page):
        monthly([1, *[0] * 11, 3, 0, 0, 4, 0, 2])
        seen = page(REGIONS)
        assert f"2: {FEW}" in seen
        assert "have a mean below 5, there are too few a month" in seen[: seen.index("<svg")]
        assert "<rect" not in seen[seen.index("<svg") :]

    def test_there_is_no_caution_where_nothing_calls_for_it(self, page):
        monthly([9, 11] * 9)
        seen = page(REGIONS)
        assert "too few a month" not in seen[: seen.index("<svg")]
