"""Years whose quarters are small.

Hidden, a total of the nation is at least one and mostly at most four. Were a year of four hidden
quarters hidden as soon as it is four, each quarter would be one; and where it is shown, what is
known of it is a sum like any other. So such a year is hidden up to a number from which nothing
follows for any quarter: one more for each small quarter after the first.
"""

from metrics.choices import TableCode
from metrics.disclosure.equations import mostly_adds_up
from metrics.disclosure.modes import YEAR, kind_of
from metrics.disclosure.thresholds import is_judged_by_number
from metrics.models import Release, ReleaseFigure


def small_quarters(book, figure: ReleaseFigure, release: Release) -> int:
    """Return how many quarters of a year hide the same total of the nation.

    It is 1 where that adds nothing: of anything else, and where a quarter shows a number. Nobody
    knows yet of a quarter that is not out: quarters are to be published before their year.
    """
    is_total = figure.table == TableCode.NATION and kind_of(release.span) == YEAR
    adds_up = mostly_adds_up(figure.measure) and not is_judged_by_number(figure.measure)
    if not (is_total and adds_up):
        return 1
    found = [_told(book, figure.key, quarter.name) for quarter in release.span.quarters()]
    if any(each.value and not each.hidden for each in found if each is not None):
        return 1
    return max(1, sum(each is not None and bool(each.hidden) for each in found))


def _told(book, key, period):
    """Return the figure in the last edition of a quarter; None where the quarter is not out."""
    out = [each for each in book.releases if each.period == period]
    if not out:
        return None
    none = ReleaseFigure(value=0)  # what happened abroad has no row where it is nothing
    return book.figures[out[-1].pk].get(key, none)
