"""How long things took: whole days by London dates, less the days on which the clock stood.

Plain values only: dates, and pauses as (first day, last day or None where it still lasts).
"""

from datetime import date


def days(first: date, last: date, pauses=()):
    """Return the whole days from `first` to `last` less those paused in between.

    A pause from Monday to Wednesday takes two days off; what two pauses share counts once.
    """
    return (last - first).days - days_paused(first, last, pauses)


def days_paused(first: date, last: date, pauses):
    """Return how many of the days from `first` to `last` were paused."""
    paused, reached = 0, first
    for start, end in sorted((start, end or last) for start, end in pauses):
        start, end = max(start, reached), min(end, last)
        if end > start:
            paused += (end - start).days
            reached = end
    return paused


def days_to_decision(submitted_on, decided_on, returned=()):
    """Return the days from the first sending to the first decision that was no deferral."""
    if submitted_on is None or decided_on is None:
        return None
    return days(submitted_on, decided_on, returned)


def days_to_first(opened_on, happened_on, held=()):
    """Return the days from the opening to the earliest of `happened_on`, None where none."""
    return days(opened_on, min(happened_on), held) if happened_on else None


def days_open(spells, today, held=()):
    """Return the days a case was open, all its spells (opened on, closed on or None) together."""
    return sum(days(opened_on, closed_on or today, held) for opened_on, closed_on in spells)
