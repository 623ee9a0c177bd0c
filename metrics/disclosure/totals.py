"""Small totals, and what is below them: a total that is small is not broken down.

Where the nation has four events, and four forces were hidden and the others shown as zero, each
would be one; where one force and one type were hidden, both would be told of one person. So all
that a small total is made of is hidden with it, zero or not, and no hidden cell there tells that
it is none. So it is with all of a measure of which nothing is left to show but zeros.
"""

from collections.abc import Iterable
from math import inf

from metrics.choices import Hidden, Status, TableCode
from metrics.disclosure.holding import INNER
from metrics.disclosure.thresholds import is_judged_by_number, threshold_of
from metrics.models import ReleaseFigure

TOTALS = (TableCode.NATION, TableCode.REGION, TableCode.TYPE)  # of what is below them


def small_totals(figures: Iterable[ReleaseFigure]) -> set[tuple]:
    """Return the places of totals hidden for being small, and of zeros that keep one company."""
    return {
        (figure.measure, figure.region, figure.primary_type)
        for figure in figures
        if figure.table in TOTALS and not figure.abroad and _is_small(figure)
    }


def _is_small(figure):
    return figure.hidden == Hidden.PRIMARY or bool(figure.hidden and not figure.value)


def is_below(figure: ReleaseFigure, small: set[tuple]) -> bool:
    """Return whether a figure is a part of one of these totals."""
    if figure.table == TableCode.NATION:
        return False
    above = {(figure.measure, "", "")}
    if figure.table == TableCode.REGION_TYPE:
        above.add((figure.measure, figure.region, ""))
        above.add((figure.measure, "", figure.primary_type))
    return not above.isdisjoint(small)


def hide_below(figures: Iterable[ReleaseFigure]) -> None:
    """Hide what is shown of what small totals are made of, but for zeros of a total of zero."""
    figures = [*figures]
    small, none = small_totals(figures), _totals_of_none(figures)
    for figure in figures:
        if _is_shown(figure) and is_below(figure, small) and not is_below(figure, none):
            figure.hidden = Hidden.SECONDARY


def _totals_of_none(figures):
    return {
        (figure.measure, figure.region, figure.primary_type)
        for figure in figures
        if figure.table in TOTALS and _is_shown(figure) and not figure.value
    }


def hide_idle_zeros(book, measures) -> bool:
    """Hide the zeros of measures that show no other number below the nation; return whether any.

    All of them: were some shown because others tell them, that would tell which sums are true.
    """
    idle = {code for code in measures if is_idle(book.own.values(), code)}
    found = [
        figure
        for figure in book.own.values()
        if figure.measure in idle and figure.table in INNER and _is_shown(figure)
    ]
    for figure in found:
        figure.hidden = Hidden.SECONDARY
    return bool(found)


def is_idle(figures: Iterable[ReleaseFigure], measure: str) -> bool:
    """Return whether a measure hides something below the nation, and shows zeros at most."""
    inner = [each for each in figures if each.measure == measure and each.table in INNER]
    inner = [each for each in inner if each.status == Status.OK]
    is_hidden = any(each.hidden for each in inner)
    return is_hidden and not any(each.value and not each.hidden for each in inner)


def _is_shown(figure):
    return figure.status == Status.OK and not figure.hidden


def known_most(total: ReleaseFigure, mode: str, small_quarters: int = 1) -> float:
    """Return what a reader takes a hidden total of the nation to be at most, if it is no more.

    Of a year with `small_quarters` (see there) it may be one more for each after the first.
    """
    if is_judged_by_number(total.measure):
        return inf
    most = threshold_of(total.measure, mode).least - 1 + small_quarters - 1
    return most if 0 < total.value <= most else inf
