"""What is done where hiding single cells is not enough: a revision held back, or more hidden.

A number that was published and is wrong by `LEAST_REVISED` or more, of sums by `WRONG_SHARE`, is
never said again: the right one takes its place, or it is withdrawn, which is to be hidden. Smaller
changes may be held back.
"""

from dataclasses import dataclass, field

from metrics.choices import Hidden, MeasureClass, Status, TableCode
from metrics.measures import MEASURES
from metrics.models import ReleaseFigure

LEAST_REVISED = 3  # the least change for which a published number is revised or withdrawn
WRONG_SHARE = 10  # and, of months and pence, how many per cent of the number
COPIED = {  # what is held, and what it is where the edition before has no such figure
    "value": 0,
    "unkeyed": None,
    "number": 0,
    "largest": 0,
    "status": Status.OK,
    "hidden": "",
}
INNER = tuple(table for table in TableCode if table != TableCode.NATION)


@dataclass
class Tried:
    """What has been done: measures held back, inner cells hidden for their total, and how wide."""

    held: list[str] = field(default_factory=list)
    inner: dict[str, list[ReleaseFigure]] = field(default_factory=dict)
    scope: int = 0


def fall_back(book, weak, measures, tried) -> bool:
    """Do the next best about a cell that is not safe; return whether there was anything left.

    `weak` is its figure, `measures` those linked with it: what is gentle is tried with each of
    them before anything harsher.
    """
    codes = (weak.measure, *(code for code in measures if code != weak.measure))
    can_hold = [code for code in codes if code not in tried.held and _has_changed(book, code)]
    return (
        any(_hold_or_hide_below(book, code, tried) for code in can_hold)
        or any(_free_total(book, code, tried) for code in can_hold)
        or _hide_more(book, codes, weak.table, tried)
        or any(_hold(book, code, tried) and hide_whole(book, code, TableCode) for code in can_hold)
    )


def _hide_more(book, codes, table, tried):
    """Hide one table of the first measure; next time all below the nation, and then everything.

    Each time costs an attack on all linked measures, so that there are three at most.
    """
    scopes = [(codes[:1], {table} & {*INNER}), (codes, INNER), (codes, TableCode)]
    for together, tables in scopes[tried.scope :]:
        tried.scope += 1
        if [figure for code in together for figure in hide_whole(book, code, tables)]:
            return True
    return False


def _has_changed(book, measure):
    """Return whether a measure differs from the edition before, if there is one."""
    before = book.previous() and book.figures[book.previous().pk]
    if before is None:
        return False
    told = [
        {key: figure.value for key, figure in figures.items() if key[0] == measure}
        for figures in (before, book.own)
    ]
    return told[0] != told[1]


def _hold_or_hide_below(book, measure, tried):
    """Hold small changes back; else leave the new total alone with all below it hidden."""
    if not is_wrong(book, measure):
        return _hold(book, measure, tried)
    if measure in tried.inner:
        return False
    tried.inner[measure] = hide_whole(book, measure, INNER)
    return bool(tried.inner[measure])


def _free_total(book, measure, tried):
    """Let the total be hidden after all, and all below it be shown again where that is safe."""
    if measure in book.freed or measure not in tried.inner:
        return False
    for figure in tried.inner[measure]:
        figure.hidden = ""
    book.freed.add(measure)
    return True


def _hold(book, measure, tried):
    hold(book, measure)
    tried.held.append(measure)
    return True


def hide_whole(book, measure, tables) -> list[ReleaseFigure]:
    """Hide all that a measure shows in the tables, zeros too, and return it."""
    shown = [
        figure
        for figure in book.own.values()
        if figure.measure == measure
        and figure.table in tables
        and figure.key not in book.told
        and figure.status == Status.OK
        and not figure.hidden
    ]
    for figure in shown:
        figure.hidden = Hidden.SECONDARY
    return shown


def is_wrong(book, measure) -> bool:
    """Return whether the edition before shows a number of the measure that cannot stay."""
    before = book.figures[book.previous().pk]
    keys = {key for key in (*before, *book.own) if key[0] == measure}
    return any(is_revised(book.own.get(key), before.get(key)) for key in keys)


def is_revised(now: ReleaseFigure | None, before: ReleaseFigure | None) -> bool:
    """Return whether what was published of a cell is wrong by so much that it cannot stay.

    A row abroad that one edition does not have is a zero there. A sum of months or pence is wrong
    by a share of it: by a fixed amount, one late event would be told with all it adds.
    """
    if before is not None and (before.hidden or before.status != Status.OK):
        return False
    values = [0 if each is None else each.value for each in (now, before)]
    if None in values:
        return False
    change = abs(values[0] - values[1])
    if MEASURES[(now or before).measure].measure_class == MeasureClass.SUMS:
        return bool(change) and 100 * change >= WRONG_SHARE * values[1]
    return change >= LEAST_REVISED


def hold(book, measure) -> None:
    """Give the measure's figures back what the edition before has in their place.

    A row abroad that it did not have goes; any other new one is a zero.
    """
    before = book.figures[book.previous().pk]
    for key, figure in list(book.own.items()):
        if figure.measure != measure:
            continue
        if figure.abroad and key not in before and figure.pk not in book.chosen:
            book.gone.append(book.own.pop(key))
            continue
        for name, empty in COPIED.items():
            setattr(figure, name, getattr(before[key], name) if key in before else empty)
        if figure.pk in book.chosen and not figure.hidden:
            figure.hidden = Hidden.REVIEWER
        book.changed.append(figure)
    for key, figure in before.items():
        if figure.measure == measure and key not in book.own:
            book.own[key] = _copy(figure, book.release)


def _copy(figure, release):
    values = {each.attname: getattr(figure, each.attname) for each in figure._meta.fields}
    return ReleaseFigure(**{**values, "id": None, "release_id": release.pk})
