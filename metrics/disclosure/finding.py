"""What is found when a release is attacked, with the sum that gives a cell away, in words."""

from dataclasses import dataclass

from metrics.choices import Status, TableCode
from metrics.disclosure.attack import Bounds
from metrics.disclosure.system import System
from metrics.measures import MEASURES
from metrics.models import ReleaseFigure
from metrics.wording import number_in_words, period_in_words
from tasking.choices import ExploitationType
from toex.forces.models import Force

MOST_TERMS = 8
MOST_SUMS = 3
NATION = "England and Wales"


@dataclass(frozen=True)
class Finding:
    """A hidden figure that is not safe, what it lies between, and how that is worked out."""

    figure: ReleaseFigure
    low: int
    high: float
    sentence: str

    def __str__(self):
        return f"{MEASURES[self.figure.measure].label}: {self.sentence}"


class Words:
    """Names cells and sums for somebody who looks at one release."""

    def __init__(self, release, releases):
        self.release = release
        self.periods = {each.reference: each.period for each in releases}
        self.forces = dict(Force.objects.values_list("code", "short_name"))

    def place(self, figure) -> str:
        parts = [figure.region]
        if figure.table == TableCode.FORCE:
            parts.append(self.forces.get(figure.force, "Place not known"))
        if figure.primary_type:
            parts.append(ExploitationType(figure.primary_type).label)
        return ", ".join([*filter(None, parts)] or [NATION]) + (", abroad" * figure.abroad)

    def finding(self, system: System, figures, bounds: Bounds) -> Finding:
        """Return what was found, about the cell of the release itself where there is one."""
        members = system.members[bounds.unknown]
        own = [each for each in members if figures[each].release_id == self.release.pk]
        number = (own or members)[0]
        return Finding(
            figures[number], bounds.low, bounds.high, self._sentence(system, figures, bounds)
        )

    def _sentence(self, system, figures, bounds):
        name = self._name(system, figures, bounds.unknown, bounds.unknown)
        exact = bounds.low == bounds.high
        for row in system.rows_of[bounds.unknown] if exact else ():
            hidden = [each for each in system.rows[row].factors if system.is_hidden(each)]
            if hidden == [bounds.unknown] and system.rows[row].is_equal:
                return f"{name} can be worked out: {self._solved(system, figures, bounds, row)}"
        found = [self._sum(system, figures, bounds, row) for row in bounds.rows]
        sums = "; ".join(found[:MOST_SUMS])
        if len(found) > MOST_SUMS:
            sums += f"; and {len(found) - MOST_SUMS} more sums"
        if exact:
            return f"{name} can be worked out: {sums}"
        measure = MEASURES[figures[bounds.unknown].measure]
        low, high = (
            number_in_words(measure, each, Status.OK) for each in (bounds.low, bounds.high)
        )
        return f"{name} must be between {low} and {high}: {sums}"

    def _solved(self, system, figures, bounds, row):
        """Return the sum turned round, so that the hidden cell is what comes out."""
        factors = system.rows[row].factors
        sign = -factors[bounds.unknown]
        adds = [each for each, factor in factors.items() if factor * sign > 0]
        takes = [each for each, factor in factors.items() if factor * sign < 0]
        takes.remove(bounds.unknown)
        told = self._terms(system, figures, bounds.unknown, adds)
        if any(system.value(each) for each in takes):
            told += f" less {self._terms(system, figures, bounds.unknown, takes)}"
        return told

    def _sum(self, system, figures, bounds, row):
        """Return a sum as it stands: what is, or is at most, what."""
        factors, is_equal = system.rows[row].factors, system.rows[row].is_equal
        left = [each for each, factor in factors.items() if factor > 0]
        right = [each for each, factor in factors.items() if factor < 0]
        verb = "is" if is_equal else "is at most"
        return (
            f"{self._terms(system, figures, bounds.unknown, left)} {verb} "
            f"{self._terms(system, figures, bounds.unknown, right)}"
        )

    def _terms(self, system, figures, about, unknowns):
        hidden = [each for each in unknowns if system.is_hidden(each)]
        shown = [each for each in unknowns if each not in hidden and system.value(each)]
        shown.sort(key=system.value, reverse=True)
        measure = MEASURES[figures[about].measure]
        told = [f"{self._name(system, figures, about, each)} hidden" for each in hidden]
        told += [
            f"{self._name(system, figures, about, each)} "
            f"{number_in_words(measure, system.value(each), Status.OK)}"
            for each in shown
        ]
        if len(told) > MOST_TERMS + 1:
            rest = len(told) - MOST_TERMS
            told = [*told[:MOST_TERMS], f"{rest} others"]
        if not told:
            return "0"
        return " and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)

    def _name(self, system, figures, about, unknown):
        """Return a cell's place; its measure, period or edition too where that is another."""
        members = system.members[unknown]
        own = [each for each in members if system.cells[each].sheet == self.release.reference]
        number = (own or members)[0]
        figure, sheet = figures[number], system.cells[number].sheet
        told = self.place(figure)
        if figure.measure != figures[about].measure:
            told = f"{MEASURES[figure.measure].label}, {told}"
        if sheet == self.release.reference:
            return told
        if sheet not in self.periods:
            return f"{told}, {sheet}"
        if self.periods[sheet] == self.release.period:
            return f"{told} in {sheet}"
        return f"{told} {period_in_words(self.periods[sheet])}"
