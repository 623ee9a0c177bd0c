"""What a release says of the regions that had not confirmed their quarters."""

from datetime import timedelta

from metrics.choices import QuarterState
from metrics.models import RegionalQuarter
from metrics.quarters.problems import NOTHING, problems_of

# What changes the figures of a quarter once it is put right; the rest are marks of quality. Said
# without numbers, because a release prints it and a small number may tell of one person.
SAID = {
    "not_verified": "outcomes not verified",
    "disputed": "disputed outcomes",
    "place_not_known": "places not known",
    "unknown_type": "types of exploitation not known",
    NOTHING: "nothing recorded",
}


def unconfirmed(period, *, is_frozen=True) -> list[str]:
    """Return a sentence for each quarter of `period` that regions have not confirmed.

    Sentences are in the past if the figures `is_frozen` now, as a release prints them.

    A region that confirmed a quarter with something left to put right has one of its own. Regions
    stand in their official order. One that was launched after a quarter had nothing to confirm.
    """
    names = [each.name for each in period.quarters()]
    rows = [
        row
        for row in RegionalQuarter.objects.filter(period__in=names)
        .select_related("region")
        .order_by("region__order", "period")
        if not _launched_later(row)
    ]
    found = problems_of(rows, today=period.last + timedelta(days=1))
    waiting = {name: [] for name in names}
    for row in rows:
        if row.state != QuarterState.CONFIRMED:
            waiting[row.period].append(row.region.code)
    told = [_waiting(regions, name, is_frozen) for name, regions in waiting.items() if regions]
    return told + [sentence for row in rows if (sentence := _left(row, found[row.pk]))]


def _launched_later(row):
    launched_on = row.region.launched_on
    return launched_on is not None and launched_on > row.span.last


def _waiting(regions, period, is_frozen):
    every = [", ".join(regions[:-1]), regions[-1]] if len(regions) > 1 else regions
    who, quarter = " and ".join(every), period.replace("-", " ")
    if is_frozen:
        return f"{who} had not confirmed {quarter} when the figures were frozen."
    return f"{who} {'have' if len(regions) > 1 else 'has'} not confirmed {quarter}."


def _left(row, problems):
    left = [SAID[problem.code] for problem in problems if problem.code in SAID]
    if row.state != QuarterState.CONFIRMED or not left:
        return ""
    quarter = row.period.replace("-", " ")
    return f"{row.region.code} confirmed {quarter} with this left to put right: {', '.join(left)}."
