"""What a workflow is: named steps from states to a state, each open to some people."""

from collections import defaultdict
from dataclasses import dataclass

from toex.workflow.authority import may, own
from toex.workflow.refusals import NotYourStep, StepNotAllowed


@dataclass(frozen=True)
class Step:
    """One way to take a step. A name may have several, for people with different powers.

    `target` is None where the state stays; `others` are states that the step may lead to
    instead, as its outcome has it. `refuses(row, by)` returns a sentence where the step is not
    open to this person on this row, else None. `holds(row)` says whether a row in one of
    `sources` is really at the point where the step is open.
    """

    name: str
    sources: frozenset
    target: str | None
    roles: frozenset
    refuses: object
    needs_reason: bool
    others: frozenset = frozenset()
    holds: object = None

    def is_open(self, row):
        return row.state in self.sources and (self.holds is None or self.holds(row))

    def refusal(self, row, by):
        if not may(by, self.roles):
            return "This step is not open to your role."
        return self.refuses(row, by) if self.refuses else None


class Workflow:
    """All steps of one kind of row. The row keeps its state in the field `state`.

    `said` has what each step is in words, where its name and the noun do not say it already.
    """

    def __init__(self, noun, *steps, said=None):
        self.noun = noun
        self.said = said or {}
        self.steps = defaultdict(list)
        for each in steps:
            self.steps[each.name].append(each)

    def step_for(self, name, *, row, by):
        """Return the step that `by` may take on `row` now; by their own role where that does.

        :raises NotYourStep: not open to this person in any state
        :raises StepNotAllowed: open to them, but not in this state
        """
        ways = self.steps[name]
        refusals = [way.refusal(row, by) for way in ways]
        mine = [way for way, refusal in zip(ways, refusals, strict=True) if not refusal]
        if not mine:
            raise NotYourStep(refusals[-1])
        mine.sort(key=lambda way: not own(by, way.roles))
        for way in mine:
            if way.is_open(row):
                return way
        words = self.said.get(name, f"{name} this {self.noun}")
        raise StepNotAllowed(f"You cannot {words} now: it is “{row.get_state_display()}”.")

    def open_steps(self, *, row, by):
        """Return the names of the steps open to `by` on `row` as it stands."""
        return [
            name
            for name, ways in self.steps.items()
            if any(way.is_open(row) and not way.refusal(row, by) for way in ways)
        ]


def step(name, *, sources, roles, target=None, others=(), **conditions):
    """Make a `Step`; `conditions` are `refuses`, `holds` and `needs_reason`."""
    return Step(
        name,
        frozenset(sources),
        target,
        frozenset(roles),
        refuses=conditions.pop("refuses", None),
        needs_reason=conditions.pop("needs_reason", False),
        others=frozenset(others),
        **conditions,
    )
