"""Attack a release as somebody with every release at hand that is tied to it would."""

from collections.abc import Iterator

from metrics.disclosure.attack import Attack, Bounds, all_bounds
from metrics.disclosure.equations import groups
from metrics.disclosure.finding import Finding, Words
from metrics.disclosure.rows import Book
from metrics.disclosure.silence import Silence


def audit(release) -> list[Finding]:
    """Attack the release as it stands together with all others that are out and tied to it.

    Returns what can be worked out with it and could not without it; empty if it is safe.
    """
    book = Book.of(release)
    book.arrange()
    words = Words(release, book.releases)
    return [finding for measures in groups() for finding in _findings(book, words, measures)]


def attack_by_groups(
    release, *, with_bounds: bool = True
) -> Iterator[tuple[list[Finding], dict[int, Bounds]]]:
    """Attack one group of measures after the other: the same, with the bounds of hidden figures.

    Bounds are exact and by the number of the figure; what is in no sum has none. They take twice
    as long as to see that all are wide enough.
    """
    book = Book.of(release)
    book.arrange()
    words = Words(release, book.releases)
    for measures in groups():
        bounds = _own(release, *book.system(measures)) if with_bounds else {}
        yield _findings(book, words, measures), bounds


def _own(release, system, figures):
    members = {
        unknown: [each for each in system.members[unknown] if _is_of(release, figures[each])]
        for unknown in system.hidden()
    }
    found = all_bounds(system, [unknown for unknown, own in members.items() if own])
    return {
        figures[number].pk: bounds
        for unknown, bounds in found.items()
        for number in members[unknown]
    }


def _is_of(release, figure):
    return figure.release_id == release.pk


def is_safe(book, measures) -> bool:
    """Return whether nothing can be worked out with the release that could not be without it."""
    return next(_weak(book, measures), None) is None


def _findings(book, words, measures):
    found = {}
    for system, figures, bounds in _weak(book, measures):
        found.setdefault(bounds.unknown, words.finding(system, figures, bounds))
    return [*found.values()]


def _weak(book, measures):
    """Yield what can be worked out with the release and not without it: system, figures, bounds.

    First as by a reader who knows the numbers alone, then by one who knows why totals are hidden.
    """
    for knows_why in (False, True):
        system, figures = book.system(measures, knows_why=knows_why)
        silence = Silence(book, measures, knows_why=knows_why)
        for bounds in Attack(system, knows_why=knows_why).weak():
            if not silence.excuses(system, bounds):
                yield system, figures, bounds
