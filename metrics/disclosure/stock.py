"""What ties cases open, opened, closed and supported to each other, from period to period.

What is open at the end of a period is supported in the next, together with what is opened there.
Neither the force that asked nor, between two counts, the type of a case changes with the time; its
region may. A case stands where it was on its last open day of the period.
"""

from collections.abc import Iterator
from itertools import product

from metrics.choices import TableCode
from metrics.disclosure.sheets import QUARTERS, Sheet, combinations, years_and_quarters
from metrics.disclosure.system import AT_LEAST, AT_MOST, Cell, Equation

STOCK, OPENED = "cases_open", "cases_opened"
CLOSED, SUPPORTED = "cases_closed", "cases_supported"
ADOPTED = "requests_adopted"
OF_REGIONS = {TableCode.REGION, TableCode.REGION_TYPE}


def of_cases(sheets: list[Sheet], cells: list[Cell]) -> Iterator[Equation]:
    """Yield every equation between numbers of cases, other than those cell by cell."""
    for sheet in sheets:
        yield from _left(sheet, cells)
    for earlier, later in product(sheets, repeat=2):
        if earlier.after == later.first:
            yield from _carried(earlier, later, cells)
    for year, quarters in years_and_quarters(sheets):
        yield from _in_year(year, quarters, cells)


def _places(sheet):
    """Yield what of a key names the place and type of each number of cases supported."""
    return [place for measure, *place in sheet.numbers if measure == SUPPORTED]


def _numbers(place, *cells):
    """Return the numbers of cells given as (sheet, measure), or None where one is missing."""
    found = tuple(sheet.numbers.get((measure, *place)) for sheet, measure in cells)
    return None if None in found else found


def _left(sheet, cells):
    """A case that was open in the period is open at its end, or was closed in it: mostly once."""
    for place in _places(sheet):
        found = _numbers(place, (sheet, SUPPORTED), (sheet, STOCK), (sheet, CLOSED))
        if found:
            yield Equation(found[0], found[1:]).or_at_most(cells)


def _carried(earlier, later, cells):
    for place in _places(later):
        found = _numbers(place, (later, SUPPORTED), (earlier, STOCK), (later, OPENED))
        if found and place[0] not in OF_REGIONS:
            yield from _mostly(found[0], found[1:], cells)
        elif found and Equation(found[0], found[1:]).holds(cells):
            yield Equation(found[0], found[1:])  # a region mostly keeps its cases


def _in_year(year, quarters, cells):
    """A year has no case that none of its quarters has, and all of each and those opened later."""
    for place in _places(year):
        total = year.numbers[SUPPORTED, *place]
        for parts, is_all in _later(place, quarters, year):
            yield from (_mostly if is_all else _at_least)(total, parts, cells)
        for sheets in combinations(quarters.values()):
            found = _numbers(place, *((sheet, SUPPORTED) for sheet in sheets))
            if found and _quarters_in(sheets) == QUARTERS:
                yield Equation(total, found, AT_MOST)


def _later(place, quarters, year):
    """Yield cases supported in a period and opened in later ones, and whether that is the year.

    Of a region only those of the period that ends with the year.
    """
    for number, sheets in quarters.items():
        after = [quarters[each] for each in quarters if each > number]
        for sheet, *others in combinations([sheets, *after]):
            if place[0] in OF_REGIONS and sheet.after != year.after:
                continue
            found = _numbers(place, (sheet, SUPPORTED), *((other, OPENED) for other in others))
            if found:
                yield found, _quarters_in([sheet, *others]) == QUARTERS


def _quarters_in(sheets):
    return sum(sheet.after - sheet.first for sheet in sheets)


def _mostly(total, parts, cells):
    """Yield that the total is the sum, as it is where no case is opened again; else at least."""
    whole = Equation(total, parts)
    yield from [whole] if whole.holds(cells) else _at_least(total, parts, cells)


def _at_least(total, parts, cells):
    """Yield that the total is at least the sum; or, where a revision put that out, its first."""
    whole = Equation(total, parts, AT_LEAST)
    yield whole if whole.holds(cells) else Equation(total, parts[:1], AT_LEAST)
