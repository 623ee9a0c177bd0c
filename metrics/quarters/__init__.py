"""Regional quarters: one row for each region and quarter, what is wrong with it, its steps.

`making` adds the rows, `checks` are the rules that outcomes are held against, `problems` counts
what fails them for many quarters at once, `steps` confirms and opens again, and `unconfirmed`
says for a release which regions had not confirmed.
"""

from metrics.quarters.making import FIRST, ensure
from metrics.quarters.problems import NOTHING, Problem, problems, problems_of
from metrics.quarters.steps import confirm_quarter, open_steps, refuse_until_ended, reopen_quarter
from metrics.quarters.unconfirmed import unconfirmed

__all__ = [
    "FIRST",
    "NOTHING",
    "Problem",
    "confirm_quarter",
    "ensure",
    "open_steps",
    "problems",
    "problems_of",
    "refuse_until_ended",
    "reopen_quarter",
    "unconfirmed",
]
