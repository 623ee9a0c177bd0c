"""What a later edition holds back: the numbers that were counted, beside those it repeats."""

from dataclasses import dataclass

from metrics.choices import Status
from metrics.disclosure.finding import Words
from metrics.measures import MEASURES, Measure
from metrics.models import Release, ReleaseFigure
from metrics.releases.changes import signed
from metrics.releases.take import take_figures
from metrics.wording import number_in_words


@dataclass(frozen=True)
class Pending:
    """A cell that stays as it was published, and what it would be; for the office alone."""

    key: tuple
    measure: Measure
    place: str
    published: str
    counted: str
    change: str


def pending_of(release: Release, *, by) -> list[Pending]:
    """Return the pending revisions of a frozen release, counted again as known at its data cut."""
    if not release.held:
        return []
    figures = release.figures.filter(measure__in=release.held, status=Status.OK).order_by("pk")
    kept = {figure.key: figure for figure in figures}
    counted = {
        figure.key: figure
        for figure in take_figures(
            release, by=by, cut=release.data_cut_at, measures=tuple(release.held)
        )
    }
    words = Words(release, [release])
    told = {**counted, **kept}
    return [
        _pending(words, told[key], kept.get(key), counted.get(key))
        for key in told
        if _value(kept.get(key)) != _value(counted.get(key))
    ]


def _pending(words, named: ReleaseFigure, kept, counted):
    measure, before, now = MEASURES[named.measure], _value(kept), _value(counted)
    published = number_in_words(measure, before, Status.OK)
    return Pending(
        named.key,
        measure,
        words.place(named),
        f"[c] {published} hidden" if kept and kept.hidden else published,
        number_in_words(measure, now, Status.OK),
        signed(now - before, measure.unit),
    )


def _value(figure):
    return int(figure.value) if figure is not None and figure.value is not None else 0
