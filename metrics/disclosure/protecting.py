"""Hide what a release must not show."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from metrics.choices import Hidden
from metrics.disclosure.equations import groups
from metrics.disclosure.finding import Words
from metrics.disclosure.giving_back import give_back
from metrics.disclosure.hiding import hide_others
from metrics.disclosure.holding import COPIED, Tried, fall_back
from metrics.disclosure.modes import POLICIES, base_of
from metrics.disclosure.rows import Book
from metrics.disclosure.silence import Silence
from metrics.disclosure.telling import hide_telling_months, hide_telling_times
from metrics.disclosure.totals import hide_idle_zeros, small_totals
from metrics.measures import MEASURES
from metrics.models import ReleaseFigure

MOST_CHECKS = 2  # whether what is taken to be told still is, once all is hidden


class CannotProtect(ValidationError):
    """No choice of hidden cells makes the release safe; the message names the sum."""


@dataclass(frozen=True)
class Protection:
    """What was done: the measures held at the edition before, by their codes."""

    held: list[str]


def protected(
    release, figures: list[ReleaseFigure], tell: Callable[[], None]
) -> tuple[list[ReleaseFigure], Protection]:
    """Return the figures of a release that has none yet, hidden as `protect` does; none is saved.

    `tell` is called after each group of linked measures.

    :raises CannotProtect: naming the sum that would give a cell away
    """
    book = Book.of(release, figures)
    done = _protect(book, tell)
    for figure in book.own.values():
        figure.rounded_to = base_of(figure.measure, release.mode)
    return [*book.own.values()], done


@transaction.atomic
def protect(release) -> Protection:
    """Set `hidden` on every figure of the release, jointly with all others that are out.

    Those are the ones of its year, and of the years before and after what is next to it.

    Small cells and the reviewer's choices are hidden, and what an earlier edition of the period
    hid stays hidden. Others are hidden to protect them, a whole table or a whole measure where
    nothing less will do. A measure with small changes that cannot be made safe is held, and named
    in `held`: its figures become those of the edition before.

    What goes with a hidden figure and must be hidden with it: rates, shares and percentages of
    it, its bar in a chart, its text in a commentary, its change in a table of revisions, and
    `unkeyed`, which is a small count of its own, adds up like the figure and may equal it: show
    that of the nation only, by `UnkeyedOfYear`. Not `number` nor `largest` of any figure.

    :raises CannotProtect: naming the sum that would give a cell away
    """
    book = Book.of(release)
    done = _protect(book, tell=lambda: None)
    _save(book)
    return done


def _protect(book, tell) -> Protection:
    if not POLICIES[book.release.mode].hides:
        for figure in book.own.values():
            figure.hidden = ""
        return Protection([])
    book.mark_for_their_own_sake()
    book.arrange()
    held = []
    for measures in groups():
        hide_telling_months(book, measures)
        held += protect_together(book, measures)
        give_back(book, measures)
        tell()
    hide_telling_times(book)
    return Protection([code for code in MEASURES if code in held])


def protect_together(book, measures):
    """Protect linked measures in the book, and return those that had to be held.

    :raises CannotProtect: naming the sum that would give a cell away
    """
    tried, silences, checks = Tried(), _silences(book, measures), 0
    book.told.clear()  # of other measures
    while True:
        small = small_totals(book.own.values())
        system, figures, weak = _hide_others(book, measures, silences)
        if _learns(book, silences, system, figures, weak):
            continue
        if not weak and _hides_more(book, measures, small):
            continue
        if not weak and (not book.told or checks == MOST_CHECKS):
            return tried.held
        if not weak:  # what was told may have been told by what is hidden since
            book.told.clear()
            silences, checks = _silences(book, measures), checks + 1
            continue
        book.told.clear()  # with more hidden, less is told
        held = len(tried.held)
        if not fall_back(book, figures[weak[0].unknown], measures, tried):
            words = Words(book.release, book.releases)
            raise CannotProtect(str(words.finding(system, figures, weak[0])))
        book.arrange()
        if len(tried.held) > held:  # numbers have changed, and not only what is hidden
            silences = _silences(book, measures)


def _hides_more(book, measures, small):
    """Return whether other totals count as small by now, or zeros are hidden that say nothing."""
    return small_totals(book.own.values()) != small or hide_idle_zeros(book, measures)


def _silences(book, measures):
    return {knows: Silence(book, measures, knows_why=knows) for knows in (False, True)}


def _hide_others(book, measures, silences):
    """Hide what protects others in the book, unless a cell is left that is not safe.

    First as from a reader who knows the numbers alone; then from one who knows why totals are
    hidden too. Returns the system, its figures and the bounds of what is left.
    """
    for knows_why, silence in silences.items():
        system, figures = book.system(measures, knows_why=knows_why)
        weak = hide_others(system, silence, knows_why=knows_why)
        if weak:
            break
        for cell, figure in zip(system.cells, figures, strict=True):
            figure.hidden = cell.hidden
    return system, figures, weak


def _learns(book, silences, system, figures, weak):
    """Note what is told anyway, and return whether there was anything new.

    A zero that the release's own sums tell is shown, and so is a total of the nation that other
    releases tell: hidden, it would only be missed. A zero that others tell stays hidden, for to
    show it would tell that the sums are true by which it is told; but it is no secret, and keeps
    no other number company.
    """
    keys = {key for silence in silences.values() for key in silence.known}
    new = {key for key in keys - book.told if book.own[key].hidden}
    shown = {key for key in new if book.own[key].value and not book.was_hidden(key)}
    for each in weak:
        zeros = system.members[each.unknown] if each.high == 0 else ()
        told = [figures[number] for number in zeros]
        shown |= {figure.key for figure in told if figure is book.own.get(figure.key)}
    for key in shown:
        book.own[key].hidden = ""
    book.told |= new | shown
    return bool(new | shown)


def _save(book):
    """Write the marks in one query each, and the figures of what is held."""
    for figure in book.own.values():
        figure.rounded_to = base_of(figure.measure, book.release.mode)
    ReleaseFigure.objects.filter(pk__in=[figure.pk for figure in book.gone]).delete()
    ReleaseFigure.objects.bulk_update(book.changed, list(COPIED))
    ReleaseFigure.objects.bulk_create(figure for figure in book.own.values() if figure.pk is None)
    book.release.figures.update(hidden="")
    for base in {figure.rounded_to for figure in book.own.values()}:
        rounded = [figure.pk for figure in book.own.values() if figure.rounded_to == base]
        book.release.figures.filter(pk__in=rounded).update(rounded_to=base)
    for mark in Hidden.values:
        marked = [figure.pk for figure in book.own.values() if figure.hidden == mark]
        book.release.figures.filter(pk__in=marked).update(hidden=mark)
