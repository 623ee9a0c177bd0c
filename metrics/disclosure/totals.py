"""Small totals, and what is below them: a total that is small is not broken down.

Where the nation has four events, and four forces were hidden and the others shown as zero, each
would be one; where one force and one type were hidden, both would be told of one person. So all
that a small total is made of is hidden with it, zero or not, and no hidden cell there tells that
it is none.
"""

from collections.abc import Iterable

from metrics.choices import Hidden, Status, TableCode
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
    """Hide what is shown of what small totals are made of."""
    figures = [*figures]
    small = small_totals(figures)
    for figure in figures:
        if figure.status == Status.OK and not figure.hidden and is_below(figure, small):
            figure.hidden = Hidden.SECONDARY


def known_most(total: ReleaseFigure | None, mode: str) -> int | None:
    """Return what a reader takes a hidden total of the nation to be at most, if that is true."""
    if total is None or not total.hidden or is_judged_by_number(total.measure):
        return None
    most = threshold_of(total.measure, mode).least - 1
    return most if 0 < total.value <= most else None
