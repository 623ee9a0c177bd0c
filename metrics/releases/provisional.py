"""Which periods are provisional: the figures of the four latest quarters still change."""

from datetime import date

LATEST = 4


def is_provisional(last: date, today: date) -> bool:
    """Return whether a period that ended on `last` ended with one of the four latest quarters."""
    return _number(last) >= _number(today) - LATEST


def _number(day):
    """Number quarters through the years; those of a financial year are those of the calendar."""
    return day.year * 4 + (day.month - 1) // 3
