"""Releases as lists of cells, and where they lie beside each other in time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, product

from toex.core.periods import Period, financial_year_start

QUARTERS = 4
MOST_COMBINATIONS = 16  # of editions, for one cell of a year


@dataclass(frozen=True)
class Sheet:
    """One release: which of its cells are where in the list, by key.

    `first` is the number of its first quarter, counted on over the years, and `after` that of the
    first one that is no longer in it.
    """

    reference: str
    first: int
    after: int
    numbers: dict[tuple, int]

    @classmethod
    def of(cls, reference: str, period: Period, numbers: dict[tuple, int]) -> "Sheet":
        """Return the sheet of a quarter or of a financial year."""
        start = period.first
        first = financial_year_start(start) * QUARTERS + (start.month - 4) % 12 // 3
        return cls(reference, first, first + len(period.quarters()), numbers)

    @property
    def is_year(self) -> bool:
        return self.after - self.first == QUARTERS

    @property
    def quarter(self) -> int:
        """Return which quarter of its financial year it is of, 1 to 4, or the first of them."""
        return self.first % QUARTERS + 1


def years_and_quarters(sheets: Iterable[Sheet]) -> Iterator[tuple[Sheet, dict[int, list[Sheet]]]]:
    """Yield each sheet of a year with those of its quarters by number, every edition of them."""
    quarters = defaultdict(lambda: defaultdict(list))
    years = []
    for sheet in sorted(sheets, key=lambda each: each.first):
        if sheet.is_year:
            years.append(sheet)
        else:
            quarters[sheet.first // QUARTERS][sheet.quarter].append(sheet)
    for year in years:
        found = quarters.get(year.first // QUARTERS)
        if found:
            yield year, found


def combinations(choices: Iterable[Iterable]) -> Iterator[tuple]:
    """Yield one of each, up to as many combinations as are tried."""
    return islice(product(*choices), MOST_COMBINATIONS)
