"""XmR charts: reference vectors to 1e-6, what holds for any series, and when modes change."""

import json
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.signals.xmr import (
    Mode,
    Signal,
    in_two_of_three,
    limits_of,
    members,
    run_ends,
    trend_ends,
    xmr,
)

REFERENCE = json.loads((Path(__file__).parent / "data" / "spc_reference.json").read_text())
RULES = REFERENCE["rules"]
V3 = [7, 9, 6, 8, 12, 7, 9, 10, 8, 11, 9, 10, 24]
V4 = [20, 24, 19, 23, 21, 25, 18, 22, 24, 20, 23, 21]
NRM = [3124, 3317, 3331, 3777, 4171, 4586, 4418, 4746, 3998, 4131, 4142, 4524, 4316, 4758]
SERIES = st.lists(st.integers(0, 500), min_size=6, max_size=40)


def one(values, **how):
    (segment,) = xmr(values, **how)
    return segment


def signals(segment):
    return {
        number: (point.signal, point.direction)
        for number, point in enumerate(segment.points, start=1)
        if point.signal
    }


def near(number):
    return pytest.approx(number, abs=1e-6)


class TestReferenceVectors:
    @pytest.mark.parametrize("vector", REFERENCE["xmr"], ids=lambda vector: vector["id"])
    def test_limits_are_those_recomputed_and_those_published(self, vector):
        segment = one(
            vector["y"], baseline=vector["baseline_n"], screened=vector["screen_outliers"]
        )
        got, want = segment.limits, vector["recomputed"]
        assert got.mean == near(want["mean"])
        assert got.mean_range == near(want["amr"])
        assert got.lower == near(want["lpl"])
        assert got.upper == near(want["upl"])
        published = vector["published"]
        loose = 0.005 if "dp" in published else 0.01
        assert got.upper == pytest.approx(published["upl"], abs=loose)
        assert got.lower == pytest.approx(published["lpl"], abs=loose)

    def test_the_frozen_series_is_outside_where_it_was_published_to_be(self):
        vector = REFERENCE["xmr"][2]
        found = signals(one(vector["y"], baseline=20, screened=False))
        outside = [number for number, (signal, _) in found.items() if signal is Signal.OUTSIDE]
        assert outside == vector["published"]["out_of_limits_points"]

    @pytest.mark.parametrize("case", RULES["seven_points_one_side_of_mean"])
    def test_seven_on_one_side(self, case):
        assert run_ends(case["sign"]) == case["expect"]

    @pytest.mark.parametrize("case", RULES["seven_point_trend"])
    def test_seven_in_one_direction(self, case):
        assert trend_ends(case["y"]) == case["expect"]

    @pytest.mark.parametrize("case", RULES["part_of_seven"])
    def test_all_seven_are_members(self, case):
        assert members(case["flag"]) == case["expect"]

    @pytest.mark.parametrize("case", RULES["two_in_three"])
    def test_two_of_three(self, case):
        assert in_two_of_three(case["close"], case["side"]) == case["expect"]


class TestWorkedVectors:
    @pytest.mark.parametrize("screened", [True, False])
    def test_one_point_far_out_is_found_with_or_without_screening(self, screened):
        found = signals(one(REFERENCE["xmr"][0]["y"], baseline=None, screened=screened))
        assert found == {5: (Signal.OUTSIDE, 1)}

    def test_limits_are_fixed_on_the_first_twelve(self):
        segment = one(V3)
        assert segment.limits.mean == near(106 / 12)
        assert segment.limits.mean_range == near(27 / 11)
        assert segment.limits.lower == near(106 / 12 - 2.66 * 27 / 11)
        assert segment.limits.upper == pytest.approx(15.3624, abs=5e-5)
        assert segment.limits.range_limit == pytest.approx(8.02, abs=5e-3)
        assert signals(segment) == {13: (Signal.OUTSIDE, 1)}
        assert segment.points[-1].verdict == "higher than expected"

    def test_a_quiet_year_has_no_signal(self):
        segment = one(V4)
        limits = segment.limits
        assert limits.mean == near(260 / 12)
        assert limits.mean_range == near(41 / 11)
        assert limits.lower == pytest.approx(11.7521, abs=5e-5)
        assert limits.upper == pytest.approx(31.5812, abs=5e-5)
        assert limits.near_lower == pytest.approx(15.0570, abs=5e-5)
        assert limits.near_upper == pytest.approx(28.2764, abs=5e-5)
        assert limits.range_limit == pytest.approx(12.18, abs=5e-3)
        assert signals(segment) == {}
        assert {point.verdict for point in segment.points} == {"no clear change"}

    def test_referrals_with_their_step_in_the_limits(self):
        segment = one(NRM, baseline=None)
        limits = segment.limits
        assert limits.mean == pytest.approx(4095.64, abs=5e-3)
        assert limits.mean_range == pytest.approx(298.615, abs=5e-4)
        assert limits.lower == pytest.approx(3301.33, abs=5e-3)
        assert limits.upper == pytest.approx(4889.96, abs=5e-3)
        assert limits.near_lower == pytest.approx(3566.10, abs=5e-3)
        assert limits.near_upper == pytest.approx(4625.19, abs=5e-3)
        assert signals(segment) == {
            1: (Signal.OUTSIDE, -1),
            2: (Signal.TWO_OF_THREE, -1),
            3: (Signal.TWO_OF_THREE, -1),
        }

    def test_referrals_from_the_step_on_have_no_signal(self):
        segment = one(NRM[4:])
        assert segment.mode is Mode.TRIAL
        assert segment.limits.mean == near(4379.0)
        assert segment.limits.mean_range == near(315.0)
        assert segment.limits.lower == near(3541.1)
        assert segment.limits.upper == near(5216.9)
        assert signals(segment) == {}

    def test_no_vector_hangs_on_how_exact_the_constants_are(self, monkeypatch):
        before = [signals(one(y, baseline=None)) for y in (V3, V4, NRM, NRM[4:])]
        monkeypatch.setattr("metrics.signals.xmr.PROCESS_LIMIT", 3 / 1.12838)
        monkeypatch.setattr("metrics.signals.xmr.RANGE_LIMIT", 3.26653)
        assert [signals(one(y, baseline=None)) for y in (V3, V4, NRM, NRM[4:])] == before


class TestProperties:
    @given(SERIES, st.integers(1, 1000))
    def test_adding_a_constant_moves_the_limits_and_nothing_else(self, values, constant):
        limits, moved = limits_of(values), limits_of([value + constant for value in values])
        assert moved.mean_range == near(limits.mean_range)
        for name in ("mean", "lower", "upper", "near_lower", "near_upper"):
            assert getattr(moved, name) == near(getattr(limits, name) + constant)

    @given(SERIES)
    def test_backwards_the_limits_are_the_same(self, values):
        limits, backwards = limits_of(values), limits_of(values[::-1])
        assert (backwards.lower, backwards.upper) == (near(limits.lower), near(limits.upper))

    @given(SERIES)
    def test_screening_never_widens_and_never_moves_the_mean(self, values):
        screened, plain = limits_of(values), limits_of(values, screened=False)
        assert screened.mean == plain.mean
        assert screened.mean_range <= plain.mean_range

    @given(st.lists(st.integers(0, 30), min_size=1, max_size=60), st.integers(0, 60))
    def test_every_point_is_in_exactly_one_segment(self, values, start):
        segments = xmr(values, starts=[start])
        assert [point.value for each in segments for point in each.points] == values


class TestRules:
    def test_a_tie_breaks_a_trend(self):
        assert any(trend_ends([1, 2, 3, 4, 5, 6, 7, 7]))
        assert not any(trend_ends([1, 2, 3, 4, 4, 5, 6, 7, 8]))

    def test_a_point_on_the_mean_breaks_a_shift(self):
        baseline = [9, 11] * 6
        assert signals(one([*baseline, 12, 12, 12, 10, 12, 12, 12])) == {}
        shifted = signals(one([*baseline, 12, 12, 12, 12, 12, 12]))
        assert shifted == {number: (Signal.SHIFT, 1) for number in range(12, 19)}

    @pytest.mark.parametrize(
        ("ranges", "mean_range"),
        [
            ([773] * 9 + [776, 3267], 773.3),  # 3.267 times the mean of 1,000: on the limit
            ([773] * 9 + [777, 3266], 1000),  # just within
            ([1] * 8 + [10, 100], 2),  # 10 would be screened out if it were done twice
        ],
    )
    def test_a_range_on_the_limit_is_screened_out_and_none_is_twice(self, ranges, mean_range):
        values = list(accumulate(each * (-1) ** i for i, each in enumerate([0, *ranges])))
        assert limits_of(values).mean_range == near(mean_range)

    def test_a_point_on_a_limit_is_not_outside(self):
        limits = one([8, 12] * 6).limits
        assert signals(one([*[8, 12] * 6, limits.upper])) == {}

    def test_a_run_down_is_steadily_falling_at_each_of_its_points(self):
        segment = one([*[40, 60] * 6, 59, 57, 55, 53, 51, 49, 47])
        assert {point.verdict for point in segment.points[11:]} == {"steadily falling"}

    def test_outside_comes_before_trend_and_trend_before_the_rest(self):
        segment = one([*[9, 11] * 6, 12, 13, 14, 15, 16, 17, 18])
        assert segment.points[-1].signal is Signal.OUTSIDE
        assert segment.points[12].signal is Signal.TREND

    def test_two_near_a_limit_come_before_the_shift_they_are_in(self):
        found = signals(one([*[9, 11] * 6, 14.5, 14.5, 12, 12, 12, 12]))
        assert found[13] == (Signal.TWO_OF_THREE, 1)
        assert found[14] == (Signal.TWO_OF_THREE, 1)
        assert found[15] == (Signal.SHIFT, 1)


class TestModes:
    @pytest.mark.parametrize(
        ("number", "mode"),
        [
            (1, Mode.RUN_CHART),
            (5, Mode.RUN_CHART),
            (6, Mode.TRIAL),
            (11, Mode.TRIAL),
            (12, Mode.FIXED),
            (30, Mode.FIXED),
        ],
    )
    def test_what_is_said_depends_on_the_number_of_points(self, number, mode):
        segment = one([9, 11] * 15)
        assert one(([9, 11] * 15)[:number]).mode is mode
        assert segment.baseline == 12

    def test_a_run_chart_has_a_median_and_no_limits(self):
        segment = one([1, 9, 2, 8, 3])
        assert (segment.median, segment.limits, signals(segment)) == (3, None, {})

    def test_trial_limits_are_worked_out_anew_with_each_point(self):
        assert one(V4[:10]).limits.mean != one(V4[:11]).limits.mean
        assert one([*V4, 99]).limits == one(V4).limits

    def test_a_lower_limit_below_0_is_drawn_at_0_and_kept(self):
        limits = one([0, 4, 1, 5, 0, 4]).limits
        assert limits.lower < 0
        assert limits.drawn_lower == 0
        assert limits.no_low_signal
        assert not one(V4).limits.no_low_signal

    def test_a_new_start_gives_limits_of_its_own(self):
        before, after = xmr([*[9, 11] * 6, *[19, 21] * 6], starts=[12])
        assert (before.limits.mean, after.limits.mean, after.start) == (10, 20, 12)
        assert signals(before) == signals(after) == {}
        assert signals(one([*[9, 11] * 6, *[19, 21] * 6]))

    def test_a_series_is_never_split_by_itself(self):
        assert len(xmr([*[9, 11] * 6, *[90, 92] * 12])) == 1

    def test_nothing_has_no_segment(self):
        assert xmr([]) == ()

    def test_a_baseline_too_short_is_refused(self):
        with pytest.raises(ValueError, match="6 points"):
            xmr(V4, baseline=5)

    def test_all_the_same_is_not_outside_and_screening_leaves_some_variation(self):
        assert signals(one([0] * 12)) == {}
        assert signals(one([0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0])).keys() == {6}
