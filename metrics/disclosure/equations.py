"""Every sum that somebody with all releases of a financial year could set up.

A key is what names a figure in its release: measure, table, region, force, type, abroad.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import islice, product

from metrics.choices import MeasureClass, TableCode
from metrics.disclosure.system import AT_LEAST, AT_MOST, Cell, Equation
from metrics.measures import MEASURES

MOST_COMBINATIONS = 16  # of editions, for one cell of a year
ADDS_UP = {"cases_opened", "cases_closed", "requests_received"}  # besides whole classes
STOCK = "cases_open"
MOVES = "cases_supported"  # a case may change its region between quarters
WITHIN = [  # the first is never more than the second, cell by cell
    ("children_safeguarded", "people_safeguarded"),
    ("people_arrested", "arrests"),
    ("high_harm_threats_supported", "threats_supported"),
    ("cases_open", "cases_supported"),
    ("cases_opened", "cases_supported"),
]
# A case that was open in a period is open at its end, or was closed in it. That what was open at
# the end of a quarter is supported in the next is left out: ARCHITECTURE.md says why, 25 November.
CLOSED, SUPPORTED = "cases_closed", "cases_supported"
LINKED = [*WITHIN, (CLOSED, SUPPORTED)]


@dataclass(frozen=True)
class Sheet:
    """One release: which of its cells are where in the list. `quarter` is 1 to 4, 0 a year."""

    reference: str
    edition: int
    quarter: int
    numbers: dict[tuple, int]


def groups() -> list[tuple[str, ...]]:
    """Return the measures that are attacked together: those linked, and each other one alone."""
    joined = {code: {code} for code in MEASURES if not MEASURES[code].is_of_times}
    for smaller, larger in LINKED:
        together = joined[smaller] | joined[larger]
        for code in together:
            joined[code] = together
    found = {frozenset(codes): None for codes in joined.values()}
    return [tuple(code for code in MEASURES if code in codes) for codes in found]


def equations(sheets: list[Sheet], cells: list[Cell]):
    """Yield every equation within releases, between measures, and from quarters to year."""
    for sheet in sheets:
        yield from _in_tables(sheet)
        yield from _between_measures(sheet)
    quarters = defaultdict(list)
    for sheet in sheets:
        quarters[sheet.quarter].append(sheet)
    for year in quarters.pop(0, []):
        if quarters:
            yield from _over_time(year, quarters, cells)


def unchanged(sheets: list[Sheet], cells: list[Cell]) -> list[list[int]]:
    """Return the cells that are one unknown: of one period, name and true value."""
    same = defaultdict(list)
    for sheet in sheets:
        for key, number in sheet.numbers.items():
            same[sheet.quarter, key, cells[number].value].append(number)
    return [numbers for numbers in same.values() if len(numbers) > 1]


def _in_tables(sheet):
    """Each table adds up to the nation; that of regions and types to both of theirs."""
    parts = defaultdict(list)
    for (measure, table, region, _, kind, abroad), number in sheet.numbers.items():
        if table == TableCode.NATION:
            continue
        if table == TableCode.REGION_TYPE:
            parts[measure, TableCode.REGION, region, "", "", abroad, table].append(number)
            parts[measure, TableCode.TYPE, "", "", kind, abroad, table].append(number)
        else:
            parts[measure, TableCode.NATION, "", "", "", abroad, table].append(number)
    for (*key, _), numbers in parts.items():
        total = sheet.numbers.get(tuple(key))
        if total is not None:
            yield Equation(total, tuple(numbers))


def _between_measures(sheet):
    for smaller, larger in WITHIN:
        for (measure, *rest), number in sheet.numbers.items():
            whole = sheet.numbers.get((larger, *rest)) if measure == smaller else None
            if whole is not None:
                yield Equation(number, (whole,), AT_MOST)

    for (measure, *rest), number in sheet.numbers.items():
        ends = [sheet.numbers.get((code, *rest)) for code in (STOCK, CLOSED)]
        if measure == SUPPORTED and None not in ends:
            yield Equation(number, tuple(ends), AT_MOST)


def _over_time(year, quarters, cells):
    """Yield what ties a cell of the year to the same cell of its quarters.

    Every edition of a quarter is tried: a later one may have put the sum out. A row abroad that
    a quarter does not have is a zero there.
    """
    for key, total in year.numbers.items():
        measure, table, *_, abroad = key
        if table == TableCode.REGION_TYPE:
            continue
        choices = {}
        for number, sheets in sorted(quarters.items()):
            found = [sheet.numbers[key] for sheet in sheets if key in sheet.numbers]
            each = {cells[found_at].value: found_at for found_at in found}
            if each or not abroad:
                choices[number] = list(each.values())
        is_whole = len(quarters) == 4
        for parts in islice(product(*choices.values()), MOST_COMBINATIONS):
            by_quarter = dict(zip(choices, parts, strict=True))
            yield from _tied(measure, table, total, by_quarter, is_whole=is_whole, cells=cells)


def _tied(measure, table, total, parts, *, is_whole, cells):
    """Yield what a cell of a year and the same cell of its quarters tell about each other."""
    if measure == STOCK:
        yield from (Equation(total, (part,)) for quarter, part in parts.items() if quarter == 4)
    elif parts and _adds_up(measure):
        whole = Equation(total, tuple(parts.values()))
        if is_whole and whole.holds(cells):
            yield whole
            return
        # What came later has put that sum out: a year still has all that its quarters had.
        yield Equation(total, tuple(parts.values()), AT_LEAST)
        yield from (Equation(total, (part,), AT_LEAST) for part in parts.values())
    elif table == TableCode.NATION or measure != MOVES:
        if is_whole and parts:
            yield Equation(total, tuple(parts.values()), AT_MOST)
        for quarter, part in parts.items():
            if table == TableCode.NATION or quarter == 1:
                yield Equation(total, (part,), AT_LEAST)


def _adds_up(measure):
    return (
        MEASURES[measure].measure_class
        in (MeasureClass.EVENTS, MeasureClass.SUMS, MeasureClass.PRODUCTS)
        or measure in ADDS_UP
        or (
            measure.endswith("_identified")
            and MEASURES[measure].measure_class == MeasureClass.THREATS
        )
    )
