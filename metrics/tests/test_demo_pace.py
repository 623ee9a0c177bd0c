"""The demonstration's work comes at a pace: level months, and none that stands out at the end."""

from collections import Counter
from datetime import date, timedelta

import pytest

from metrics.demo.arrivals import BUSY_REGIONS
from metrics.demo.history import stories
from metrics.demo.recent import DAYS
from toex.core.periods import between, london_date

REGIONS = [*BUSY_REGIONS, "NEROCU", "NWROCU", "SEROCU", "SWROCU", "TARIAN", "LONDON"]
FORCES = {region: [f"{region.lower()}-{number}" for number in range(4)] for region in REGIONS}
TODAYS = [date(2026, 8, 3), date(2026, 11, 30), date(2027, 3, 1)]
ALL_AT_A_LEVEL = date(2023, 7, 1)


def told(today, seed=7):
    return stories(seed, "medium", FORCES, today)


def months_of(today, act, region=None):
    """Return how often a month had an act, for each full month since all ten were at a level."""
    days = [
        london_date(each.at)
        for story in told(today)
        for each in story.acts
        if each.name == act and region in (None, story.region)
    ]
    found = Counter((day.year, day.month) for day in days)
    last = today.replace(day=1) - timedelta(days=1)
    months = between(ALL_AT_A_LEVEL, last).months()
    return [found[month.first.year, month.first.month] for month in months]


@pytest.mark.parametrize("today", TODAYS)
class TestTheMonths:
    def test_no_month_has_half_as_many_requests_again_as_usual_or_fewer_than_half(self, today):
        counts = months_of(today, "submit")
        usual = sum(counts) / len(counts)

        assert usual / 2 < min(counts) <= max(counts) < usual * 1.5

    @pytest.mark.parametrize("act", ["submit", "terms", "outcome"])
    def test_the_last_quarter_is_hardly_busier_than_others(self, today, act):
        counts = months_of(today, act)
        quarters = [sum(counts[start : start + 3]) for start in range(len(counts) - 2)]

        assert min(quarters[:-3]) * 0.8 < quarters[-1] < max(quarters[:-3]) * 1.2

    @pytest.mark.parametrize("region", BUSY_REGIONS)
    def test_nor_is_it_in_a_region_with_accounts(self, today, region):
        counts = months_of(today, "submit", region)

        assert max(counts) <= 6
        assert sum(counts[-3:]) <= 1.5 * 3 * sum(counts[:-3]) / len(counts[:-3])


class TestTheSeed:
    def test_tells_the_same_stories_again(self):
        assert told(TODAYS[0]) == told(TODAYS[0])
        assert told(TODAYS[0]) != told(TODAYS[0], seed=8)

    def test_tells_of_the_same_requests_on_another_day_but_for_the_last_weeks(self):
        before = TODAYS[0] - timedelta(days=DAYS)
        first, later = (
            {
                (story.region, story.begins)
                for story in told(day)
                if london_date(story.begins) < before
            }
            for day in TODAYS[:2]
        )

        gone = {
            each for each in first - later if london_date(each[1]) < before - timedelta(days=9)
        }
        assert len(first) > 400
        assert gone == set()
