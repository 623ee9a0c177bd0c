"""What a reader could work out if a release said nothing: none leaves more open than that."""

from metrics.disclosure.attack import Bounds, Component


class Silence:
    """The bounds of unknowns while the release hides all, each worked out when it is asked for.

    A year that is out tells of each of its quarters that it is no more than the year. So the
    bounds of a small number of a quarter may be narrow before the quarter says a word.
    """

    def __init__(self, book, measures):
        self.book, self.measures = book, measures
        self.found, self.components = {}, None

    def excuses(self, system, bounds: Bounds) -> bool:
        """Ask of an unknown of the system only what silence would leave open of it.

        Returns whether the bounds are safe then. The book is as it was when the system was made.
        """
        if len(self.book.releases) == 1:
            return False
        if self._component(bounds.unknown).is_seen_safe(bounds.unknown):
            return False  # silence would leave it safe, so the release alone is to blame
        system.ask_less(bounds.unknown, self.of(bounds.unknown))
        return system.is_safe(bounds.unknown, bounds.low, bounds.high)

    def of(self, unknown) -> Bounds:
        """Return the bounds of an unknown that the system hides."""
        if unknown not in self.found:
            component = self._component(unknown)
            column = component.place[unknown]
            found = component.without_solving(column) or component.bounds(column)
            self.found[unknown] = found
        return self.found[unknown]

    def _component(self, unknown):
        if self.components is None:
            self.silent, _ = self.book.system(self.measures, is_silent=True)
            self.components = {}
            for unknowns in self.silent.components():
                self.components |= dict.fromkeys(unknowns, unknowns)
        found = self.components[unknown]
        if not isinstance(found, Component):
            found = Component(self.silent, found)
            self.components |= dict.fromkeys(found.unknowns, found)
        return found
