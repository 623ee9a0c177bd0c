"""What can be worked out about a hidden cell: its bounds by linear programming."""

from collections.abc import Collection, Iterator, Set
from dataclasses import dataclass
from functools import cached_property
from math import ceil, floor, inf

import numpy as np

from metrics.disclosure.programme import NO_LIMIT, Programme
from metrics.disclosure.system import System

CLOSE = 1e-5
BINDS = 1e-7
FEW = 15  # unknowns for which it is not worth solving for all at once
LARGEST_NUMBER = 1e5  # larger numbers are scaled down before they are solved with


@dataclass(frozen=True)
class Bounds:
    """The least and the most that a hidden unknown may be; `rows` are what limits it."""

    unknown: int
    low: int
    high: float
    rows: tuple[int, ...]


@dataclass(frozen=True)
class Side:
    """Equations, or inequalities: their numbers, factors by unknown, and right-hand sides."""

    rows: list[int]
    factors: np.ndarray
    constants: np.ndarray


class Component:
    """Unknowns that equations connect, as a small linear programme.

    Those that are not hidden stand at their value, until they are hidden and `look_again` is
    called: hiding more only ever leaves more open.
    """

    def __init__(self, system: System, unknowns: list[int]):
        self.system, self.unknowns = system, unknowns
        self.place = {unknown: column for column, unknown in enumerate(unknowns)}
        rows = sorted({row for unknown in unknowns for row in system.rows_of[unknown]})
        self.equal = self._side([row for row in rows if system.rows[row].is_equal])
        self.limited = self._side([row for row in rows if not system.rows[row].is_equal])
        self.values = np.array([system.value(unknown) for unknown in unknowns], float)
        constants = np.abs(np.concatenate([self.equal.constants, self.limited.constants]))
        self.most = 10 * (constants.sum() + self.values.sum() + 100)
        largest = max(constants.max(initial=0), self.values.max(initial=0))
        self.scale = max(1.0, largest / LARGEST_NUMBER)
        self.least, self.upper = self._ranges()
        self.limits = self._limits()
        self.lows, self.highs = np.full(len(unknowns), inf), np.full(len(unknowns), -inf)
        self.seen_lows, self.seen_highs = self.values.copy(), self.values.copy()

    def _ranges(self):
        """Return the least and the most that each unknown may be: its value if it is shown."""
        system = self.system
        is_open = np.array([system.is_hidden(unknown) for unknown in self.unknowns], bool)
        least = np.array(
            [
                system.least(unknown) if is_hidden else system.value(unknown)
                for unknown, is_hidden in zip(self.unknowns, is_open, strict=True)
            ],
            float,
        )
        most = [min(self.most, system.most(unknown)) for unknown in self.unknowns]
        return least, np.where(is_open, most, self.values)

    def look_again(self) -> None:
        """Let go of what was hidden since."""
        least, upper = self._ranges()
        columns = np.flatnonzero((least != self.least) | (upper != self.upper))
        self.least, self.upper = least, upper
        if len(columns):
            self.programme.limit(columns, least / self.scale, upper / self.scale)

    def _side(self, rows) -> "Side":
        """Return rows as a matrix of the unknowns, and what is known moved to the other side."""
        factors, constants = np.zeros((len(rows), len(self.unknowns))), np.zeros(len(rows))
        for number, row in enumerate(rows):
            for unknown, factor in self.system.rows[row].factors.items():
                column = self.place.get(unknown)
                if column is None:
                    constants[number] -= factor * self.system.value(unknown)
                else:
                    factors[number, column] = factor
        return Side(rows, factors, constants)

    @cached_property
    def programme(self) -> Programme:
        sides = self.equal, self.limited
        most = np.concatenate([side.constants for side in sides]) / self.scale
        least = np.where(np.arange(len(most)) < len(self.equal.rows), most, -NO_LIMIT)
        return Programme(
            np.concatenate([side.factors for side in sides]),
            np.column_stack([least, most]),
            self.least / self.scale,
            self.upper / self.scale,
        )

    def _limits(self):
        """Return what each unknown is at most by one sum alone: a bound that needs no solving.

        Of a sum of unknowns with one sign, each is at most the whole less the least of the rest.
        """
        most = np.where(self.upper < self.most, self.upper, inf)
        for factors, constant in zip(self.equal.factors, self.equal.constants, strict=True):
            sign = np.sign(constant) or np.sign(factors.sum())
            own = factors * sign > 0
            if (factors * sign >= 0).all():
                rest = abs(constant) - (np.abs(factors) @ self.least)
                most[own] = np.minimum(most[own], self.least[own] + rest / np.abs(factors[own]))
        return most

    def bounds(self, column: int) -> Bounds:
        """Return the bounds of one unknown; a solution already found may have shown either."""
        rows = []
        if self.lows[column] > self.least[column] + CLOSE * self.scale:
            rows += self.extreme(self.aim(column, 1))[1]
        if self.highs[column] < self.limits[column] - CLOSE * self.scale:
            rows += self.extreme(self.aim(column, -1))[1]
        return self.rounded(column, self.lows[column], self.highs[column], rows)

    def rounded(self, column, low, high, rows) -> Bounds:
        slack = CLOSE * self.scale
        top = inf if high > self.most / 2 else floor(high + slack)
        return Bounds(self.unknowns[column], ceil(low - slack), top, tuple(sorted(set(rows))))

    def aim(self, column: int, sign: int):
        """Return the aim to make one unknown least (1) or most (-1)."""
        aim = np.zeros(len(self.unknowns))
        aim[column] = sign
        return aim

    def extreme(self, aim):
        """Return the solution that is the least by `aim`, and the rows that bind it.

        :raises NoSolution: there is none at all
        """
        found, prices = self.programme.solve(aim)
        rows = [*self.equal.rows, *self.limited.rows]
        binding = [rows[number] for number in np.flatnonzero(np.abs(prices) > BINDS)]
        found *= self.scale
        np.minimum(self.lows, found, out=self.lows)
        np.maximum(self.highs, found, out=self.highs)
        # Rounded inwards: two and a half proves neither 2 nor 3.
        slack = CLOSE * self.scale
        np.minimum(self.seen_lows, np.ceil(found - slack), out=self.seen_lows)
        np.maximum(self.seen_highs, np.floor(found + slack), out=self.seen_highs)
        return found, binding

    def is_seen_safe(self, unknown: int) -> bool:
        """Return whether the solutions found so far show the unknown to be safe."""
        column = self.place[unknown]
        return self.system.is_safe(unknown, self.seen_lows[column], self.seen_highs[column])

    def without_solving(self, column: int) -> Bounds | None:
        """Return the bounds where no sum, or only one, limits the unknowns; else None."""
        unknown, least = self.unknowns[column], int(self.least[column])
        rows = self.equal.rows
        if not rows and not self.limited.rows:
            return Bounds(unknown, least, self.limits[column], ())
        is_one_sum = len(rows) == 1 and abs(self.equal.factors.sum()) == len(self.least)
        if self.limited.rows or not is_one_sum or (self.upper < self.most).any():
            return None
        high = int(abs(self.equal.constants[0]) - (self.least.sum() - least))
        return Bounds(unknown, high if len(self.unknowns) == 1 else least, high, tuple(rows))


def all_bounds(system: System, wanted: Collection[int] | None = None) -> dict[int, Bounds]:
    """Return the exact bounds of every hidden unknown, or of those that are `wanted`."""
    found = {}
    for unknowns in system.components():
        asked = [each for each in unknowns if wanted is None or each in wanted]
        component = Component(system, unknowns) if asked else None
        for unknown in asked:
            column = component.place[unknown]
            found[unknown] = component.without_solving(column) or component.bounds(column)
    return found


class Attack:
    """Finds the hidden unknowns that are not safe.

    Every solution found shows what several unknowns may be at once, and stays one when more is
    hidden. So most unknowns are seen to be safe without a programme of their own. With `may_hide`,
    more may be hidden between one look and the next. With `knows_why` it is enough to look where
    a cell has a `most`: elsewhere that adds nothing.
    """

    def __init__(self, system: System, *, may_hide: bool = False, knows_why: bool = False):
        self.system = system
        found = system.components(with_candidates=may_hide)
        if knows_why:
            found = [each for each in found if any(system.most(one) < inf for one in each)]
        self.components = [Component(system, unknowns) for unknowns in found]
        self.looked_at, self.safe, self.aside = set(), set(), set()

    def weak(self, helped: Set[int] = frozenset()) -> Iterator[Bounds]:
        """Yield the bounds of each hidden unknown that is not safe, other than those set `aside`.

        Whoever hides more meanwhile adds the numbers of the sums it helps to `helped`; unknowns
        in those are passed over. Whoever asks less of one meanwhile is not told of it again.
        """
        for component in self.components:
            component.look_again()
            left = [
                unknown
                for unknown in component.unknowns
                if unknown not in self.aside
                and unknown not in self.safe
                and self.system.is_hidden(unknown)
                and not component.is_seen_safe(unknown)
            ]
            if left:
                yield from self._weak_in(component, left, helped)

    def _weak_in(self, component, left, helped):
        self._look_around(component, left)
        for unknown in left:
            if component.is_seen_safe(unknown):
                continue
            if not helped.isdisjoint(self.system.rows_of[unknown]):
                continue
            bounds = self._solved(component, component.place[unknown])
            if not self.system.is_safe(unknown, bounds.low, bounds.high):
                yield bounds
            if self.system.is_safe(unknown, bounds.low, bounds.high):
                self.safe.add(unknown)

    def _look_around(self, component, left):
        """Solve into directions that concern all, while that shows several to be safe at once.

        What was looked at before is mostly what is not safe, and better solved for by itself.
        """
        left = [unknown for unknown in left if unknown not in self.looked_at]
        self.looked_at.update(left)
        chance = np.random.default_rng(len(left))
        before = inf
        while FEW < len(left) <= before - FEW:
            before = len(left)
            aim = np.zeros(len(component.unknowns))
            aim[[component.place[unknown] for unknown in left]] = chance.uniform(-1, 1, before)
            for sign in (-1, 1):
                component.extreme(sign * aim)
            left = [unknown for unknown in left if not component.is_seen_safe(unknown)]

    def _solved(self, component, column):
        """Return the bounds of one unknown; that it may be at its least is mostly seen already."""
        high, above = component.extreme(component.aim(column, -1))
        low, below = component.least[column], []
        if component.seen_lows[column] > low:
            solution, below = component.extreme(component.aim(column, 1))
            low = solution[column]
        return component.rounded(column, low, high[column], (*above, *below))
