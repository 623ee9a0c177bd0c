"""A region confirms its quarter; the programme office may open it again."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.services.steps import both
from metrics.notifications import tell_of_reopened_quarter
from metrics.quarters.problems import counts_of, problems
from metrics.workflow import QUARTER
from toex.core.periods import london_date
from toex.workflow.moves import check_step, lock, move, take
from toex.workflow.refusals import StepNotAllowed


def open_steps(quarter, *, by, today) -> list[str]:
    """Return the steps open to `by` now: a quarter is not confirmed before it has ended."""
    steps = QUARTER.open_steps(row=quarter, by=by)
    ended = quarter.span.last < today
    return [name for name in steps if name != "confirm" or ended]


def refuse_until_ended(quarter, *, today):
    """:raises StepNotAllowed: the quarter has not ended by `today`"""
    if quarter.span.last >= today:
        raise StepNotAllowed(
            "You cannot confirm this quarter yet: it has not ended. Confirm it once it is over."
        )


@transaction.atomic
def confirm_quarter(quarter, *, version, by, at, nil_return=False, note=""):
    """Confirm for the region that what is recorded for its quarter is right and complete.

    `nil_return` says that nothing happened, and is refused where a verified outcome says
    otherwise. An empty quarter may be confirmed without it; its problems then still tell so.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale:
    :raises StepNotAllowed: it is confirmed already, or has not ended
    :raises ValidationError: a nil return of a quarter with verified outcomes
    """
    quarter = lock(quarter, by=by)
    check_step(quarter, QUARTER, "confirm", by=by, version=version)
    today = london_date(at)
    refuse_until_ended(quarter, today=today)
    counted = counts_of([quarter]).get((quarter.region_id, quarter.period), {})
    verified = counted.get("verified", 0)
    if nil_return and verified:
        are = "is 1 verified outcome" if verified == 1 else f"are {verified:,} verified outcomes"
        raise ValidationError({"nil_return": [f"There {are} in this quarter: not a nil return."]})
    found = problems(quarter, today=today)
    return take(
        quarter,
        QUARTER,
        "confirm",
        by=by,
        at=at,
        version=version,
        note=note,
        changes={
            "nil_return": nil_return,
            "outcomes": counted.get("all", 0),
            "problems": {problem.code: problem.count for problem in found},
        },
        nil_return=nil_return,
        confirmed_at=at,
        confirmed_by=by,
    )


@transaction.atomic
def reopen_quarter(quarter, *, version, by, at, reason, note=""):
    """Open a confirmed quarter again for the programme office, and tell the region's managers.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    :raises ValidationError: there is no reason
    """
    quarter = move(
        quarter,
        QUARTER,
        "reopen",
        by=by,
        at=at,
        version=version,
        note=both(reason, note),
        nil_return=False,
        confirmed_at=None,
        confirmed_by=None,
    )
    tell_of_reopened_quarter(quarter, at=at)
    return quarter
