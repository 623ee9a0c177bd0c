"""Funnels: check values and the worked example, and what is dropped, adjusted and said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.signals.funnel import (
    ALARM,
    ALERT,
    NoFunnel,
    Place,
    Verdict,
    compare,
    log_limits,
    over_dispersion,
    poisson_limits,
    proportion_limits,
    ratio_limits,
)

WORKED = [
    # name, events, exposure, expected, rate, 95% limits, 99.8% limits
    ("A", 18, 21, 21.84, 0.857, (0.650, 1.577), (0.485, 1.928)),
    ("B", 31, 24, 24.96, 1.292, (0.673, 1.536), (0.513, 1.858)),
    ("C", 22, 26, 27.04, 0.846, (0.686, 1.513), (0.529, 1.818)),
    ("D", 9, 14, 14.56, 0.643, (0.576, 1.728), (0.395, 2.188)),
    ("E", 40, 34, 35.36, 1.176, (0.726, 1.444), (0.582, 1.702)),
    ("F", 27, 22, 22.88, 1.227, (0.658, 1.562), (0.495, 1.903)),
    ("G", 14, 17, 17.68, 0.824, (0.613, 1.650), (0.439, 2.054)),
    ("H", 35, 23, 23.92, 1.522, (0.666, 1.548), (0.504, 1.879)),
    ("I", 12, 19, 19.76, 0.6316, (0.633, 1.610), (0.463, 1.985)),
]
TWICE_ROUNDED = 5.5e-4  # three places, from four
PLACES = [Place(name, events, exposure) for name, events, exposure, *_ in WORKED]


@pytest.fixture
def funnel():
    return compare(PLACES)


class TestLimits:
    @pytest.mark.parametrize(
        ("expected", "alert", "alarm"),
        [
            (15, (0.5596924, 1.649348), (0.3862650, 2.082907)),
            (20, (0.6108260, 1.544419), (0.4479107, 1.902094)),
            (30, (0.6746958, 1.427562), (0.5289724, 1.702771)),
        ],
    )
    def test_of_counts_are_exact(self, expected, alert, alarm):
        for tail, want in ((ALERT, alert), (ALARM, alarm)):
            limits = poisson_limits(expected, tail)
            assert limits.lower == pytest.approx(want[0], abs=1e-6)
            assert limits.upper == pytest.approx(want[1], abs=1e-6)

    @pytest.mark.parametrize(
        ("number", "lower", "upper"), [(10, 0.165, 0.970), (25, 0.317, 0.879), (60, 0.422, 0.799)]
    )
    def test_of_proportions_go_through_the_arcsine(self, number, lower, upper):
        limits = proportion_limits(0.62, number, ALARM)
        assert limits.lower == pytest.approx(lower, abs=TWICE_ROUNDED)
        assert limits.upper == pytest.approx(upper, abs=TWICE_ROUNDED)

    @given(st.floats(0, 1), st.integers(1, 1000))
    def test_of_proportions_stay_from_0_to_1_and_around_the_target(self, target, number):
        limits = proportion_limits(target, number, ALARM)
        assert 0 <= limits.lower <= target + 1e-12
        assert target - 1e-12 <= limits.upper <= 1

    def test_of_ratios_of_counts_are_symmetric_on_the_log_scale(self):
        limits = ratio_limits(2.0, 25, ALERT)
        assert limits.lower == pytest.approx(2 / 1.216526, abs=1e-5)
        assert limits.lower * limits.upper == pytest.approx(4)

    @given(st.floats(3, 500), st.floats(3, 500))
    def test_narrow_as_more_is_expected(self, one, other):
        small, large = sorted((one, other))
        wide, narrow = poisson_limits(small, ALARM), poisson_limits(large, ALARM)
        assert wide.lower <= narrow.lower + 1e-9
        assert narrow.upper <= wide.upper + 1e-9


class TestWorkedExample:
    def test_the_common_line_is_all_events_by_all_exposure(self, funnel):
        assert funnel.rate == pytest.approx(1.04)

    @pytest.mark.parametrize("number", range(9))
    def test_each_row_is_as_worked_out(self, funnel, number):
        row, (name, _, exposure, expected, rate, alert, alarm) = (
            funnel.exact[number],
            WORKED[number],
        )
        assert row.place.name == name
        assert row.expected == pytest.approx(expected, abs=1e-6)
        assert row.ratio * funnel.rate == pytest.approx(rate, abs=5e-4)
        assert row.place.events / exposure == pytest.approx(row.ratio * funnel.rate)
        for limits, want in ((row.alert, alert), (row.alarm, alarm)):
            on_rates = limits.times(funnel.rate)
            assert on_rates.lower == pytest.approx(want[0], abs=TWICE_ROUNDED)
            assert on_rates.upper == pytest.approx(want[1], abs=TWICE_ROUNDED)

    def test_only_the_last_is_outside_and_only_just(self, funnel):
        assert [row.verdict for row in funnel.exact] == [Verdict.AS_EXPECTED] * 8 + [Verdict.ALERT]
        assert funnel.exact[8].alert.times(funnel.rate).lower == pytest.approx(0.6331, abs=5e-5)
        assert funnel.exact[8].says == "just outside the 95% limits, lower"
        assert funnel.exact[7].says == "as expected"

    def test_how_much_places_differ_beyond_chance(self, funnel):
        assert funnel.dispersion == pytest.approx(1.5362, abs=5e-5)
        assert funnel.variance == pytest.approx(0.031744, abs=5e-7)
        narrow = log_limits(23.92, ALARM)
        assert (narrow.lower, narrow.upper) == pytest.approx((0.532, 1.881), abs=5e-4)
        wide = funnel.adjusted[7].alarm
        assert (wide.lower, wide.upper) == pytest.approx((0.433, 2.312), abs=5e-4)

    def test_exact_limits_are_shown_while_places_differ_little(self, funnel):
        assert not funnel.is_adjusted
        assert funnel.shown == funnel.exact

    def test_what_chance_alone_would_show_is_stated(self, funnel):
        assert funnel.alerts_by_chance == pytest.approx(0.45)
        assert funnel.alarms_by_chance == pytest.approx(0.018)


class TestDecisions:
    def test_fewer_than_five_places_have_no_funnel(self):
        with pytest.raises(NoFunnel, match=r"at least 5 places\. There are 4"):
            compare(PLACES[:4])

    def test_a_place_with_fewer_than_three_expected_drops_the_funnel(self):
        with pytest.raises(NoFunnel, match="Fewer are expected in 1 of 10"):
            compare([*PLACES, Place("J", 2, 2)])

    def test_exactly_three_expected_is_enough(self):
        assert len(compare([Place(str(number), 3, 1) for number in range(5)]).exact) == 5

    def test_no_events_at_all_have_no_funnel(self):
        with pytest.raises(NoFunnel):
            compare([Place(str(number), 0, 10) for number in range(9)])

    def test_places_that_differ_much_are_shown_with_wider_limits(self):
        places = [Place(str(n), events, 30) for n, events in enumerate((8, 12, 30, 31, 55, 60))]
        funnel = compare(places)
        assert funnel.is_adjusted
        assert funnel.shown == funnel.adjusted
        assert funnel.adjusted[0].alarm.upper > funnel.exact[0].alarm.upper

    def test_places_alike_have_no_variance_between_them(self):
        assert over_dispersion([20, 21, 19, 20, 20], [20.0] * 5)[1] == 0

    def test_a_place_without_events_does_not_stop_the_reckoning(self):
        dispersion, variance = over_dispersion([0, 21, 19, 20, 20], [16.0] * 5)
        assert dispersion > 1
        assert variance >= 0

    def test_far_outside_is_said_without_just(self):
        funnel = compare(
            [*(Place(str(number), 20, 20) for number in range(8)), Place("X", 60, 20)]
        )
        assert funnel.exact[8].says == "outside the 99.8% limits, higher"

    def test_places_stay_in_the_order_given(self, funnel):
        assert [row.place for row in funnel.exact] == PLACES
