from datetime import date

import pytest

from cases import clocks

MON, TUE, WED, THU, FRI = (date(2026, 6, day) for day in range(1, 6))
NEXT_MON = date(2026, 6, 8)


class TestDays:
    def test_the_same_day_is_none(self):
        assert clocks.days(MON, MON) == 0

    @pytest.mark.parametrize(
        ("pauses", "expected"),
        [
            ([], 7),
            ([(TUE, THU)], 5),
            ([(TUE, TUE)], 7),
            ([(TUE, THU), (WED, FRI)], 4),
            ([(WED, FRI), (TUE, FRI)], 4),
            ([(FRI, None)], 4),
            ([(date(2026, 5, 1), TUE)], 6),
            ([(date(2026, 5, 1), date(2026, 7, 1))], 0),
            ([(date(2026, 5, 1), date(2026, 5, 4))], 7),
        ],
    )
    def test_days_on_which_the_clock_stood_are_taken_off_once(self, pauses, expected):
        assert clocks.days(MON, NEXT_MON, pauses) == expected


class TestClocks:
    def test_there_is_no_time_to_a_decision_that_was_not_made(self):
        assert clocks.days_to_decision(MON, None) is None
        assert clocks.days_to_decision(None, None) is None

    def test_days_with_the_force_do_not_count_towards_the_decision(self):
        assert clocks.days_to_decision(MON, FRI, [(TUE, THU)]) == 2

    def test_the_earliest_day_stops_the_clock(self):
        assert clocks.days_to_first(MON, [FRI, WED]) == 2
        assert clocks.days_to_first(MON, []) is None

    def test_a_reopened_case_was_open_for_all_its_spells(self):
        assert clocks.days_open([(MON, TUE), (THU, None)], NEXT_MON) == 5
