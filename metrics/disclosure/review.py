"""What a reviewer looks at: every cell of one measure, why it is hidden, and its bounds."""

from dataclasses import dataclass

from django.db.models import Count

from metrics.choices import Hidden, Status, TableCode
from metrics.disclosure.finding import Words
from metrics.measures import MEASURES, Measure
from metrics.models import Release, ReleaseFigure
from metrics.wording import number_in_words


@dataclass(frozen=True)
class Line:
    """A cell as the reviewer sees it. `bounds` are in words, where it is hidden.

    `before` is its number in the edition before, and `records` the address of what stands behind.
    """

    figure: ReleaseFigure
    place: str
    number: str
    before: str
    bounds: str
    records: str

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
    """A release under review: how many cells each measure and table hides, and one laid out."""

    counts: list[tuple[Measure, list[int], int]]
    totals: list[int]
    sections: list[tuple[str, list[Line]]]

    @property
    def total(self) -> int:
        return sum(self.totals)

    @property
    def choices(self) -> list[Line]:
        return [line for _, lines in self.sections for line in lines if line.may_hide]


def review(release: Release, measure: Measure, bounds: dict | None, behind) -> Review:
    """Lay out one measure cell by cell; `bounds` are those of a kept attack, None without one.

    `behind` gives the address of the records behind a figure.
    """
    counts = _counts(release)
    return Review(
        counts,
        [sum(each) for each in zip(*(row for _, row, _ in counts), strict=True)],
        _sections(release, measure, bounds, behind),
    )


def _counts(release):
    found = release.figures.exclude(hidden="").values_list("measure", "table")
    hidden = {
        (measure, table): number
        for measure, table, number in found.annotate(number=Count("pk")).order_by()
    }
    counts = []
    for code, measure in MEASURES.items():
        row = [hidden.get((code, table), 0) for table in TableCode.values]
        counts.append((measure, row, sum(row)))
    return counts


def _sections(release, measure, bounds, behind):
    words = Words(release, [release])
    before = {}
    if release.revises_id:
        earlier = ReleaseFigure.objects.filter(release=release.revises_id, measure=measure.code)
        before = {figure.key: figure for figure in earlier}
    figures = list(release.figures.filter(measure=measure.code).order_by("pk"))
    sections = []
    for table in TableCode:
        lines = [
            Line(
                figure,
                words.place(figure),
                _number(measure, figure),
                _before(measure, before.get(figure.key)),
                _in_words(measure, figure, bounds) if figure.hidden else "",
                behind(figure) if figure.value is not None else "",
            )
            for figure in figures
            if figure.table == table
        ]
        if lines:
            sections.append((table.label, lines))
    return sections


def _number(measure, figure):
    return number_in_words(measure, _plain(figure.value), figure.status)


def _before(measure, figure):
    if figure is None:
        return "None"
    number = _number(measure, figure)
    return f"[c] {number} hidden" if figure.hidden else number


def _in_words(measure, figure, bounds):
    if bounds is None:
        return "Not worked out yet"
    if str(figure.pk) not in bounds:
        return "In no sum with others" if measure.is_of_times else "Shown in an earlier edition"
    low, high = (
        "" if each is None else number_in_words(measure, each, Status.OK)
        for each in bounds[str(figure.pk)]
    )
    return f"{low} to {high}" if high else f"{low} or more"


def _plain(value):
    return int(value) if value is not None and value == int(value) else value
