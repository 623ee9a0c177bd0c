"""Releases that are tied to each other as cells and sums: from rows of the database and back."""

from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from math import inf

from django.db.models import Q

from metrics.choices import Hidden, ReleaseState, Status, TableCode
from metrics.disclosure.company import hide_company
from metrics.disclosure.equations import equations, groups, unchanged
from metrics.disclosure.remainder import remainders, same_stocks
from metrics.disclosure.rest import rests
from metrics.disclosure.sheets import Sheet
from metrics.disclosure.small_quarters import small_quarters
from metrics.disclosure.stock import STOCK
from metrics.disclosure.system import Cell, System
from metrics.disclosure.thresholds import is_primary, reach_needed, width_needed
from metrics.disclosure.totals import hide_below, is_below, is_idle, known_most, small_totals
from metrics.measures import MEASURES
from metrics.models import DisclosureChoice, Release, ReleaseFigure
from toex.core.periods import financial_year, financial_year_start
from toex.forces.models import Force

OUT = [ReleaseState.APPROVED, ReleaseState.PUBLISHED]
A_DAY = timedelta(days=1)


def others_of_year(release: Release):
    """Return every other release of its financial year that is out or approved."""
    return _others(release).filter(_of_year(release))


def others_beside(release: Release):
    """Return those of its year, and those that end where it begins or begin where it ends."""
    year = _year(release)
    beside = Q(last=year.first - A_DAY) | Q(first=year.last + A_DAY)
    return _others(release).filter(_of_year(release) | beside)


def _others(release):
    return Release.objects.filter(state__in=OUT).exclude(pk=release.pk)


def _year(release):
    return financial_year(financial_year_start(release.first))


def _of_year(release):
    year = _year(release)
    return Q(first__gte=year.first, last__lte=year.last)


def _of_cases():
    """Return the measures by which releases of two financial years are tied to each other."""
    return next(codes for codes in groups() if STOCK in codes)


@dataclass
class Book:
    """A release, every other of its financial year that is out or approved, and those beside it.

    `figures` are the rows of each release by key; of the years before and after, those of cases
    alone. In four queries, whatever there is.
    """

    release: Release
    releases: list[Release]
    figures: dict[int, dict[tuple, ReleaseFigure]]
    chosen: set[int] = field(default_factory=set)
    gone: list[ReleaseFigure] = field(default_factory=list)
    changed: list[ReleaseFigure] = field(default_factory=list)
    freed: set[str] = field(default_factory=set)  # measures whose total may be hidden after all
    told: set[tuple] = field(default_factory=set)  # what others tell: no secret, and no cover

    def __post_init__(self):
        self._before = {each.pk: self._hidden_before(each) for each in self.releases}
        self._by_measure = {}

    @classmethod
    def of(cls, release: Release, own: Iterable[ReleaseFigure] = ()) -> "Book":
        """Return the book of a release; `own` are its figures where they are not saved yet."""
        releases = [*others_beside(release).defer("snapshot"), release]
        releases.sort(key=lambda each: (each.first, each.last, each.edition))
        figures = {each.pk: {} for each in releases}
        year = _year(release)
        of_year = [each.pk for each in releases if year.has(each.first)]
        wanted = Q(release__in=of_year) | Q(release__in=list(figures), measure__in=_of_cases())
        for figure in ReleaseFigure.objects.filter(wanted).order_by("pk"):
            figures[figure.release_id][figure.key] = figure
        figures[release.pk] |= {figure.key: figure for figure in own}
        chosen = DisclosureChoice.objects.filter(release=release).values_list("figure", flat=True)
        return cls(release, releases, figures, set(chosen))

    @cached_property
    def region_of(self) -> dict[str, str]:
        """The region of each force, by their codes."""
        return dict(Force.objects.values_list("code", "region__code"))

    @property
    def own(self) -> dict[tuple, ReleaseFigure]:
        """The figures of the release itself."""
        return self.figures[self.release.pk]

    def copy(self, *, mode: str = "") -> "Book":
        """Return a copy to try something on: nothing done to it reaches this one or the rows."""
        release = copy(self.release)
        release.mode = mode or release.mode
        releases = [release if each.pk == release.pk else each for each in self.releases]
        own = {key: copy(figure) for key, figure in self.own.items()}
        return Book(release, releases, {**self.figures, release.pk: own}, set(self.chosen))

    def with_release(self, release: Release, figures: list[ReleaseFigure]) -> "Book":
        """Return what would be known with one more release, and that is then the one looked at."""
        releases = [*self.releases, release]
        own = {figure.key: figure for figure in figures}
        return Book(release, releases, {**self.figures, release.pk: own})

    def previous(self) -> Release | None:
        """Return the edition of the same period before the release."""
        return max(
            (each for each in self.releases if _is_earlier(each, self.release)),
            key=lambda each: each.edition,
            default=None,
        )

    def _hidden_before(self, release):
        """Return the keys hidden in any edition of the period before this one."""
        return {
            key
            for each in self.releases
            if _is_earlier(each, release)
            for key, figure in self.figures[each.pk].items()
            if figure.hidden
        }

    def was_hidden(self, key: tuple) -> bool:
        """Return whether an edition of the period before the release hid the cell."""
        return key in self._before[self.release.pk]

    def mark_for_their_own_sake(self) -> None:
        """Hide what is small, what the reviewer chose, and what has been hidden before.

        A cell that was a zero before gets its company. A total that is small is not broken down:
        which of its parts were hidden, and which were zeros, would tell what it is made of.
        """
        before = self._before[self.release.pk]
        for key, figure in self.own.items():
            was, figure.hidden = figure.hidden, ""
            if figure.status != Status.OK:
                continue
            if figure.measure in self.release.held and was:
                figure.hidden = was  # held back: what is withdrawn stays so
            elif self._is_small(figure):
                figure.hidden = Hidden.PRIMARY
            elif self.is_known_small(figure):
                figure.hidden = Hidden.SECONDARY
            elif figure.pk in self.chosen:
                figure.hidden = Hidden.REVIEWER
            elif key in before:
                figure.hidden = Hidden.SECONDARY
        # A zero total in company has its parts hidden too, before these are looked at themselves.
        hide_company(self, (TableCode.REGION, TableCode.FORCE, TableCode.TYPE))
        hide_below(self.own.values())
        hide_company(self, (TableCode.REGION_TYPE,))

    def is_known_small(self, figure) -> bool:
        """Return whether a reader would take the total, were it hidden, to be small."""
        return self._known_most(figure, self.release) < inf

    def _known_most(self, figure, release):
        """Return what a total of the nation is taken to be at most where it is hidden, or inf."""
        if figure.table != TableCode.NATION:
            return inf
        return known_most(figure, release.mode, small_quarters(self, figure, release))

    def _is_small(self, figure):
        mode = self.release.mode
        return is_primary(figure.measure, figure.value, figure.number, figure.largest, mode)

    def system(
        self, measures, *, is_silent=False, knows_why=False, with_left=True
    ) -> tuple[System, list[ReleaseFigure]]:
        """Return the measures' joint system, and the figure that each of its cells is of.

        With `is_silent` it is as if the release showed nothing. With `knows_why` a reader takes a
        hidden total of the nation to be small, which it mostly is: where that is true it helps.
        Silence does not keep that from anybody: what is small is hidden in any case. Without
        `with_left` nothing is left over of a release that is silent.
        """
        sheets, cells, rows = [], [], []
        for release in self.releases:
            is_own, numbers = release.pk == self.release.pk, {}
            for figure, cell in self._cells(release, measures):
                if is_own and is_silent:
                    cell.hidden, cell.is_untold = Hidden.SECONDARY, True
                if knows_why:
                    self._tell_why(cell, figure, release)
                numbers[figure.key] = len(cells)
                cells.append(cell)
                rows.append(figure)
            sheets.append(Sheet.of(release.reference, release.span, numbers))
        own = self.release.reference
        told = [each for each in sheets if not (is_silent and each.reference == own)]
        seen = sheets if with_left else told
        same, left = unchanged(told, cells), [*remainders(seen, cells, rows)]
        same += same_stocks(left, first=len(cells))
        rows += [each.figure for each in left]
        cells += [each.cell for each in left]
        sums = [each.equation for each in left]
        found = [*rests(seen, cells, first=len(cells))]
        for rest in found:
            rows += rest.figures
            cells += rest.cells
            sums += rest.equations
        sums += equations(sheets, cells, self.region_of, [rest.sheet for rest in found])
        return System(cells, sums, same, "" if is_silent else own), rows

    def _cells(self, release, measures):
        """Yield each figure of the measures in a release with its cell.

        That a cell is zero may come to light once its release is out, and wherever all around it
        is hidden.
        """
        before, is_own = self._before[release.pk], release.pk == self.release.pk
        never_hidden = self._kept_totals() | self.told
        figures = self.figures[release.pk].values()
        small = small_totals(figures)
        for measure in measures:
            idle = is_own and is_idle(figures, measure)
            for key, figure in self._by_measure[release.pk][measure]:
                below = is_below(figure, small)
                least = 0 if key in before or below else 1
                cell = _cell(figure, release, is_own and key not in never_hidden, least)
                cell.is_secret = cell.value != 0 or (
                    is_own and release.state not in OUT and not (below or idle)
                )
                cell.is_below, cell.seen_by = below, self._seen_by(figure)
                if is_own and key in self.told:
                    cell.is_secret, cell.is_told, cell.least = cell.value != 0, True, 0
                yield figure, cell

    def _seen_by(self, figure):
        region = figure.region or self.region_of.get(figure.force)
        return frozenset(filter(None, (region, figure.force)))

    def _tell_why(self, cell, figure, release):
        """Let a reader know how much a small total is at most.

        That a hidden cell may be a number that would be shown is asked of the numbers alone.
        """
        cell.reach = 0
        if figure.table == TableCode.NATION:
            cell.most = self._known_most(figure, release) if figure.hidden else inf

    def arrange(self) -> None:
        """Lay out the figures by measure, as `system` reads them."""
        self._by_measure = {pk: defaultdict(list) for pk in self.figures}
        for pk, figures in self.figures.items():
            for key, figure in figures.items():
                if figure.status == Status.OK and not MEASURES[figure.measure].is_of_times:
                    self._by_measure[pk][figure.measure].append((key, figure))

    def _kept_totals(self):
        """Return the national totals of the edition before: a later one does not hide them."""
        previous = self.previous()
        figures = self.figures[previous.pk] if previous else {}
        return {
            key
            for key, figure in figures.items()
            if figure.table == TableCode.NATION
            and not (figure.abroad or figure.hidden or figure.measure in self.freed)
        }


def _cell(figure, release, may_hide, least):
    """Return a figure as a cell.

    Nobody is behind a zero: it need not look as if it might be five or more.
    """
    value = int(figure.value)
    return Cell(
        name=figure.key,
        sheet=release.reference,
        value=value,
        hidden=figure.hidden,
        least=least,
        width=width_needed(figure.measure, value, figure.largest),
        reach=reach_needed(figure.measure, release.mode) if value else 0,
        may_hide=may_hide,
        table=(figure.measure, figure.table),
    )


def _is_earlier(each, release):
    return each.period == release.period and each.edition < release.edition
