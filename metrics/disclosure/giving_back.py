"""Show again what was hidden to protect others, and need not be once all is hidden.

Cells are hidden one after the other, each for what is weak at that moment. Where the supported of
a year would tell its closed, both are hidden in the end; shown together they tell nothing.
"""

from collections.abc import Iterator
from itertools import islice

from metrics.choices import Hidden, TableCode
from metrics.disclosure.auditing import is_safe
from metrics.disclosure.insiders import told_by_own
from metrics.disclosure.telling import MONTHS
from metrics.disclosure.thresholds import threshold_of
from metrics.models import ReleaseFigure

MOST_TRIED = 6  # to see whether some are safe costs an attack


def give_back(book, measures) -> None:
    """Show the totals of the nation again that were hidden for others, as many as are safe.

    All of them together, else all but one, else one by one: the largest first.
    """
    hidden = _hidden_for_others(book, measures)
    if not hidden:
        return
    book.told.clear()
    before = _told(book, measures)
    for figures in islice(_choices(hidden), MOST_TRIED):
        for figure in figures:
            figure.hidden = ""
        if _told(book, measures) <= before and is_safe(book, measures):
            return
        for figure in figures:
            figure.hidden = Hidden.SECONDARY


def _hidden_for_others(book, measures) -> list[ReleaseFigure]:
    """Return the totals of the nation that are hidden only to protect others, largest first."""
    found = [
        figure
        for figure in book.own.values()
        if figure.measure in measures
        and figure.measure not in MONTHS
        and figure.table == TableCode.NATION
        and figure.hidden == Hidden.SECONDARY
        and figure.value >= threshold_of(figure.measure, book.release.mode).least
        and not book.was_hidden(figure.key)
        and not book.is_known_small(figure)
    ]
    return sorted(found, key=lambda figure: (-figure.value, figure.key))


def _choices(hidden) -> Iterator[list[ReleaseFigure]]:
    yield hidden
    if len(hidden) > 2:
        yield from (hidden[:left] + hidden[left + 1 :] for left in reversed(range(len(hidden))))
    if len(hidden) > 1:
        yield from ([figure] for figure in hidden)


def _told(book, measures) -> set:
    """Return which small numbers a place is told by its own, as things stand."""
    system, _ = book.system(measures)
    return {found for row in system.rows for found in told_by_own(system, row)}
