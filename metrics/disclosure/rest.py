"""The quarters of a year that are not out, as one period of which nobody publishes anything.

Whoever has the year and some of its quarters has their difference, and all that is true within a
period is true within it too: its tables add up, and its cases come from the period before. None of
its numbers is a secret here. What is small among them is one in `remainder`, and what they tell of
the numbers that are out is asked of those.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from metrics.choices import Hidden, TableCode
from metrics.disclosure.equations import mostly_adds_up
from metrics.disclosure.sheets import QUARTERS, Sheet, years_and_quarters
from metrics.disclosure.stock import CLOSED, STOCK, SUPPORTED
from metrics.disclosure.system import Cell, Equation
from metrics.models import ReleaseFigure


@dataclass
class Rest:
    """The sheet that nobody publishes: its cells, their figures, and what ties it to others."""

    sheet: Sheet
    first: int
    cells: list[Cell] = field(default_factory=list)
    figures: list[ReleaseFigure] = field(default_factory=list)
    equations: list[Equation] = field(default_factory=list)

    def add(self, key: tuple, value: int) -> int:
        """Add a cell, and return its number."""
        measure, table, region, force, kind, abroad = key
        number = self.first + len(self.cells)
        self.sheet.numbers[key] = number
        self.cells.append(
            Cell(
                name=key,
                sheet=self.sheet.reference,
                value=value,
                hidden=Hidden.SECONDARY,
                least=0,
                table=(measure, table),
                is_secret=False,
            )
        )
        self.figures.append(
            ReleaseFigure(
                measure=measure,
                table=table,
                region=region,
                force=force,
                primary_type=kind,
                abroad=abroad,
                value=value,
            )
        )
        return number


def rests(sheets: list[Sheet], cells: list[Cell], *, first: int) -> Iterator[Rest]:
    """Yield what is left of each year that wants quarters, its cells numbered on from `first`.

    Of every quarter the last edition is taken away.
    """
    for year, quarters in years_and_quarters(sheets):
        missing = [each for each in range(1, QUARTERS + 1) if each not in quarters]
        if not missing or missing[-1] - missing[0] >= len(missing):
            continue  # it is whole, or what is missing is no one period
        begins = year.first + missing[0] - 1
        name = f"what is left of {year.reference}"
        rest = Rest(Sheet(name, begins, begins + len(missing), {}), first)
        _fill(rest, year, [editions[-1] for editions in quarters.values()], cells)
        first += len(rest.cells)
        yield rest


def _fill(rest, year, quarters, cells):
    for key, total in year.numbers.items():
        measure, table, *_ = key
        parts = [quarter.numbers.get(key) for quarter in quarters]
        if table == TableCode.REGION_TYPE:
            continue
        if measure == STOCK and rest.sheet.after == year.after:
            rest.equations.append(Equation(total, (rest.add(key, cells[total].value),)))
        elif mostly_adds_up(measure) and None not in parts:
            left = cells[total].value - sum(cells[part].value for part in parts)
            if left >= 0:
                rest.equations.append(Equation(total, (*parts, rest.add(key, left))))
    for (measure, *place), number in [*rest.sheet.numbers.items()]:
        closed = rest.sheet.numbers.get((CLOSED, *place))
        if measure == STOCK and closed is not None:
            open_then, closed_then = (rest.cells[each - rest.first] for each in (number, closed))
            rest.add((SUPPORTED, *place), open_then.value + closed_then.value)
