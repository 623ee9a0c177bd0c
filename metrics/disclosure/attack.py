"""What can be worked out about a hidden cell: its bounds by linear programming."""

from dataclasses import dataclass
from math import ceil, floor, inf

import numpy as np
from scipy.optimize import linprog

from metrics.disclosure.system import System

CLOSE = 1e-5
BINDS = 1e-7
LARGEST_NUMBER = 1e5  # larger numbers are scaled down before they are solved with


class NoSolution(Exception):
    """The published numbers contradict each other."""


@dataclass(frozen=True)
class Bounds:
    """The least and the most that a hidden unknown may be; `rows` are what limits it."""

    unknown: int
    low: int
    high: float
    rows: tuple[int, ...]


class Component:
    """Hidden unknowns that equations connect, as a small linear programme."""

    def __init__(self, system: System, unknowns: list[int]):
        self.system, self.unknowns = system, unknowns
        place = {unknown: column for column, unknown in enumerate(unknowns)}
        numbers = sorted({row for unknown in unknowns for row in system.rows_of[unknown]})
        self.sides = {True: ([], [], []), False: ([], [], [])}
        for number in numbers:
            row = system.rows[number]
            factors, constant = np.zeros(len(unknowns)), 0
            for unknown, factor in row.factors.items():
                if unknown in place:
                    factors[place[unknown]] = factor
                else:
                    constant -= factor * system.value(unknown)
            for kept, new in zip(
                self.sides[row.is_equal], (factors, constant, number), strict=True
            ):
                kept.append(new)
        self.least = np.array([system.least(unknown) for unknown in unknowns], float)
        limits = [abs(each) for _, constants, _ in self.sides.values() for each in constants]
        self.most = 10 * (sum(limits) + self.least.sum() + 100)
        self.scale = max(1.0, max(limits, default=0) / LARGEST_NUMBER)

    def bounds(self, column: int) -> Bounds:
        """Return the bounds of one unknown."""
        low, below = self.extreme(column, 1)
        high, above = self.extreme(column, -1)
        return self.rounded(column, low[column], high[column], (*below, *above))

    def rounded(self, column, low, high, rows) -> Bounds:
        slack = CLOSE * self.scale
        top = inf if high > self.most / 2 else floor(high + slack)
        return Bounds(self.unknowns[column], ceil(low - slack), top, tuple(sorted(set(rows))))

    def extreme(self, column: int, sign: int):
        """Return the solution with the least (1) or most (-1) of an unknown, and what binds it.

        :raises NoSolution: there is none at all
        """
        aim = np.zeros(len(self.unknowns))
        aim[column] = sign
        equal, most = self.sides[True], self.sides[False]
        answer = linprog(
            aim,
            A_eq=np.array(equal[0]) if equal[0] else None,
            b_eq=np.array(equal[1]) / self.scale if equal[0] else None,
            A_ub=np.array(most[0]) if most[0] else None,
            b_ub=np.array(most[1]) / self.scale if most[0] else None,
            bounds=np.stack(
                [self.least / self.scale, np.full_like(self.least, self.most / self.scale)], 1
            ),
            method="highs",
        )
        if answer.status != 0:
            raise NoSolution(answer.message)
        binding = [
            number
            for side, numbers in ((answer.eqlin, equal[2]), (answer.ineqlin, most[2]))
            for number, price in zip(numbers, side.marginals, strict=True)
            if abs(price) > BINDS
        ]
        return answer.x * self.scale, binding

    def without_solving(self, column: int) -> Bounds | None:
        """Return the bounds where no sum, or only one, limits the unknowns; else None."""
        unknown, least = self.unknowns[column], int(self.least[column])
        (factors, constants, rows), (others, _, _) = self.sides[True], self.sides[False]
        if not factors and not others:
            return Bounds(unknown, least, inf, ())
        if others or len(factors) != 1 or abs(factors[0].sum()) != len(self.unknowns):
            return None
        high = int(abs(constants[0]) - (self.least.sum() - least))
        return Bounds(unknown, high if len(self.unknowns) == 1 else least, high, tuple(rows))


def all_bounds(system: System) -> dict[int, Bounds]:
    """Return the exact bounds of every hidden unknown."""
    found = {}
    for unknowns in system.components():
        component = Component(system, unknowns)
        for column, unknown in enumerate(unknowns):
            found[unknown] = component.without_solving(column) or component.bounds(column)
    return found


class Attack:
    """Finds the hidden unknowns that are not safe.

    Every solution found shows what several unknowns may be at once, and stays one when more is
    hidden. So most unknowns are seen to be safe without a programme of their own.
    """

    def __init__(self, system: System):
        self.system = system
        self.seen = {}

    def weak(self) -> list[Bounds]:
        """Return the bounds of each hidden unknown that is not safe."""
        found = []
        for unknowns in self.system.components():
            left = [unknown for unknown in unknowns if not self._is_seen_safe(unknown)]
            if left:
                found += self._weak_in(Component(self.system, unknowns), left)
        return found

    def _weak_in(self, component, left):
        for unknown in left:
            if self._is_seen_safe(unknown):
                continue
            column = component.unknowns.index(unknown)
            bounds = component.without_solving(column) or self._solved(component, column)
            if not self.system.is_safe(unknown, bounds.low, bounds.high):
                yield bounds
            else:
                self.seen[unknown] = (bounds.low, bounds.high)

    def _solved(self, component, column):
        ends, rows = [], []
        for sign in (-1, 1):
            solution, binding = component.extreme(column, sign)
            self._note(component, solution)
            ends.append(solution[column])
            rows += binding
        high, low = ends
        return component.rounded(column, low, high, rows)

    def _note(self, component, solution):
        for column, unknown in enumerate(component.unknowns):
            each = component.rounded(column, solution[column], solution[column], ())
            low, high = self._range(unknown)
            # Rounded inwards: a part of one between two whole numbers proves neither.
            self.seen[unknown] = (min(low, each.low), max(high, each.high))

    def _range(self, unknown):
        value = self.system.value(unknown)
        return self.seen.get(unknown, (value, value))

    def _is_seen_safe(self, unknown):
        return self.system.is_safe(unknown, *self._range(unknown))
