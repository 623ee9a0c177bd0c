"""All that is looked at, in the order in which it is shown.

Nothing of this is kept beforehand: it is a list of rows to put right, of a reader's own sight, and
whoever has put one right wants it gone at once. It reads the outcomes of the period alone, by the
index on their day, and of each the lead of its case.
"""

from metrics.quality.after_freeze import changed_after_freeze
from metrics.quality.base import Finding, Scope
from metrics.quality.duplicates import possible_duplicates
from metrics.quality.forces import forces_with_no_requests
from metrics.quality.outcomes import outcome_findings
from metrics.quality.quarters import quarters_not_confirmed


def findings(scope: Scope) -> list[Finding]:
    """Return what each rule finds in the scope, in a constant number of queries."""
    return [
        *outcome_findings(scope),
        possible_duplicates(scope),
        changed_after_freeze(scope),
        quarters_not_confirmed(scope),
        forces_with_no_requests(scope),
    ]
