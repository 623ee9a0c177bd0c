"""Attack a release as somebody with every release of its financial year at hand would."""

from metrics.disclosure.attack import Attack
from metrics.disclosure.equations import groups
from metrics.disclosure.finding import Finding, Words
from metrics.disclosure.rows import Book


def audit(release) -> list[Finding]:
    """Attack the release as it stands together with all others of its year that are out.

    Returns what can be worked out with it and could not without it; empty if it is safe.
    """
    book = Book.of(release)
    book.arrange()
    return findings_in(book, Words(release, book.releases))


def findings_in(book: Book, words: Words) -> list[Finding]:
    """Return what can be worked out with the release that could not be without it."""
    return [words.finding(system, figures, bounds) for system, figures, bounds in _all_weak(book)]


def _all_weak(book):
    for measures in groups():
        system, figures = book.system(measures)
        weak = list(Attack(system).weak())
        for bounds in newly_weak(book, measures, system, weak):
            yield system, figures, bounds


def newly_weak(book, measures, system, weak):
    """Leave out what the others alone give away: this release does not change that."""
    if not weak or len(book.releases) == 1:
        return weak
    others = book.without_release()
    others.arrange()
    before, _ = others.system(measures)
    known = {
        (before.cells[number].sheet, before.cells[number].name)
        for bounds in Attack(before).weak()
        for number in before.members[bounds.unknown]
    }
    return [
        bounds
        for bounds in weak
        if not any(
            (system.cells[number].sheet, system.cells[number].name) in known
            for number in system.members[bounds.unknown]
        )
    ]
