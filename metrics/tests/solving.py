"""What an attacker's sums leave open, by linear programming, each connected part by itself."""

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

NO_LIMIT = 10_000


class Programme:
    """Unknowns, and the rows that say of a sum of them that it is 0, or at least 0.

    Every solution found shows what several unknowns may be at once; it is kept.
    """

    def __init__(self, least, most, known, rows):
        self.column = {unknown: number for number, unknown in enumerate(least)}
        sides = {True: ([], []), False: ([], [])}
        for row, equal in rows:
            factors, rest = np.zeros(len(least)), 0
            for each, factor in row.items():
                if each in self.column:
                    factors[self.column[each]] += factor
                else:
                    rest += factor * known[each]
            sides[equal][0].append(factors if equal else -factors)
            sides[equal][1].append(-rest if equal else rest)
        self.limits = {
            "A_eq": sides[True][0] or None,
            "b_eq": sides[True][1] or None,
            "A_ub": sides[False][0] or None,
            "b_ub": sides[False][1] or None,
            "bounds": [(low, most.get(each, NO_LIMIT)) for each, low in least.items()],
        }
        self.lows, self.highs = np.full(len(least), np.inf), np.full(len(least), -np.inf)

    @property
    def unknowns(self):
        return list(self.column)

    def has_shown(self, unknown, is_safe):
        """Return whether solutions so far, and the one with most of it, show it to be safe."""
        number = self.column[unknown]
        if not is_safe(unknown, self.lows[number], self.highs[number]):
            self._solve(number, -1)
        return is_safe(unknown, self.lows[number], self.highs[number])

    def bounds(self, unknown):
        number = self.column[unknown]
        low, high = (self._solve(number, sign) for sign in (1, -1))
        return round(float(low), 3), round(float(high), 3)

    def _solve(self, number, sign):
        aim = np.zeros(len(self.column))
        aim[number] = sign
        solution = linprog(aim, **self.limits).x
        np.minimum(self.lows, solution, out=self.lows)
        np.maximum(self.highs, solution, out=self.highs)
        return solution[number]


def programmes(least, most, known, rows):
    """Yield a programme for each set of unknowns that rows connect.

    `least` is of all of them, and `most` of those that have a limit of their own.
    """
    place = {unknown: number for number, unknown in enumerate(least)}
    inside = [[place[each] for each in row if each in place] for row, _ in rows]
    ends = [(each[0], other) for each in inside for other in each]
    starts, others = zip(*ends, strict=True) if ends else ((), ())
    near = coo_array((np.ones(len(ends)), (starts, others)), shape=(len(place),) * 2)
    number, group_of = connected_components(near, directed=False)
    groups, rows_of = [{} for _ in range(number)], [[] for _ in range(number)]
    for unknown, low in least.items():
        groups[group_of[place[unknown]]][unknown] = low
    for row, each in zip(rows, inside, strict=True):
        if each:
            rows_of[group_of[each[0]]].append(row)
    for group, own in zip(groups, rows_of, strict=True):
        yield Programme(group, most, known, own)
