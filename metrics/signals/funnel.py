"""Funnels: places compared once against a common line, by limits that widen for small ones.

Pure: numbers in, numbers out. Alert is outside 95%, alarm outside 99.8%. There is no ranking.
"""

import math
from dataclasses import dataclass
from enum import Enum
from statistics import quantiles

from scipy.stats import chi2

Z95, Z998 = 1.959964, 3.090232
ALERT, ALARM = 0.025, 0.001  # the tail beyond each limit
FEWEST_PLACES = 5
LEAST_EXPECTED = 3
MUCH_DISPERSION = 2  # from this dispersion on, limits are shown adjusted
WINSORISED = 10  # per cent at each end
NO_EVENTS = 0.5  # stands for none where a logarithm is taken
LIMIT_NAMES = {ALERT: "95%", ALARM: "99.8%"}


class NoFunnel(ValueError):
    """The places are too few or too small; the message says so."""


class Verdict(Enum):
    """How far a place lies from the common line."""

    AS_EXPECTED = "as expected"
    ALERT = "outside the 95% limits"
    ALARM = "outside the 99.8% limits"


@dataclass(frozen=True)
class Interval:
    lower: float
    upper: float

    def has(self, value: float) -> bool:
        return self.lower <= value <= self.upper

    def times(self, factor: float) -> "Interval":
        return Interval(self.lower * factor, self.upper * factor)


@dataclass(frozen=True)
class Place:
    """What is known of a place: its events, and its exposure in whatever unit is named."""

    name: str
    events: int
    exposure: float


@dataclass(frozen=True)
class Comparison:
    """One place against all; limits are ratios of observed to expected."""

    place: Place
    expected: float
    alert: Interval
    alarm: Interval

    @property
    def ratio(self) -> float:
        return self.place.events / self.expected

    @property
    def verdict(self) -> Verdict:
        if not self.alarm.has(self.ratio):
            return Verdict.ALARM
        return Verdict.AS_EXPECTED if self.alert.has(self.ratio) else Verdict.ALERT

    @property
    def says(self) -> str:
        """The verdict in words: which way, and whether a single event makes the difference."""
        if self.verdict is Verdict.AS_EXPECTED:
            return self.verdict.value
        limits = self.alert if self.verdict is Verdict.ALERT else self.alarm
        high = self.ratio > limits.upper
        one_off = (self.place.events + (-1 if high else 1)) / self.expected
        just = "just " if limits.has(one_off) else ""
        return f"{just}{self.verdict.value}, {'higher' if high else 'lower'}"


@dataclass(frozen=True)
class Funnel:
    """All places in the order given. `rate` is the common line, in events a unit of exposure."""

    rate: float
    exact: tuple[Comparison, ...]
    adjusted: tuple[Comparison, ...]
    dispersion: float
    variance: float

    @property
    def is_adjusted(self) -> bool:
        """Whether places differ so much among themselves that the wider limits are right."""
        return self.dispersion >= MUCH_DISPERSION

    @property
    def shown(self) -> tuple[Comparison, ...]:
        return self.adjusted if self.is_adjusted else self.exact

    @property
    def alerts_by_chance(self) -> float:
        """How many places chance alone puts outside 95% in one chart."""
        return 2 * ALERT * len(self.exact)

    @property
    def alarms_by_chance(self) -> float:
        return 2 * ALARM * len(self.exact)


def compare(places) -> Funnel:
    """Compare places by events for each unit of exposure.

    :raises NoFunnel: fewer than five places, or one with fewer than three events expected
    """
    places = tuple(places)
    if len(places) < FEWEST_PLACES:
        raise NoFunnel(
            f"A comparison needs at least {FEWEST_PLACES} places. There are {len(places)}."
        )
    rate = sum(place.events for place in places) / sum(place.exposure for place in places)
    expected = [rate * place.exposure for place in places]
    if min(expected) < LEAST_EXPECTED:
        small = sum(each < LEAST_EXPECTED for each in expected)
        raise NoFunnel(
            f"A comparison needs at least {LEAST_EXPECTED} events expected in each place. "
            f"Fewer are expected in {small} of {len(places)}."
        )
    events = [place.events for place in places]
    dispersion, variance = over_dispersion(events, expected)
    return Funnel(
        rate=rate,
        exact=_compared(places, expected, poisson_limits),
        adjusted=_compared(places, expected, lambda mu, tail: log_limits(mu, tail, variance)),
        dispersion=dispersion,
        variance=variance,
    )


def poisson_limits(expected: float, tail: float) -> Interval:
    """Return the exact limits of a ratio of observed to expected events, through chi-square."""
    return Interval(
        float(chi2.ppf(tail, 2 * expected)) / (2 * expected),
        float(chi2.ppf(1 - tail, 2 * (expected + 1))) / (2 * expected),
    )


def log_limits(expected: float, tail: float, variance: float = 0.0) -> Interval:
    """Return limits of a ratio on the log scale, with the variance between places added."""
    return _around(1.0, tail, math.sqrt(1 / expected + variance))


def proportion_limits(target: float, number: int, tail: float) -> Interval:
    """Return the limits of a proportion of `number`, through the arcsine, from 0 to 1."""
    middle, reach = math.asin(math.sqrt(target)), _z(tail) / (2 * math.sqrt(number))
    return Interval(
        math.sin(max(middle - reach, 0.0)) ** 2,
        math.sin(min(middle + reach, math.pi / 2)) ** 2,
    )


def ratio_limits(target: float, number: int, tail: float) -> Interval:
    """Return the limits of a ratio of two counts, on the log scale."""
    return _around(target, tail, 1 / (2 * math.sqrt(number)))


def over_dispersion(events, expected) -> tuple[float, float]:
    """Return how much places differ beyond chance (1 is chance), and the variance between them.

    On the log scale; the outer tenth at each end is drawn in, so that one place does not decide.
    """
    count = len(events)
    scores = [
        math.log(max(seen, NO_EVENTS) / mu) * math.sqrt(mu)
        for seen, mu in zip(events, expected, strict=True)
    ]
    dispersion = sum(score**2 for score in winsorised(scores)) / count
    total, squares = sum(expected), sum(mu**2 for mu in expected)
    beyond = count * dispersion - (count - 1)
    return dispersion, max(0.0, beyond / (total - squares / total))


def winsorised(scores) -> list[float]:
    """Draw the outer tenth at each end in to where it begins."""
    tenths = quantiles(scores, n=100 // WINSORISED, method="inclusive")
    return [min(max(score, tenths[0]), tenths[-1]) for score in scores]


def _compared(places, expected, limits):
    return tuple(
        Comparison(place, mu, limits(mu, ALERT), limits(mu, ALARM))
        for place, mu in zip(places, expected, strict=True)
    )


def _around(target, tail, error):
    reach = math.exp(_z(tail) * error)
    return Interval(target / reach, target * reach)


def _z(tail):
    return {ALERT: Z95, ALARM: Z998}[tail]
