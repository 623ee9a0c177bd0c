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
    """Return a sentence for each region and quarter of `period` that is not confirmed.

    Sentences are in the past if the figures `is_frozen` now, as a release prints them.

    A quarter that was confirmed with something left to put right has one too. Regions stand in
    their official order. A region that was launched after a quarter had nothing to confirm.
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
    return [sentence for row in rows if (sentence := _sentence(row, found[row.pk], is_frozen))]


def _launched_later(row):
    launched_on = row.region.launched_on
    return launched_on is not None and launched_on > row.span.last


def _sentence(row, problems, is_frozen):
    region, quarter = row.region.code, row.period.replace("-", " ")
    if row.state != QuarterState.CONFIRMED:
        if is_frozen:
            return f"{region} had not confirmed {quarter} when the figures were frozen."
        return f"{region} has not confirmed {quarter}."
    left = [SAID[problem.code] for problem in problems if problem.code in SAID]
    if left:
        return f"{region} confirmed {quarter} with this left to put right: {', '.join(left)}."
    return ""
