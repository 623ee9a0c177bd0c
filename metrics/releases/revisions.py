"""What a later edition changed: every cell that reads differently, its first value, and why.

Only what both editions show decides what is listed: that a cell changed which is hidden in both
would tell where the one late case is, of which region, force and type.
"""

from metrics.choices import Status
from metrics.models import Release, ReleaseFigure


def revisions_of(release: Release) -> list[dict]:
    """Return each cell that reads differently in the edition revised, in the order of the tables.

    A value that is or was hidden stays hidden here, and so does the change: a difference from a
    hidden number would give it away. Changes of what is shown add up as the tables do.
    """
    if release.revises_id is None:
        return []
    before = _by_key(release.revises_id)
    editions = Release.objects.meant_to_leave().filter(period=release.period, edition=1)
    first = _by_key(editions.values_list("pk", flat=True).get())
    rows = []
    for figure in release.figures.order_by("pk"):
        old = before.pop(figure.key, None)
        if _read(figure) != _read(old):
            rows.append(_row(figure, figure, old, first.get(figure.key), release.reason))
    for key, old in before.items():  # a row abroad that is gone
        if not old.hidden:
            rows.append(_row(old, None, old, first.get(key), release.reason))
    return rows


def _by_key(release_id):
    figures = ReleaseFigure.objects.filter(release=release_id).order_by("pk")
    return {figure.key: figure for figure in figures}


def _read(figure):
    """Return what a cell reads; a row abroad that is not there is zero."""
    return (0, Status.OK) if figure is None else figure.shown


def _row(named, now, before, first, reason):
    hidden = any(figure is not None and figure.hidden for figure in (now, before, first))
    values = [None if hidden else _value(figure) for figure in (first, before, now)]
    has_change = not hidden and values[1] is not None and values[2] is not None
    return {
        "measure": named.measure,
        "table": named.table,
        "region": named.region,
        "force": named.force,
        "primary_type": named.primary_type,
        "abroad": named.abroad,
        "first_published": values[0],
        "before": values[1],
        "now": values[2],
        "change": values[2] - values[1] if has_change else None,
        "status": (Status.SUPPRESSED if hidden else Status.OK).value,
        "reason": reason,
    }


def _value(figure):
    return 0 if figure is None else figure.shown[0]
