"""A release beside that of the same quarter, or year, a year before: what both of them show.

Both sides come from snapshots that are out, so nothing is told here that was not told already.
"""

import json
from dataclasses import dataclass

from metrics.choices import TableCode
from metrics.files.commentary import change_in_words
from metrics.files.words import amount, heading
from metrics.models import Release
from metrics.releases.reading import written
from metrics.wording import period_in_words

NOT_COMPARED = "Not compared: one of the two has no number."


@dataclass(frozen=True)
class Beside:
    """What two releases show, `lines` by line.

    A line is a measure's code and name, the number now and then, the change in words, and what
    the run of published quarters says, where it is long enough.
    """

    reference: str
    label: str
    is_counted_alike: bool
    lines: list[tuple[str, str, str, str, str, str]]

    @property
    def has_run(self) -> bool:
        return any(verdict for *_, verdict in self.lines)


def beside(
    period: str, snapshot: dict, *, now, verdicts: dict[str, str] | None = None
) -> Beside | None:
    """Return the latest edition out of a year before `period` beside `snapshot`, or None.

    `verdicts` are those of the run of quarters, by the measure's code.
    """
    year = int(period[:4]) - 1
    before = Release.objects.out(now).filter(period=f"{year}/{(year + 1) % 100:02}{period[7:]}")
    edition = before.order_by("-edition").first()
    if edition is None:
        return None
    then, label = json.loads(edition.snapshot), period_in_words(edition.period)
    lines = [(*line, (verdicts or {}).get(line[0], "")) for line in _lines(snapshot, then, label)]
    return Beside(edition.reference, label, then["rules"] == snapshot["rules"], lines)


def _lines(snapshot, then, label):
    ours, theirs = _national(snapshot), _national(then)
    return [
        _line(measure, ours[measure["code"]], theirs[measure["code"]], label)
        for measure in snapshot["measures"]
        if measure["code"] in ours and measure["code"] in theirs
    ]


def _line(measure, cell, earlier, label):
    unit = measure["unit"]
    values = [amount(each["value"], unit) for each in (cell, earlier)]
    change = NOT_COMPARED if None in values else change_in_words(*values, label)
    words = [written(each, unit) for each in (cell, earlier)]
    name = heading(measure["label"], unit)
    return measure["code"], name, *words, change[0].upper() + change[1:]


def _national(snapshot):
    return {
        figure["measure"]: figure
        for figure in snapshot["figures"]
        if figure["table"] == TableCode.NATION and not figure["abroad"]
    }
