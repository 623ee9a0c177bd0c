"""Quarters, years and months, at their edges."""

import itertools
from datetime import UTC, date, datetime

import pytest

from toex.core import periods


class TestQuarters:
    @pytest.mark.parametrize(
        ("day", "name"),
        [
            (date(2022, 3, 31), "2021/22-Q4"),
            (date(2022, 4, 1), "2022/23-Q1"),
            (date(2022, 11, 28), "2022/23-Q3"),
            (date(2023, 1, 1), "2022/23-Q4"),
            (date(2024, 2, 29), "2023/24-Q4"),
        ],
    )
    def test_hold_their_own_days(self, day, name):
        quarter = periods.quarter_of(day)

        assert quarter.name == name
        assert quarter.has(day)
        assert periods.parse(name) == quarter

    def test_follow_each_other_without_a_gap(self):
        quarters = periods.financial_year(2022).quarters()

        assert [quarter.name[-2:] for quarter in quarters] == ["Q1", "Q2", "Q3", "Q4"]
        assert quarters[0].first == date(2022, 4, 1)
        assert quarters[3].last == date(2023, 3, 31)
        assert all(
            later.first.toordinal() - earlier.last.toordinal() == 1
            for earlier, later in itertools.pairwise(quarters)
        )

    def test_half_past_eleven_utc_on_31_march_is_1_april_in_london(self):
        moment = datetime(2022, 3, 31, 23, 30, tzinfo=UTC)

        assert periods.london_date(moment) == date(2022, 4, 1)


class TestParsing:
    @pytest.mark.parametrize(
        "text", ["", "2022", "2022/24", "2022/23-Q5", "2022-13", "0000/01", "9999/00", "2022/23 "]
    )
    def test_refuses_what_names_no_period(self, text):
        with pytest.raises(periods.NotAPeriod):
            periods.parse(text)

    def test_reads_the_turn_of_a_century(self):
        assert periods.parse("1999/00").last == date(2000, 3, 31)


class TestCutting:
    def test_cuts_months_to_the_period(self):
        months = periods.between(date(2022, 1, 15), date(2022, 2, 10)).months()

        assert [(month.name, month.first, month.last) for month in months] == [
            ("2022-01", date(2022, 1, 15), date(2022, 1, 31)),
            ("2022-02", date(2022, 2, 1), date(2022, 2, 10)),
        ]
