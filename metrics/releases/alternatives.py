"""What else could be done about small numbers, each tried on a copy with what it would cost.

Merging takes all rows of one breakdown of a measure together: the total stays. A row for some
regions or types alone is not offered: it says no more than the total less the shown rows, and
rows that differ between editions could be held against each other.
"""

from dataclasses import dataclass

from metrics.choices import Mode, Status, TableCode
from metrics.disclosure import CannotProtect
from metrics.disclosure.equations import groups
from metrics.disclosure.modes import POLICIES, modes_of
from metrics.disclosure.protecting import protect_together
from metrics.disclosure.rows import Book
from metrics.disclosure.thresholds import threshold_of
from metrics.models import Release
from metrics.releases.take import tables_of, take_figures
from toex.core.periods import financial_year, financial_year_start, london_date

AGAIN, MERGE, MODE = "again", "merge", "mode"
MERGED = {
    TableCode.REGION: "Merge all regions: England and Wales only",
    TableCode.FORCE: "Merge all forces: no table by force",
    TableCode.TYPE: "Merge all types: no table by type",
    TableCode.REGION_TYPE: "Merge types within regions: no table of regions by type",
}
ROUNDED = {
    Mode.TEN_FIVE: "Round: hide numbers below 10 and round the others to the nearest 5, in the "
    "whole release",
    Mode.THRESHOLD: "Do not round: hide small numbers only, in the whole release",
}
NOT_SAVED = 0  # the key of a release that is only tried


@dataclass(frozen=True)
class Alternative:
    """`hidden` of `cells` of the measure would be hidden, `lost` more than now.

    `held` says that a revision would be held back; `problem` is the sum by which a cell could be
    worked out all the same, so that it cannot be chosen.
    """

    code: str
    label: str
    cells: int
    hidden: int
    lost: int
    held: bool = False
    problem: str = ""


@dataclass(frozen=True)
class Widened:
    """The financial year instead of its quarter: of how many cells how many are hidden.

    `cells` and `hidden` are of the tables that the quarter has too, so that both may be compared;
    `more_cells` and `more_hidden` are of the table that only a year has.
    """

    period: str
    is_over: bool
    cells: int
    hidden: int
    more_cells: int
    more_hidden: int
    problem: str = ""


def is_alternative(release: Release, code: str) -> bool:
    """Return whether there is such an alternative for a release of this kind and mode."""
    kind, _, what = code.partition(":")
    if kind == MERGE:
        return what in MERGED
    return code == AGAIN or (kind == MODE and what in _other_modes(release))


def alternatives_of(release: Release, measure: str) -> list[Alternative]:
    """Return what could be done to a frozen release instead, tried one by one."""
    book = Book.of(release)
    now = sum(bool(figure.hidden) for figure in _cells(book, measure))
    tried = [(AGAIN, "Hide as little more as makes it safe", {})]
    tried += [
        (f"{MERGE}:{table.value}", label, {"table": table})
        for table, label in MERGED.items()
        if _can_merge(book, measure, table)
    ]
    tried += [(f"{MODE}:{mode}", ROUNDED[mode], {"mode": mode}) for mode in _other_modes(release)]
    return [_tried(book, measure, now, code, label, **how) for code, label, how in tried]


def widened(release: Release, measure: str, *, by) -> Widened | None:
    """Try the financial year of a quarter beside all that is out; None for a year itself."""
    if release.span.quarters()[1:]:
        return None
    span, cut = financial_year(financial_year_start(release.first)), release.data_cut_at
    year = Release(
        pk=NOT_SAVED,
        reference=span.name,
        period=span.name,
        first=span.first,
        last=span.last,
        edition=99,
        mode=release.mode,
    )
    figures = take_figures(year, by=by, cut=cut, measures=_together(measure))
    book = Book.of(release).with_release(year, figures)
    *_, problem = _protected(book, measure)
    has, both, only = tables_of(release), [], []
    for figure in _cells(book, measure):
        (both if figure.table in has else only).append(bool(figure.hidden))
    is_over = span.last < london_date(cut)
    return Widened(span.name, is_over, len(both), sum(both), len(only), sum(only), problem)


def _other_modes(release):
    allowed = modes_of(release.rules, release.span)
    return [mode for mode in allowed if POLICIES[mode].leaves and mode != release.mode]


def _together(measure):
    """Return the measures that are attacked together with one; times stand alone."""
    return next((codes for codes in groups() if measure in codes), (measure,))


def _cells(book, measure):
    return [
        figure
        for figure in book.own.values()
        if figure.measure == measure and figure.status == Status.OK
    ]


def _can_merge(book, measure, table):
    """Return whether the table shows something, and its total is none that has to be hidden."""
    cells = _cells(book, measure)
    total = next((each.value for each in cells if each.table == TableCode.NATION), None)
    shows = any(each.table == table and not each.hidden and each.value for each in cells)
    return shows and total is not None and total >= threshold_of(measure, book.release.mode).least


def _tried(book, measure, now, code, label, *, mode="", table=None):
    trial = book.copy(mode=mode)
    if table:
        cells = _cells(trial, measure)
        trial.chosen |= {figure.pk for figure in cells if figure.table == table}
    cells, hidden, held, problem = _protected(trial, measure)
    return Alternative(code, label, cells, hidden, hidden - now, held, problem)


def _protected(book, measure):
    """Protect a measure of the book; return its cells, the hidden ones, and what went wrong."""
    held, problem = [], ""
    book.mark_for_their_own_sake()
    book.arrange()
    try:
        if any(measure in codes for codes in groups()):
            held = protect_together(book, _together(measure))
    except CannotProtect as error:
        problem = " ".join(error.messages)
    cells = _cells(book, measure)
    return len(cells), sum(bool(each.hidden) for each in cells), bool(held), problem
