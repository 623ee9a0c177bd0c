"""Working days of England and Wales: neither weekends nor bank holidays."""

from datetime import timedelta

from holidays import country_holidays

BANK_HOLIDAYS = country_holidays("GB", subdiv="ENG")


def is_working_day(day):
    return day.weekday() < 5 and day not in BANK_HOLIDAYS


def working_days_between(first, last):
    """Count the working days after `first`, up to and including `last`."""
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(is_working_day(day) for day in days)


def after_working_days(first, number):
    """Return the day that is so many working days after `first`."""
    day = first
    while number:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day
