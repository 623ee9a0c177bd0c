"""What a release's national numbers show beside those published before: the run of its quarters.

The verdict is that of the XmR rules (`metrics.signals.xmr`) on the numbers that are out, quarter
by quarter, so that nothing is told that was not told already. The months tell more, sooner: they
are management information, for a month is too thin to publish.
"""

from collections import defaultdict
from datetime import timedelta
from itertools import takewhile

from metrics.choices import TableCode
from metrics.disclosure.modes import QUARTER, kind_of
from metrics.models import Release, ReleaseFigure
from metrics.signals.xmr import FEWEST_FOR_LIMITS, xmr


def verdicts(release: Release, *, now) -> dict[str, str]:
    """Return what the run of published quarters shows, by the code of each measure that has one.

    The run ends with the release and goes back as far as quarter follows quarter, each with a
    number that is shown; six are the fewest that are judged. Of several editions the last counts.
    A financial year has no run: six of them would be six years.
    """
    if not _is_quarter(release):
        return {}
    quarters, shown = _quarters(release, now), defaultdict(dict)
    figures = ReleaseFigure.objects.filter(release__in=quarters, table=TableCode.NATION)
    for figure in figures.filter(abroad=False):
        shown[figure.measure][figure.release_id], _ = figure.shown
    runs = {code: _run([each.get(row.pk) for row in quarters]) for code, each in shown.items()}
    return {code: _verdict(run) for code, run in runs.items() if len(run) >= FEWEST_FOR_LIMITS}


def _quarters(release, now):
    """Return the release and those out of the quarters before it without a gap, latest first."""
    before = Release.objects.out(now).filter(first__lt=release.first).defer("snapshot")
    latest = {each.last: each for each in before.order_by("edition") if _is_quarter(each)}
    found = [release]
    while (day_before := found[-1].first - timedelta(days=1)) in latest:
        found.append(latest[day_before])
    return found


def _is_quarter(release):
    return kind_of(release.span) == QUARTER


def _run(numbers):
    """Return numbers that go back in time up to the first that is hidden, the oldest first."""
    shown = takewhile(lambda value: value is not None, numbers)
    return [float(value) for value in shown][::-1]


def _verdict(run):
    *_, segment = xmr(run)
    *_, point = segment.points
    verdict = point.verdict.capitalize()
    return f"{verdict}, worth a look" if point.signal else verdict
