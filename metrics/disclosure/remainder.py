"""What is left of a year beside those of its quarters that are out.

Nobody publishes that number, but any reader can work it out where the figures add up over time. So
a small one is a hidden cell of its own, until the last quarter is out and has a cell for it. That
it is small may be known, as of any cell that is hidden for its own sake; how small may not.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from metrics.choices import Hidden, TableCode
from metrics.disclosure.equations import adds_up, choices_of
from metrics.disclosure.sheets import QUARTERS, Sheet, combinations, years_and_quarters
from metrics.disclosure.system import Cell, Equation
from metrics.disclosure.thresholds import is_primary, width_needed
from metrics.models import ReleaseFigure


@dataclass(frozen=True)
class Remainder:
    """A small number left over: the figure it would be, its cell, and the sum it comes from."""

    figure: ReleaseFigure
    cell: Cell
    equation: Equation


def remainders(sheets: list[Sheet], cells: list[Cell], figures: list) -> Iterator[Remainder]:
    """Yield what is left of each year that wants a quarter, its cells numbered on from `cells`."""
    number = len(cells)
    for year, quarters in years_and_quarters(sheets):
        if len(quarters) == QUARTERS:
            continue
        for key, total in year.numbers.items():
            measure, table, *_ = key
            if table == TableCode.REGION_TYPE or not adds_up(measure):
                continue
            choices = choices_of(key, quarters, cells)
            for parts in combinations(choices.values()) if choices else ():
                figure = _left(figures[total], [figures[part] for part in parts])
                if is_primary(measure, figure.value, figure.number, figure.largest):
                    equation = Equation(total, (*parts, number))
                    yield Remainder(figure, _cell(figure, year), equation)
                    number += 1


def _left(total, parts) -> ReleaseFigure:
    """Return the figure that is left; one of no events where a revision put the sum out."""
    names = ("measure", "table", "region", "force", "primary_type", "abroad")
    value = total.value - sum(part.value for part in parts)
    return ReleaseFigure(
        **{name: getattr(total, name) for name in names},
        value=max(value, 0),
        number=max(total.number - sum(part.number for part in parts), 0),
    )


def _cell(figure, year) -> Cell:
    value = int(figure.value)
    return Cell(
        name=figure.key,
        sheet=f"the rest of the year of {year.reference}",
        value=value,
        hidden=Hidden.PRIMARY,
        least=0,
        width=width_needed(figure.measure, value, figure.largest),
        reach=0,
        table=(figure.measure, figure.table),
    )
