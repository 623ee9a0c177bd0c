"""Every sum that somebody with all releases could set up.

What only numbers of cases are tied by, from one year to the next too, is in `stock`.

A key is what names a figure in its release: measure, table, region, force, type, abroad.
"""

from collections import defaultdict
from collections.abc import Iterator

from metrics.choices import MeasureClass, TableCode
from metrics.disclosure.sheets import QUARTERS, Sheet, combinations, years_and_quarters
from metrics.disclosure.stock import ADOPTED, CLOSED, OPENED, STOCK, SUPPORTED, of_cases
from metrics.disclosure.system import AT_LEAST, AT_MOST, Cell, Equation
from metrics.measures import MEASURES

ADDS_UP = {OPENED, CLOSED, "requests_received"}  # besides whole classes
WITHIN = [  # the first is never more than the second, cell by cell
    ("children_safeguarded", "people_safeguarded"),
    ("people_arrested", "arrests"),
    ("high_harm_threats_supported", "threats_supported"),
    (STOCK, SUPPORTED),
    (OPENED, SUPPORTED),
    (ADOPTED, OPENED),
]
# A request is seldom decided so twice: a year is mostly the sum of its quarters.
DECISIONS = {ADOPTED, "requests_declined", "requests_deferred", "requests_referred"}
TWICE = {ADOPTED: OPENED}  # to adopt a request opens its case: mostly one number told twice
LINKED = [*WITHIN, (CLOSED, SUPPORTED)]


def groups() -> list[tuple[str, ...]]:
    """Return the measures that are attacked together: those linked, and each other one alone."""
    joined = {code: {code} for code in MEASURES if not MEASURES[code].is_of_times}
    for smaller, larger in LINKED:
        together = joined[smaller] | joined[larger]
        for code in together:
            joined[code] = together
    found = {frozenset(codes): None for codes in joined.values()}
    return [tuple(code for code in MEASURES if code in codes) for codes in found]


def equations(
    sheets: list[Sheet], cells: list[Cell], region_of: dict[str, str], left: list[Sheet]
) -> Iterator[Equation]:
    """Yield every equation within releases, between measures, and from quarters to year.

    `region_of` gives the region of each force; `left` are the sheets of what is left of a year,
    within which the same is true.
    """
    for sheet in [*sheets, *left]:
        yield from _in_tables(sheet, region_of)
        yield from _between_measures(sheet)
    for year, quarters in years_and_quarters(sheets):
        yield from _over_time(year, quarters, cells)
    yield from of_cases([*sheets, *left], cells)


def unchanged(sheets: list[Sheet], cells: list[Cell]) -> list[list[int]]:
    """Return the cells that are one unknown: of one period, name and true value.

    So are two measures of which one is mostly the other, where they agree.
    """
    same = defaultdict(list)
    for sheet in sheets:
        for (measure, *place), number in sheet.numbers.items():
            key = (TWICE.get(measure, measure), *place)
            same[sheet.first, sheet.after, key, cells[number].value].append(number)
    return [numbers for numbers in same.values() if len(numbers) > 1]


def _in_tables(sheet, region_of):
    """Each table adds up to the nation; that of regions and types to both of theirs.

    A region is mostly the sum of its forces: not where one leads a case of another's, and then
    the sum is not true and is left out like any other.
    """
    parts = defaultdict(list)
    for (measure, table, region, force, kind, abroad), number in sheet.numbers.items():
        if table == TableCode.NATION:
            continue
        if force in region_of:
            own = (measure, TableCode.REGION, region_of[force], "", "", abroad)
            parts[*own, table].append(number)
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


def _over_time(year, quarters, cells):
    """Yield what ties a cell of the year to the same cell of its quarters."""
    for key, total in year.numbers.items():
        measure, table, *_ = key
        if table == TableCode.REGION_TYPE:
            continue
        choices = choices_of(key, quarters, cells)
        is_whole = len(quarters) == QUARTERS
        for parts in combinations(choices.values()):
            by_quarter = dict(zip(choices, parts, strict=True))
            yield from _tied(measure, table, total, by_quarter, is_whole=is_whole, cells=cells)


def choices_of(key: tuple, quarters: dict[int, list[Sheet]], cells) -> dict[int, list[int]]:
    """Return the cells of one key in every edition of each quarter, by the quarter's number.

    A later edition may have put a sum out, so that each is tried. What a silent release would
    have said is another cell than what is out. A row abroad that a quarter does not have is a
    zero there.
    """
    *_, abroad = key
    choices = {}
    for number, sheets in sorted(quarters.items()):
        found = [sheet.numbers[key] for sheet in sheets if key in sheet.numbers]
        each = {(cells[found_at].value, cells[found_at].is_untold): found_at for found_at in found}
        if each or not abroad:
            choices[number] = list(each.values())
    return choices


def _tied(measure, table, total, parts, *, is_whole, cells):
    """Yield what a cell of a year and the same cell of its quarters tell about each other."""
    if measure == STOCK:
        last = parts.get(QUARTERS)
        yield from [] if last is None else [Equation(total, (last,))]
    elif parts and adds_up(measure):
        whole = Equation(total, tuple(parts.values()))
        if is_whole and whole.holds(cells):
            yield whole
            return
        # What came later has put that sum out: a year still has all that its quarters had.
        yield Equation(total, tuple(parts.values()), AT_LEAST)
        yield from (Equation(total, (part,), AT_LEAST) for part in parts.values())
    elif measure != SUPPORTED:
        if is_whole and parts:
            every = tuple(parts.values())
            is_mostly = measure in DECISIONS
            yield (
                Equation(total, every).or_at_most(cells)
                if is_mostly
                else Equation(total, every, AT_MOST)
            )
        for quarter, part in parts.items():
            if table == TableCode.NATION or quarter == 1:
                yield Equation(total, (part,), AT_LEAST)


def adds_up(measure: str) -> bool:
    """Return whether a year of the measure is the sum of its quarters."""
    return (
        MEASURES[measure].measure_class
        in (MeasureClass.EVENTS, MeasureClass.SUMS, MeasureClass.PRODUCTS)
        or measure in ADDS_UP
        or (
            measure.endswith("_identified")
            and MEASURES[measure].measure_class == MeasureClass.THREATS
        )
    )


def mostly_adds_up(measure: str) -> bool:
    """Return whether a year of the measure is the sum of its quarters, or mostly is."""
    return adds_up(measure) or measure in DECISIONS
