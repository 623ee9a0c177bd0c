"""How long a request has waited, in working days of England and Wales. Dates in, numbers out.

The clock begins with the first sending and ends with the first decision that is no deferral, or
with the withdrawal. It stands while the request is with its force: the days after the return, up
to and including the day of the reply, are counted apart.
"""

from dataclasses import dataclass
from datetime import date

from tasking.choices import State
from toex.core.working_days import working_days_after, working_days_between

# A region may look at these with its forces: they are reminders, not targets.
MOST_DAYS = {
    State.SUBMITTED: 2,
    State.IN_TRIAGE: 5,
    State.RETURNED: 10,
    State.WITH_TOEX: 10,
}


@dataclass(frozen=True)
class Wait:
    """`days` are on the clock, `with_force` are not; `due_on` is when the next step is due."""

    days: int
    with_force: int
    paused_since: date | None = None
    ended_on: date | None = None
    due_on: date | None = None

    @property
    def is_paused(self):
        return self.paused_since is not None


def wait_of(*, state, sent_on, today, in_state_since, spells=(), decided_on=None, review_on=None):
    """Return how long a request has waited, or None where it was never sent.

    `spells` are (returned on, replied on or None where it still lies with the force);
    `decided_on` is the day of the first decision that was no deferral.
    """
    if sent_on is None:
        return None
    in_state_since = in_state_since or sent_on
    ended_on = decided_on or (in_state_since if state == State.WITHDRAWN else None)
    last = ended_on or today
    with_force = days_with_force(sent_on, last, spells)
    paused_since = in_state_since if state == State.RETURNED and not ended_on else None
    return Wait(
        days=working_days_between(sent_on, last) - with_force,
        with_force=with_force,
        paused_since=paused_since,
        ended_on=ended_on,
        due_on=None if ended_on else due_on(state, in_state_since, review_on),
    )


def days_with_force(first, last, spells):
    """Count the working days from `first` to `last` in a spell; days in two count once."""
    counted, reached = 0, first
    for start, end in sorted((start, end or last) for start, end in spells):
        start, end = max(start, reached), min(end, last)
        if end > start:
            counted += working_days_between(start, end)
            reached = end
    return counted


def due_on(state, in_state_since, review_on):
    """Return the day on which the first reminder of this state is written, or None."""
    if state == State.DEFERRED:
        return review_on
    return working_days_after(in_state_since, MOST_DAYS[state]) if state in MOST_DAYS else None
