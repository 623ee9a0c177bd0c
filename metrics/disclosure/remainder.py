"""What is left of figures that are out, and is in none of them.

Of a year it is what its quarters that are out leave of it, where the figures add up over time; of
the cases of a period, those that were not opened in it: they were open before. Nobody publishes
these numbers, but any reader can work them out. So a small one is a hidden cell of its own, until
a release is out that has a cell for it. That it is small may be known, as of any cell that is
hidden for its own sake; how small may not.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from metrics.choices import Hidden, TableCode
from metrics.disclosure.equations import choices_of, mostly_adds_up
from metrics.disclosure.sheets import QUARTERS, Sheet, combinations, years_and_quarters
from metrics.disclosure.stock import OPENED, SUPPORTED
from metrics.disclosure.system import Cell, Equation
from metrics.disclosure.thresholds import is_primary, width_needed
from metrics.models import ReleaseFigure


@dataclass(frozen=True)
class Remainder:
    """A small number left over: the figure it would be, its cell, and the sum it comes from.

    `before` numbers the quarter before which it was open, and is None of what is left of a year.
    """

    figure: ReleaseFigure
    cell: Cell
    equation: Equation
    before: int | None


def remainders(sheets: list[Sheet], cells: list[Cell], figures: list) -> Iterator[Remainder]:
    """Yield what is left of figures that are out, its cells numbered on from `cells`."""
    number = len(cells)
    for sheet, total, parts, before in [*_of_years(sheets, cells), *_of_stock(sheets)]:
        figure = _left(figures[total], [figures[part] for part in parts])
        if is_primary(figure.measure, figure.value, figure.number, figure.largest):
            equation = Equation(total, (*parts, number))
            yield Remainder(figure, _cell(figure, sheet, cells[total].seen_by), equation, before)
            number += 1


def _of_years(sheets, cells):
    """Yield what is left of each year that wants a quarter."""
    for year, quarters in years_and_quarters(sheets):
        if len(quarters) == QUARTERS:
            continue
        for key, total in year.numbers.items():
            measure, table, *_ = key
            if table == TableCode.REGION_TYPE or not mostly_adds_up(measure):
                continue
            choices = choices_of(key, quarters, cells)
            for parts in combinations(choices.values()) if choices else ():
                yield f"the rest of the year of {year.reference}", total, parts, None


def _of_stock(sheets):
    """Yield what was open before a period of which no release before it tells."""
    told = {sheet.after for sheet in sheets}
    for sheet in sheets:
        if sheet.first in told:
            continue
        for key, total in sheet.numbers.items():
            measure, *place = key
            opened = sheet.numbers.get((OPENED, *place))
            if measure == SUPPORTED and opened is not None:
                yield f"the stock before {sheet.reference}", total, (opened,), sheet.first


def same_stocks(left: list[Remainder], *, first: int) -> list[list[int]]:
    """Return the cells, numbered from `first`, that are one unknown: the stock of one day."""
    same = defaultdict(list)
    for number, each in enumerate(left, first):
        if each.before is not None:
            same[each.before, each.cell.name, each.cell.value].append(number)
    return [numbers for numbers in same.values() if len(numbers) > 1]


def _left(total, parts) -> ReleaseFigure:
    """Return the figure that is left; one of no events where a revision put the sum out."""
    names = ("measure", "table", "region", "force", "primary_type", "abroad")
    value = total.value - sum(part.value for part in parts)
    return ReleaseFigure(
        **{name: getattr(total, name) for name in names},
        value=max(value, 0),
        number=max(total.number - sum(part.number for part in parts), 0),
    )


def _cell(figure, sheet, seen_by) -> Cell:
    value = int(figure.value)
    return Cell(
        name=figure.key,
        sheet=sheet,
        value=value,
        hidden=Hidden.PRIMARY,
        least=0,
        width=width_needed(figure.measure, value, figure.largest),
        reach=0,
        table=(figure.measure, figure.table),
        seen_by=seen_by,
    )
