"""What a reader could work out if a release said nothing: none leaves more open than that."""

from functools import cached_property

from metrics.choices import Hidden, TableCode
from metrics.disclosure.attack import Bounds, Component


class Silence:
    """The bounds of unknowns while the release hides all, each worked out when it is asked for.

    A year that is out tells of each of its quarters that it is no more than the year. So the
    bounds of a small number of a quarter may be narrow before the quarter says a word.
    """

    def __init__(self, book, measures, *, knows_why=False):
        self.book, self.measures, self.knows_why = book, measures, knows_why
        self.found, self.components, self.known = {}, None, set()

    def excuses(self, system, bounds: Bounds) -> bool:
        """Ask of an unknown of the system only what silence would leave open of it.

        Returns whether the bounds are safe then. The book is as it was when the system was made.
        What silence tells exactly of the release alone is noted in `known` by its key: zeros, and
        totals of the nation that are hidden for others only.
        """
        if len(self.book.releases) == 1:
            return False
        unknown = self._in_silence(system, bounds.unknown)
        if self._component(unknown).is_seen_safe(unknown):
            return False  # silence would leave it safe, so the release alone is to blame
        limits = self.of(unknown)
        if limits.low == limits.high:
            self.known |= self._told(system, bounds.unknown)
        system.ask_less(bounds.unknown, limits)
        return system.is_safe(bounds.unknown, bounds.low, bounds.high)

    def _told(self, system, unknown):
        cells = [system.cells[number] for number in system.members[unknown]]
        is_own = all(cell.sheet == system.about for cell in cells)
        for_others = all(cell.hidden == Hidden.SECONDARY for cell in cells)
        counts = not cells[0].value or (TableCode.NATION in cells[0].table and for_others)
        return {cell.name for cell in cells} if is_own and counts else set()

    def _in_silence(self, system, unknown):
        """Return the unknown of the silent system: what the release says itself is apart there."""
        members = system.members[unknown]
        others = [each for each in members if system.cells[each].sheet != system.about]
        return self.silent.unknown_of[(others or members)[0]]

    def of(self, unknown) -> Bounds:
        """Return the bounds of an unknown that the system hides."""
        if unknown not in self.found:
            component = self._component(unknown)
            column = component.place[unknown]
            found = component.without_solving(column) or component.bounds(column)
            self.found[unknown] = found
        return self.found[unknown]

    @cached_property
    def silent(self):
        system, _ = self.book.system(self.measures, is_silent=True, knows_why=self.knows_why)
        return system

    def _component(self, unknown):
        if self.components is None:
            self.components = {}
            for unknowns in self.silent.components():
                self.components |= dict.fromkeys(unknowns, unknowns)
        found = self.components[unknown]
        if not isinstance(found, Component):
            found = Component(self.silent, found)
            self.components |= dict.fromkeys(found.unknowns, found)
        return found
