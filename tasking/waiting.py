"""How long a request may wait in each state, in working days of England and Wales."""

from tasking.choices import State

# A region may look at these with its forces: they are reminders, not targets.
MOST_DAYS = {
    State.SUBMITTED: 2,
    State.IN_TRIAGE: 5,
    State.RETURNED: 10,
    State.WITH_TOEX: 10,
}
