"""Random releases in three editions, attacked by a programme that shares nothing with ours.

It sees published numbers only, and is told which true values did not change. That a cell of a
quarter was a zero may come to light with its year: nobody is behind it. The seed is printed;
`DISCLOSURE_WORLDS` sets how many worlds of three editions are tried.
"""

import os
import random

import pytest
from scipy.optimize import linprog

from metrics.disclosure import protect
from metrics.tests.releases import put, release, tables_of

WORLDS = int(os.environ.get("DISCLOSURE_WORLDS", "14"))
REGIONS = ["ERSOU", "EMSOU", "ROCUWM", "YHROCU"]
FORCES = ["essex", "kent", "derbyshire", "-"]
TYPES = ["ASE", "CSE", "LAB", "DS"]
LEAST_SHOWN, LEAST_WIDTH = 5, 3


def some_events(chance, times):
    return [
        (
            chance.choice(REGIONS),
            chance.choice(FORCES),
            chance.choice(TYPES),
            chance.choices([1, 2, 9], [12, 2, 1])[0],
        )
        for _ in range(times)
    ]


def later(events, chance):
    """Return what is known later: some events voided, some late ones added."""
    kept = [event for event in events if chance.random() > 0.03]
    return kept + some_events(chance, chance.choice([0, 1, 1, 2]))


def publish(told, period, edition):
    figures = tables_of(
        told, "arrests", year="Q" not in period, regions=REGIONS, forces=FORCES, types=TYPES
    )
    row = put(release(period, edition), figures)
    protect(row)
    type(row).objects.filter(pk=row.pk).update(**{"state": "published"})
    return row


class Attacker:
    """Sets up every sum of the published tables as rows of a linear programme."""

    def __init__(self, releases):
        self.columns, self.least, self.rows, self.known = {}, [], [], {}
        self.truth, before = {}, set()
        for row in releases:
            cells = {self.name(cell): cell for cell in row.figures.all()}
            uncertain = {cell.table for cell in cells.values() if cell.hidden and not cell.value}
            if not any(
                cell.value and not cell.hidden and cell.table != "nation"
                for cell in cells.values()
            ):
                uncertain = {cell.table for cell in cells.values()}
            for name, cell in cells.items():
                column = self.column_of(row.period, name, int(cell.value))
                if not cell.hidden:
                    self.known[column] = int(cell.value)
                elif cell.table not in uncertain and (row.period, name) not in before:
                    self.least[column] = 1
            before |= {(row.period, name) for name, cell in cells.items() if cell.hidden}
            self.add_sums(row, cells)

    def name(self, cell):
        return cell.table, cell.region, cell.force, cell.primary_type

    def column_of(self, period, name, value):
        """A cell whose true value did not change is one unknown in all editions."""
        unknown = (period, name, value)
        if unknown not in self.columns:
            self.columns[unknown] = len(self.columns)
            self.least.append(0)
            self.truth[self.columns[unknown]] = value
        return self.columns[unknown]

    def add_sums(self, row, cells):
        sums = {}
        for name, cell in cells.items():
            column = self.column_of(row.period, name, int(cell.value))
            if cell.table in ("region", "force", "type"):
                sums.setdefault((cell.table, "nation", "", ""), []).append(column)
            elif cell.table == "region_type":
                sums.setdefault(("rows", "region", cell.region, ""), []).append(column)
                sums.setdefault(("columns", "type", "", cell.primary_type), []).append(column)
        for (_, table, region, kind), parts in sums.items():
            whole = cells[table, region, "", kind]
            total = self.column_of(row.period, self.name(whole), int(whole.value))
            self.rows.append({**dict.fromkeys(parts, 1), total: -1})

    def add_year(self, year, quarters):
        """Each cell of the year is the sum of its quarters, where that is so."""
        for cell in year.figures.exclude(table="region_type"):
            name = self.name(cell)
            parts = [
                next(each for each in row.figures.all() if self.name(each) == name)
                for row in quarters
            ]
            if sum(part.value for part in parts) == cell.value:
                columns = [
                    self.column_of(quarter.period, name, int(part.value))
                    for quarter, part in zip(quarters, parts, strict=True)
                ]
                whole = self.column_of(year.period, name, int(cell.value))
                self.rows.append({**dict.fromkeys(columns, 1), whole: -1})

    def worked_out(self):
        """Return (unknown, least, most) of each hidden cell that is not safe."""
        size = len(self.columns)
        matrix = [[row.get(column, 0) for column in range(size)] for row in self.rows]
        ranges = [
            (self.known[column],) * 2 if column in self.known else (self.least[column], 10_000)
            for column in range(size)
        ]
        found = []
        for unknown, column in self.columns.items():
            if column in self.known:
                continue
            low, high = (
                linprog(
                    [sign * (each == column) for each in range(size)],
                    A_eq=matrix,
                    b_eq=[0] * len(matrix),
                    bounds=ranges,
                ).x[column]
                for sign in (1, -1)
            )
            if high - low < LEAST_WIDTH - 1e-6 or high < LEAST_SHOWN - 1e-6:
                found.append((unknown, round(low, 3), round(high, 3)))
        return found


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(WORLDS))
def test_no_hidden_cell_of_three_editions_can_be_worked_out(seed):
    chance = random.Random(seed)
    events, rows = some_events(chance, chance.choice([6, 20, 45, 90])), []

    for edition in (1, 2, 3):
        rows.append(publish(events, "2022/23-Q1", edition))
        events = later(events, chance)

    assert (seed, Attacker(rows).worked_out()) == (seed, [])


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(WORLDS // 4))
def test_no_hidden_cell_of_a_year_and_its_quarters_can_be_worked_out(seed):
    chance = random.Random(1000 + seed)
    told = [some_events(chance, chance.choice([4, 25, 60])) for _ in range(4)]
    quarters = [
        publish(events, f"2022/23-Q{number}", 1) for number, events in enumerate(told, start=1)
    ]

    year = publish([event for events in told for event in events], "2022/23", 1)

    attacker = Attacker([*quarters, year])
    attacker.add_year(year, quarters)
    found = [each for each in attacker.worked_out() if each[0][2] or each[0][0] == year.period]
    assert (seed, found) == (seed, [])


@pytest.mark.django_db
def test_the_attacker_finds_what_hiding_small_cells_alone_gives_away():
    chance, pinned = random.Random(7), 0
    for number in range(4):
        figures = tables_of(
            some_events(chance, 14), "arrests", regions=REGIONS, forces=FORCES, types=TYPES
        )
        row = put(release(edition=number + 1), figures)
        row.figures.filter(value__gt=0, value__lt=LEAST_SHOWN).update(hidden="primary")
        pinned += len(Attacker([row]).worked_out())

    assert pinned > 0
