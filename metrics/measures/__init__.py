"""The measures of rule set 2022.1, in the order in which they are shown."""

from metrics.measures.base import RULE_SET, Measure
from metrics.measures.outcomes import EVENTS, PEOPLE, SUMS
from metrics.measures.work import CASES, PRODUCTS, REQUESTS, THREATS, TIMES

MEASURES = {
    measure.code: measure
    for measure in [*PEOPLE, *EVENTS, *SUMS, *THREATS, *CASES, *PRODUCTS, *REQUESTS, *TIMES]
}

__all__ = ["MEASURES", "RULE_SET", "Measure"]
