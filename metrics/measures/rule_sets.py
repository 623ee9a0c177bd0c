"""The rule sets that figures are counted by, as data: since when each holds, and what it changed.

A figure says by which rule set it was counted. A new one is added at the end and never edits one
that has been used; what it changes is a sentence here, for the page of each measure it touches.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Change:
    """One thing that a rule set did differently; of the measures named, or of all."""

    sentence: str
    measures: tuple[str, ...] = ()

    def touches(self, measure: str) -> bool:
        return not self.measures or measure in self.measures


@dataclass(frozen=True)
class RuleSet:
    """`first` is the first day whose figures it counts; there is no last day while it holds."""

    code: str
    first: date
    changes: tuple[Change, ...]

    def __str__(self):
        return self.code


RULE_SETS = (
    RuleSet(
        "2022.1",
        date(2021, 9, 1),
        (
            Change("The first rule set. It counts from the first day of the programme."),
            Change(
                "People are counted once in a measure and period, at their earliest event; "
                "earlier lists of people by case counted somebody again in each case.",
                (
                    "people_safeguarded",
                    "children_safeguarded",
                    "potential_victims_identified",
                    "suspects_identified",
                    "pois_identified",
                    "people_arrested",
                ),
            ),
            Change(
                "A threat is counted once, at its earliest event ever, and only where TOEX "
                "identified it.",
                (
                    "ocgs_identified",
                    "priority_individuals_identified",
                    "vulnerabilities_identified",
                ),
            ),
            Change("Life sentences are counted apart from months.", ("sentence_months",)),
            Change("Of the stages of an asset only seized is counted.", ("assets_seized_pence",)),
            Change(
                "Levels “none” and “negative” are shown apart and not counted.", ("disruptions",)
            ),
        ),
    ),
)
CURRENT = RULE_SETS[-1]


def rule_set_on(day: date) -> RuleSet | None:
    """Return the rule set that counts a day, or None before the first."""
    return next((each for each in reversed(RULE_SETS) if each.first <= day), None)


def change_log(measure: str) -> list[tuple[RuleSet, list[str]]]:
    """Return each rule set, the latest first, with the changes that touch a measure."""
    return [
        (each, [change.sentence for change in each.changes if change.touches(measure)])
        for each in reversed(RULE_SETS)
    ]
