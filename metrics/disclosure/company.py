"""Zeros that are hidden in company with a cell that was a zero in the edition before.

A cell that one edition shows as zero and the next hides tells that something came in late, and
where: beside the same in the table of types it is one event, with its force and its kind. So some
that are still zeros are hidden with it, and nobody can say which of them it is.
"""

import hashlib
from collections import defaultdict

from django.conf import settings

from metrics.choices import Hidden
from metrics.measures import MEASURES

TOGETHER = 3  # as many at least of a table go from zero to hidden, where it has as many zeros


def hide_company(book, tables) -> None:
    """Hide zeros of some tables with each cell that is hidden and was zero in the edition before.

    What is hidden for its own sake has to be marked before. The same zeros are chosen in every
    release of the year, as far as they are zeros there: of different ones, only the cell itself
    would be in all.
    """
    previous = book.previous()
    if previous is None:
        return
    risen, zeros = _that_were_zero(book, book.figures[previous.pk], tables)
    for table, keys in risen.items():
        near = {book.region_of.get(_force(key)) for key in keys}
        others = sorted(zeros[table], key=lambda key: _how_fit(book, key, near))
        for key in others[: max(0, TOGETHER - len(keys))]:
            book.own[key].hidden = Hidden.SECONDARY


def _that_were_zero(book, before, tables):
    """Return the keys that are hidden now, and those that are zero still, by measure and table."""
    risen, zeros = defaultdict(list), defaultdict(list)
    for key, figure in book.own.items():
        was = before.get(key)
        is_asked = figure.table in tables and not MEASURES[figure.measure].is_of_times
        if is_asked and was is not None and was.value == 0 and not was.hidden:
            if figure.hidden:
                risen[key[:2]].append(key)
            elif figure.value == 0:
                zeros[key[:2]].append(key)
    return risen, zeros


def _how_fit(book, key, near):
    """Return an order, the fittest zero first: one that no other release of the year tells of.

    Then one that another hides already, then one of a region where something came in.
    """
    others = [figures.get(key) for pk, figures in book.figures.items() if pk != book.release.pk]
    others = [each for each in others if each is not None]
    is_told = any(each.value and not each.hidden for each in others)
    is_hidden = any(each.hidden for each in others)
    return is_told, not is_hidden, book.region_of.get(_force(key)) not in near, _by_chance(key)


def _force(key):
    _, _, _, force, *_ = key
    return force


def _by_chance(key):
    """Return an order that is the same each time, and that no reader can work out."""
    secret = hashlib.sha256(settings.SECRET_KEY.encode()).digest()
    return hashlib.blake2b(repr(key).encode(), key=secret).digest()
