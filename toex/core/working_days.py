"""Working days of England and Wales: neither weekends nor bank holidays."""

from datetime import timedelta
from functools import lru_cache

from holidays import country_holidays

DAYS_TO_ANSWER = 5  # for whoever is asked something that has no day of its own
BANK_HOLIDAYS = country_holidays("GB", subdiv="ENG")


def is_working_day(day):
    return day.weekday() < 5 and day not in BANK_HOLIDAYS


def working_days_between(first, last):
    """Count the working days after `first`, up to and including `last`."""
    if last <= first:
        return 0
    years = range(first.year, last.year + 1)
    off = sum(first < day <= last for year in years for day in days_off(year))
    return _weekdays_up_to(last) - _weekdays_up_to(first) - off


def working_days_after(day, days):
    """Return the day that is so many working days after `day`."""
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day


@lru_cache(maxsize=256)  # lists count for each of their rows, and a look-up is slow
def days_off(year):
    """Return the bank holidays of a year that are no weekend."""
    found = country_holidays("GB", subdiv="ENG", years=year)
    return tuple(sorted(day for day in found if day.year == year and day.weekday() < 5))


def _weekdays_up_to(day):
    weeks, rest = divmod(day.toordinal(), 7)  # day 1 of the calendar was a Monday
    return 5 * weeks + min(rest, 5)
