"""Financial years, quarters, months and other spans of days; all dates are London dates.

The financial year runs from 1 April; Q1 is April to June.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
QUARTER_IS_DUE = timedelta(days=14)  # after its last day: about ten working days
PROGRAMME_BEGAN = date(2021, 9, 1)
# Moments of days nearer to the ends of the calendar have no room for a time zone.
FIRST_DAY, LAST_DAY = date(2, 1, 1), date(9998, 12, 31)


class NotAPeriod(ValueError):
    """The text names no period; the message says what would."""


@dataclass(frozen=True)
class Period:
    """A span of whole days, first and last both included."""

    name: str
    first: date
    last: date

    def __str__(self):
        return self.name

    def has(self, day):
        return self.first <= day <= self.last

    def has_begun(self, today):
        return self.first <= today

    def months(self):
        """Return the calendar months that touch the period, each cut to it."""
        return _cut(self, month_of)

    def quarters(self):
        """Return the financial quarters that touch the period, each cut to it."""
        return _cut(self, quarter_of)


def london_date(moment):
    """Return the day of `moment` in London; 23:30 UTC on 31 March is 1 April there."""
    return moment.astimezone(LONDON).date()


def moments_of(first, last):
    """Return the moment at which `first` begins in London, and the one at which `last` is over."""
    first, last = max(first, FIRST_DAY), min(last, LAST_DAY)
    return tuple(
        datetime.combine(day, time(), LONDON) for day in (first, last + timedelta(days=1))
    )


def month_of(day):
    return Period(day.isoformat()[:7], day.replace(day=1), _last_of_month(day))


def quarter_of(day):
    number = (day.month - 4) % 12 // 3 + 1
    return quarter(financial_year_start(day), number)


def quarter(start_year, number):
    """Return quarter `number` (1 to 4) of the financial year that starts in `start_year`."""
    year, month = (start_year, 1 + 3 * number) if number < 4 else (start_year + 1, 1)
    first = date(year, month, 1)
    last = _last_of_month(date(year, month + 2, 1))
    return Period(f"{_year_name(start_year)}-Q{number}", first, last)


def financial_year(start_year):
    return Period(_year_name(start_year), date(start_year, 4, 1), date(start_year + 1, 3, 31))


def financial_year_start(day):
    return day.year if day.month >= 4 else day.year - 1


def parse(text):
    """Read `2022/23`, `2022/23-Q3` or `2022-11`.

    :raises NotAPeriod: the text is none of these
    """
    year = re.fullmatch(r"([0-9]{4})/([0-9]{2})(?:-Q([1-4]))?", text, re.ASCII)
    if year and 1900 <= int(year[1]) <= 9000 and (int(year[1]) + 1) % 100 == int(year[2]):
        start = int(year[1])
        return quarter(start, int(year[3])) if year[3] else financial_year(start)
    month = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", text, re.ASCII)
    if month and 1900 <= int(month[1]) <= 9000:
        return month_of(date(int(month[1]), int(month[2]), 1))
    raise NotAPeriod("A period must be like 2022/23, 2022/23-Q3 or 2022-11.")


def between(first, last):
    """Return the period from `first` to `last`.

    :raises NotAPeriod: it ends before it begins
    """
    if last < first:
        raise NotAPeriod("The period must not end before it begins.")
    return Period(f"{first.isoformat()} to {last.isoformat()}", first, last)


def _year_name(start_year):
    return f"{start_year:04d}/{(start_year + 1) % 100:02d}"


def _last_of_month(day):
    return day.replace(day=monthrange(day.year, day.month)[1])


def _cut(period, whole_of):
    """Return the wholes that touch the period, each cut to it; the last day ever does no harm."""
    parts, day = [], period.first
    while True:
        whole = whole_of(day)
        parts.append(Period(whole.name, day, min(whole.last, period.last)))
        if whole.last >= period.last:
            return parts
        day = whole.last + timedelta(days=1)
