"""All that is looked at, in the order in which it is shown."""

from metrics.quality.base import Finding, Scope
from metrics.quality.outcomes import outcome_findings
from metrics.quality.quarters import quarters_not_confirmed


def findings(scope: Scope) -> list[Finding]:
    """Return what each rule finds in the scope, in a constant number of queries."""
    return [*outcome_findings(scope), quarters_not_confirmed(scope)]
