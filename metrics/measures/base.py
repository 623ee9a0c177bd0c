"""What a measure is: its words, and which rows it looks at."""

from collections.abc import Callable
from dataclasses import dataclass, field

from metrics.choices import MeasureClass
from metrics.measures.rule_sets import CURRENT

RULE_SET = CURRENT.code
# Where a case is shown for each region in it, the same event stands in more than one row.
_UNLESS = "unless figures are shown for every region that takes part in a case."
_BY_PLACE = f"Across regions, forces and types, {_UNLESS}"
_ALWAYS = f"Across periods, regions, forces and types, {_UNLESS}"
_BY_PLACE_ONLY = f"{_BY_PLACE} Not across periods."
ADDING_UP = {
    MeasureClass.PEOPLE: f"{_BY_PLACE_ONLY} A year is not the sum of its quarters.",
    MeasureClass.EVENTS: _ALWAYS,
    MeasureClass.SUMS: _ALWAYS,
    MeasureClass.THREATS: f"{_BY_PLACE} Threats identified add up across periods too; threats "
    "supported do not.",
    MeasureClass.CASES: f"{_BY_PLACE} Cases opened and closed add up across periods too; cases "
    "open and cases supported do not.",
    MeasureClass.PRODUCTS: _ALWAYS,
    MeasureClass.REQUESTS: f"{_BY_PLACE} Across periods a request may count again.",
    MeasureClass.TIMES: "Never: a median is not the sum of anything.",
}


@dataclass(frozen=True)
class Measure:
    """One measure of the rule set, with its definition in plain words.

    `kinds` are the outcome kinds it counts; `admits` narrows them by the kind's own fields and
    `amount` says what one event adds. Measures of other rows have no kinds.
    """

    code: str
    label: str
    unit: str
    measure_class: MeasureClass
    definition: str
    does_not_count: str
    kinds: frozenset = frozenset()
    admits: Callable = field(default=lambda event: True, compare=False)
    amount: Callable = field(default=lambda event: event.quantity, compare=False)

    def __str__(self):
        return self.code

    @property
    def rules(self) -> str:
        """The rule set by which it is counted."""
        return RULE_SET

    @property
    def get_class(self) -> str:
        """What its class is called."""
        return MeasureClass(self.measure_class).label

    @property
    def adds_up(self) -> str:
        """What may be added, in a sentence."""
        return ADDING_UP[self.measure_class]

    @property
    def is_of_people(self) -> bool:
        return self.measure_class == MeasureClass.PEOPLE

    @property
    def is_of_times(self) -> bool:
        return self.measure_class == MeasureClass.TIMES

    @property
    def is_of_outcomes(self) -> bool:
        """Whether it counts outcomes: only those are attributed, unplaced or abroad."""
        return bool(self.kinds)


def people(code, label, kind, definition, does_not_count, **more):
    return Measure(
        code,
        label,
        "people",
        MeasureClass.PEOPLE,
        definition,
        does_not_count,
        kinds=frozenset({kind}),
        **more,
    )


def events(code, label, unit, kind, definition, does_not_count, **more):
    return Measure(
        code,
        label,
        unit,
        MeasureClass.EVENTS,
        definition,
        does_not_count,
        kinds=frozenset({kind}),
        **more,
    )
