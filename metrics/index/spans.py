"""The spans of which figures are kept: months, quarters, financial years and the pilot year.

Any other days are counted from base tables when somebody asks, and cost what happened in them:
whoever may ask could ask for any, and each that was kept would be recounted for good.
"""

from datetime import date

from toex.core.periods import (
    Period,
    financial_year,
    financial_year_start,
    month_of,
    quarter_of,
)

FIRST_YEAR, LAST_YEAR = 1900, 9000  # as in the names of periods
PILOT = Period("pilot", date(2021, 12, 1), date(2022, 11, 30))
# The pilot year begins and ends within a quarter: a part of one that is no month has a name too.
OF_PILOT = [
    PILOT,
    *(Period(f"pilot {part.name}", part.first, part.last) for part in PILOT.quarters()),
]


def spans_around(day: date) -> list[Period]:
    """Return the spans that a day lies in."""
    year = financial_year(financial_year_start(day))
    return [month_of(day), quarter_of(day), year, *(each for each in OF_PILOT if each.has(day))]


def whole(span: Period) -> Period | None:
    """Return the span that these days are, by the name it is kept under."""
    if not FIRST_YEAR <= span.first.year <= LAST_YEAR:
        return None
    for each in spans_around(span.first):
        if (each.first, each.last) == (span.first, span.last):
            return each
    return None
