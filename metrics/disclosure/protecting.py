"""Hide what a release must not show."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from metrics.choices import Hidden, Status
from metrics.disclosure.auditing import newly_weak
from metrics.disclosure.equations import groups
from metrics.disclosure.finding import Words
from metrics.disclosure.hiding import hide_others
from metrics.disclosure.modes import POLICIES, base_of
from metrics.disclosure.rows import Book
from metrics.measures import MEASURES
from metrics.models import ReleaseFigure

COPIED = {  # what is held, and what it is where the edition before has no such figure
    "value": 0,
    "unkeyed": None,
    "number": 0,
    "largest": 0,
    "status": Status.OK,
    "hidden": "",
}


class CannotProtect(ValidationError):
    """No choice of hidden cells makes the release safe; the message names the sum."""


@dataclass(frozen=True)
class Protection:
    """What was done: the measures held at the edition before, by their codes."""

    held: list[str]


@transaction.atomic
def protect(release) -> Protection:
    """Set `hidden` on every figure of the release, jointly with all others of its year.

    Small cells and the reviewer's choices are hidden, and what an earlier edition of the period
    hid stays hidden. Others are hidden to protect them. A measure whose revision cannot be made
    safe so is held: its figures become those of the edition before, and it is named in `held`.

    What goes with a hidden figure and must be hidden with it: rates, shares and percentages of
    it, its bar in a chart, its text in a commentary, its change in a table of revisions, and
    `unkeyed`, which is a small count of its own, adds up like the figure and may equal it: show
    that of the nation only, by `UnkeyedOfYear`. Not `number` nor `largest` of any figure.

    :raises CannotProtect: naming the sum that would give a cell away
    """
    if not POLICIES[release.mode].hides:
        release.figures.update(hidden="")
        return Protection([])
    book = Book.of(release)
    book.mark_for_their_own_sake()
    book.arrange()
    held = []
    for measures in groups():
        held += protect_together(book, measures)
    _save(book)
    return Protection([code for code in MEASURES if code in held])


def protect_together(book, measures):
    """Protect linked measures in the book, and return those that had to be held.

    :raises CannotProtect: naming the sum that would give a cell away
    """
    held = []
    while True:
        system, figures = book.system(measures)
        weak = newly_weak(book, measures, system, hide_others(system))
        if not weak:
            for cell, figure in zip(system.cells, figures, strict=True):
                figure.hidden = cell.hidden
            return held
        measure = _to_hold(book, figures[weak[0].unknown].measure, measures, held)
        if measure is None:
            words = Words(book.release, book.releases)
            raise CannotProtect(str(words.finding(system, figures, weak[0])))
        _hold(book, measure)
        book.arrange()
        held.append(measure)


def _to_hold(book, measure, measures, held):
    if book.previous() is None:
        return None
    return next((code for code in (measure, *measures) if code not in held), None)


def _hold(book, measure):
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
    values = {field.attname: getattr(figure, field.attname) for field in figure._meta.fields}
    return ReleaseFigure(**{**values, "id": None, "release_id": release.pk})


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
