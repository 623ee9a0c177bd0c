"""An attacker who has the files of every published release, and shares no code with us.

From `figures.csv` come the numbers, from the published definitions the sums and the inequalities.
In one thing it is favoured: it is told which cells did not change between two files, which tables
hide a zero, and which sums a later revision has put out, so that nothing misleads it.
"""

import csv
import io
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from scipy.optimize import linprog

LEAST_SHOWN, LEAST_WIDTH, NO_LIMIT, NEAR = 5, 3, 10_000, 1e-6
WITHOUT_LEVEL = {"sentence_months", "assets_seized_pence"}  # hidden for their events, not size
ADDS_UP_OVER_TIME = (
    *("arrests", "charges", "convictions", "cases_opened", "cases_closed"),
    *("ocgs_identified", "priority_individuals_identified", "vulnerabilities_identified"),
)
PEOPLE_AND_THREATS = (
    *("people_safeguarded", "children_safeguarded", "people_arrested", "suspects_identified"),
    *("threats_supported", "high_harm_threats_supported"),
)
NEVER_MORE = [
    ("people_arrested", "arrests"),
    ("children_safeguarded", "people_safeguarded"),
    ("high_harm_threats_supported", "threats_supported"),
    ("cases_open", "cases_supported"),
    ("cases_opened", "cases_supported"),
]


@dataclass
class Sheet:
    """One published file: each cell's number, None where it is hidden, and how it really is."""

    period: str
    cells: dict
    truth: dict
    zeros_hidden: set = field(default_factory=set)

    @classmethod
    def of(cls, release):
        content = bytes(release.files.get(name="figures.csv").content).decode()
        sheet = cls(release.period, {}, {})
        for row in csv.DictReader(io.StringIO(content)):
            force = "-" if row["force"] == "not-known" else row["force"]
            name = (row["measure"], row["table"], row["region"], force, row["primary_type"])
            if row["abroad"] == "no" and row["status"] in ("ok", "c"):
                sheet.cells[name] = int(row["value"]) if row["status"] == "ok" else None
        for each in release.figures.filter(abroad=False, value__isnull=False):
            name = (each.measure, each.table, each.region, each.force, each.primary_type)
            if name in sheet.cells and each.value == int(each.value):
                sheet.truth[name] = int(each.value)
        sheet.cells = {name: sheet.cells[name] for name in sheet.truth}
        sheet.zeros_hidden = {
            name[:2]
            for name, value in sheet.cells.items()
            if value is None and not sheet.truth[name]
        }
        return sheet

    @property
    def quarter(self):
        return int(self.period[-1]) if "-Q" in self.period else 0

    def silent(self):
        """Return the file as it would be if it said nothing of any cell, not even of a zero."""
        return Sheet(
            self.period,
            dict.fromkeys(self.cells),
            self.truth,
            zeros_hidden={name[:2] for name in self.cells},
        )


class Attacker:
    """Unknowns are cells by period, name and true value: what did not change is one of them."""

    def __init__(self, sheets):
        self.sheets, self.known, self.least, self.rows = sheets, {}, {}, []
        before = defaultdict(set)
        for sheet in sheets:
            for name, value in sheet.cells.items():
                unknown = self.unknown(sheet, name)
                least = name[:2] not in sheet.zeros_hidden and name not in before[sheet.period]
                if value is None:
                    self.least[unknown] = max(self.least.get(unknown, 0), int(least))
                else:
                    self.known[unknown] = value
            before[sheet.period] |= {name for name in sheet.cells if sheet.cells[name] is None}
        for sheet in sheets:
            self.within(sheet)
        for year, quarter in product(sheets, sheets):
            if year.quarter == 0 < quarter.quarter:
                self.year_and_quarter(year, quarter)
        self.years_and_all_quarters()

    def unknown(self, sheet, name):
        return sheet.period, name, sheet.truth[name]

    def say(self, *terms, equal=False):
        """Note that a sum of (sheet, name, factor) is 0, or at least 0, if so it really is."""
        if any(name not in sheet.truth for sheet, name, _ in terms):
            return
        total = sum(factor * sheet.truth[name] for sheet, name, factor in terms)
        if total == 0 or (total > 0 and not equal):
            row = defaultdict(int)
            for sheet, name, factor in terms:
                row[self.unknown(sheet, name)] += factor
            self.rows.append((dict(row), equal))

    def within(self, sheet):
        sums = defaultdict(list)
        for name in sheet.cells:
            measure, table, region, _, kind = name
            if table in ("region", "force", "type"):
                sums[(measure, "nation", "", "", ""), table].append(name)
            elif table == "region_type":
                sums[(measure, "region", region, "", ""), table].append(name)
                sums[(measure, "type", "", "", kind), table].append(name)
        for (total, _), parts in sums.items():
            self.say((sheet, total, 1), *((sheet, part, -1) for part in parts), equal=True)
        for name in sheet.cells:
            self.between_measures(sheet, *name)

    def between_measures(self, sheet, measure, *rest):
        for less, more in NEVER_MORE:
            if measure == less:
                self.say((sheet, (more, *rest), 1), (sheet, (less, *rest), -1))
        if measure == "cases_supported":
            # A case that was open in the period is open at its end, or was closed in it.
            ends = [(sheet, (code, *rest), 1) for code in ("cases_open", "cases_closed")]
            self.say(*ends, (sheet, (measure, *rest), -1))

    def year_and_quarter(self, year, quarter):
        """Nobody counted in a quarter is missing from the year; from their place, they may be."""
        for name in year.cells:
            measure, table, *_ = name
            if table == "region_type":
                continue
            grows = measure in PEOPLE_AND_THREATS and (table == "nation" or quarter.quarter == 1)
            grows |= measure == "cases_supported" and table == "nation"
            if grows or measure in ADDS_UP_OVER_TIME:
                self.say((year, name, 1), (quarter, name, -1))
            if measure == "cases_open" and quarter.quarter == 4:
                self.say((year, name, 1), (quarter, name, -1), equal=True)

    def years_and_all_quarters(self):
        by_quarter = defaultdict(list)
        for sheet in self.sheets:
            by_quarter[sheet.quarter].append(sheet)
        years = by_quarter.pop(0, [])
        if len(by_quarter) < 4:
            return
        for year, *quarters in product(years, *(by_quarter[each] for each in (1, 2, 3, 4))):
            for name in year.cells:
                parts = [(quarter, name, 1) for quarter in quarters]
                if name[0] in ADDS_UP_OVER_TIME:
                    self.say(*parts, (year, name, -1), equal=True)
                elif name[0] in PEOPLE_AND_THREATS:
                    self.say(*parts, (year, name, -1))

    def worked_out(self):
        """Return (unknown, least, most) of each hidden cell that is not safe."""
        return [
            (unknown, low, high)
            for unknown, (low, high) in self.bounds().items()
            if high - low < LEAST_WIDTH - NEAR or high < LEAST_SHOWN - NEAR
        ]

    def bounds(self):
        """Return the least and the most that each hidden cell can be."""
        hidden = [each for each in self.least if each not in self.known]
        found = {}
        for group in self.components(hidden):
            found |= self._in(group)
        return found

    def components(self, hidden):
        head = {each: each for each in hidden}

        def of(each):
            while head[each] != each:
                head[each] = head[head[each]]
                each = head[each]
            return each

        for row, _ in self.rows:
            first, *others = [each for each in row if each in head] or [None]
            for other in others:
                head[of(other)] = of(first)
        groups = defaultdict(list)
        for each in hidden:
            groups[of(each)].append(each)
        return groups.values()

    def _in(self, group):
        column = {unknown: number for number, unknown in enumerate(group)}
        sides = {True: ([], []), False: ([], [])}
        for row, equal in self.rows:
            if any(each in column for each in row):
                factors = np.zeros(len(group))
                rest = 0
                for each, factor in row.items():
                    if each in column:
                        factors[column[each]] += factor
                    else:
                        rest += factor * self.known[each]
                sides[equal][0].append(factors if equal else -factors)
                sides[equal][1].append(-rest if equal else rest)
        limits = {
            "A_eq": sides[True][0] or None,
            "b_eq": sides[True][1] or None,
            "A_ub": sides[False][0] or None,
            "b_ub": sides[False][1] or None,
            "bounds": [(self.least[each], NO_LIMIT) for each in group],
        }
        found = {}
        for unknown, number in column.items():
            if unknown[1][0] in WITHOUT_LEVEL:
                continue
            aim = np.zeros(len(group))
            aim[number] = 1
            low, high = (linprog(sign * aim, **limits).x[number] for sign in (1, -1))
            found[unknown] = (round(low, 3), round(high, 3))
        return found


def given_away(sheets):
    """Return what a file gave away as it came out: (unknown, least, most).

    What those before it had left open of a cell, even if it had said nothing, is not its doing.
    """
    found = []
    for upto in range(1, len(sheets) + 1):
        unsafe = Attacker(sheets[:upto]).worked_out()
        silent = [*sheets[: upto - 1], sheets[upto - 1].silent()]
        without = Attacker(silent).bounds() if unsafe else {}
        for unknown, low, high in unsafe:
            least, most = without.get(unknown, (0, NO_LIMIT))
            is_wide = high - low >= min(LEAST_WIDTH, most - least) - NEAR
            if not (is_wide and high >= min(LEAST_SHOWN, most) - NEAR):
                found.append((unknown, low, high))
    return found
