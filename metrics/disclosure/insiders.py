"""What somebody learns who sees the live numbers of one region or force beside what is published.

Of two hidden numbers in a sum, each place could take its own away and have the other's. So a small
number of one place stands with those of two others at least, wherever there is another to hide.
"""

from collections import Counter
from collections.abc import Iterator

from metrics.choices import Hidden
from metrics.disclosure.system import Row, System

FOR_ITS_OWN_SAKE = (Hidden.PRIMARY, Hidden.REVIEWER)


def told_by_own(system: System, row: Row) -> Iterator[tuple[int, str]]:
    """Yield each small unknown that a place is told by this sum and its own numbers, and which.

    A place is written as its code: that of a region, which sees its forces too, or of a force.
    """
    if not row.is_equal:
        return
    hidden = [unknown for unknown in row.factors if system.is_hidden(unknown)]
    seen = Counter(place for unknown in hidden for place in system.seen_by(unknown))
    for place in sorted(place for place, number in seen.items() if number == len(hidden) - 1):
        (rest,) = (unknown for unknown in hidden if place not in system.seen_by(unknown))
        if _is_small(system, rest):
            yield rest, place


def _is_small(system, unknown):
    cells = [system.cells[number] for number in system.members[unknown]]
    return cells[0].value and any(cell.hidden in FOR_ITS_OWN_SAKE for cell in cells)
