"""What a reader could work out if a release said nothing: none leaves more open than that."""

from metrics.choices import Hidden, TableCode
from metrics.disclosure.attack import Bounds, Component


class Silence:
    """The bounds of unknowns while the release hides all, each worked out when it is asked for.

    A year that is out tells of each of its quarters that it is no more than the year. So the
    bounds of a small number of a quarter may be narrow before the quarter says a word.
    """

    def __init__(self, book, measures, *, knows_why=False):
        self.book, self.measures, self.knows_why = book, measures, knows_why
        self.known, self.silent = set(), {}

    def excuses(self, system, bounds: Bounds) -> bool:
        """Ask of an unknown of the system only what silence would leave open of it.

        Returns whether the bounds are safe then. The book is as it was when the system was made.
        What silence tells exactly of the release alone is noted in `known` by its key: zeros, and
        totals of the nation that are hidden for others only.
        """
        if len(self.book.releases) == 1:
            return False
        silent, unknown = self._in_silence(system, bounds.unknown)
        if silent.is_seen_safe(unknown):
            return False  # silence would leave it safe, so the release alone is to blame
        limits = silent.of(unknown)
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
        """Return the silent system and its unknown: what the release says itself is apart there.

        What the release leaves over of others is a number of its own, and in silence nobody has
        it: only to ask after such a number is it taken to be known that there is one.
        """
        cells = [system.cells[number] for number in system.members[unknown]]
        others = [cell for cell in cells if cell.sheet != system.about] or cells
        silent = self._silent(with_left=False)
        name = _name(others[0])
        if name not in silent.numbers:
            silent = self._silent(with_left=True)
        return silent, silent.system.unknown_of[silent.numbers[name]]

    def _silent(self, *, with_left):
        if with_left not in self.silent:
            told = {"is_silent": True, "knows_why": self.knows_why, "with_left": with_left}
            self.silent[with_left] = Silent(self.book.system(self.measures, **told)[0])
        return self.silent[with_left]


class Silent:
    """The system of a silent release, and the bounds of its unknowns."""

    def __init__(self, system):
        self.system, self.found, self.components = system, {}, None
        cells = enumerate(system.cells)
        self.numbers = {_name(cell): number for number, cell in cells}

    def of(self, unknown) -> Bounds:
        """Return the bounds of an unknown that the system hides."""
        if unknown not in self.found:
            component = self._component(unknown)
            column = component.place[unknown]
            found = component.without_solving(column) or component.bounds(column)
            self.found[unknown] = found
        return self.found[unknown]

    def is_seen_safe(self, unknown) -> bool:
        """Return whether solutions found so far show the unknown to be safe."""
        return self._component(unknown).is_seen_safe(unknown)

    def _component(self, unknown):
        if self.components is None:
            self.components = {}
            for unknowns in self.system.components():
                self.components |= dict.fromkeys(unknowns, unknowns)
        found = self.components[unknown]
        if not isinstance(found, Component):
            found = Component(self.system, found)
            self.components |= dict.fromkeys(found.unknowns, found)
        return found


def _name(cell):
    """Return what names a cell in any system: two editions may leave over two numbers."""
    return cell.sheet, cell.name, cell.value
