"""What a reviewer looks at: every cell of one measure, why it is hidden, and its bounds."""

from collections import Counter
from dataclasses import dataclass
from math import inf

from metrics.choices import Hidden, Status, TableCode
from metrics.disclosure.attack import Bounds, all_bounds
from metrics.disclosure.auditing import findings_in
from metrics.disclosure.equations import groups
from metrics.disclosure.finding import Finding, Words
from metrics.disclosure.rows import Book
from metrics.measures import MEASURES, Measure
from metrics.models import Release, ReleaseFigure
from metrics.wording import number_in_words


@dataclass(frozen=True)
class Line:
    """A cell as the reviewer sees it. `bounds` are in words, where it is hidden."""

    figure: ReleaseFigure
    place: str
    number: str
    bounds: str

    @property
    def mark(self) -> str:
        return f"[c] {self.number} hidden"

    @property
    def why(self) -> str:
        return Hidden(self.figure.hidden).label

    @property
    def may_hide(self) -> bool:
        """Return whether the reviewer may hide it."""
        return bool(not self.figure.hidden and self.figure.value)


@dataclass(frozen=True)
class Review:
    """A release under review: how many cells each measure and table hides, and what is found."""

    counts: list[tuple[Measure, list[int], int]]
    totals: list[int]
    findings: list[Finding]
    sections: list[tuple[str, list[Line]]]

    @property
    def total(self) -> int:
        return sum(self.totals)

    @property
    def choices(self) -> list[Line]:
        return [line for _, lines in self.sections for line in lines if line.may_hide]


def review(release: Release, measure: Measure) -> Review:
    """Attack the release, and lay out one measure cell by cell."""
    book = Book.of(release)
    book.arrange()
    words = Words(release, book.releases)
    counts = _counts(book)
    return Review(
        counts,
        [sum(each) for each in zip(*(row for _, row, _ in counts), strict=True)],
        findings_in(book, words),
        _sections(book, measure, words),
    )


def _counts(book):
    hidden = Counter((each.measure, each.table) for each in book.own.values() if each.hidden)
    counts = []
    for code, measure in MEASURES.items():
        row = [hidden[code, table] for table in TableCode.values]
        counts.append((measure, row, sum(row)))
    return counts


def _sections(book, measure, words):
    bounds = _bounds(book, measure)
    sections = []
    for table in TableCode:
        lines = [
            Line(
                figure,
                words.place(figure),
                number_in_words(measure, _plain(figure.value), figure.status),
                _in_words(measure, bounds.get(figure.key)) if figure.hidden else "",
            )
            for figure in book.own.values()
            if figure.measure == measure.code and figure.table == table
        ]
        if lines:
            sections.append((table.label, lines))
    return sections


def _bounds(book, measure):
    """Return the exact bounds of each hidden cell of a measure, by key."""
    together = next((group for group in groups() if measure.code in group), None)
    if together is None:
        return {}
    system, figures = book.system(together)
    wanted = [
        unknown
        for unknown in system.hidden()
        if any(
            figures[number].measure == measure.code
            and figures[number].release_id == book.release.pk
            for number in system.members[unknown]
        )
    ]
    return {
        system.cells[number].name: bounds
        for unknown, bounds in all_bounds(system, wanted).items()
        for number in system.members[unknown]
    }


def _in_words(measure, bounds: Bounds | None):
    if bounds is None:
        return "In no sum with others" if measure.is_of_times else "Shown in an earlier edition"
    low, high = (
        number_in_words(measure, int(each), Status.OK) if each < inf else ""
        for each in (bounds.low, bounds.high)
    )
    return f"{low} to {high}" if high else f"{low} or more"


def _plain(value):
    return int(value) if value is not None and value == int(value) else value
