"""Hide further cells until nothing hidden can be worked out."""

from metrics.choices import TableCode
from metrics.disclosure.attack import Attack, Bounds
from metrics.disclosure.insiders import told_by_own
from metrics.disclosure.system import System


def hide_others(system: System, silence=None, *, knows_why=False) -> list[Bounds]:
    """Hide the cheapest further cells, and return the bounds of what cannot be made safe so.

    First every sum with one hidden cell gets a second; then each cell that is still not safe
    has a shown one hidden that limits it, until all are safe or none is left to hide. Nothing is
    hidden for what `silence` excuses. What is hidden in one place and told in another is hidden
    there too.
    """
    _hide_wherever_told(system)
    attack, touched = Attack(system, may_hide=True, knows_why=knows_why), range(len(system.rows))
    while True:
        _pair(system, touched)
        helped, stuck = _hide_once(attack, silence)
        if not helped and len(attack.aside) == len(stuck):
            return stuck
        if not helped:
            attack.aside.clear()  # what was hidden for others may have helped those too
        touched = helped


def _hide_wherever_told(system):
    for unknown, members in system.members.items():
        told = system.to_hide(unknown)
        if told is not None and any(system.cells[number].hidden for number in members):
            system.hide(told)


def _hide_once(attack, silence):
    """Hide a cell for each weak unknown, unless its sums have been helped already.

    Returns the numbers of the sums that were helped, and the bounds for which nothing was found;
    those are set aside.
    """
    system, helped, stuck = attack.system, set(), []
    for bounds in attack.weak(helped):
        if silence is not None and silence.excuses(system, bounds):
            continue
        found = _nearest(system, bounds)
        if found is None:
            stuck.append(bounds)
            attack.aside.add(bounds.unknown)
        else:
            system.hide(found)
            helped.update(system.rows_of[bounds.unknown])
            helped.update(system.rows_of[system.unknown_of[found]])
    return helped, stuck


def _pair(system, rows):
    """Hide a second cell in each of the sums, and in those that this touches, that has but one.

    And a third where either of two places would have the other's by its own.
    """
    waiting = [*rows]
    while waiting:
        row = system.rows[waiting.pop()]
        for alone, place in _alone(system, row):
            cover = [
                each for each in system.that_cover(alone, row) if place not in system.seen_by(each)
            ]
            found = _cheapest(system, alone, cover)
            if found is not None:
                system.hide(found)
                waiting.extend(system.rows_of[system.unknown_of[found]])
                break


def _alone(system, row):
    """Yield each hidden cell that stands alone in a sum, with the place to which it does."""
    hidden = [unknown for unknown in row.factors if system.is_hidden(unknown)]
    if len(hidden) == 1 and row.is_equal and system.is_secret(hidden[0]):
        yield hidden[0], ""
    yield from told_by_own(system, row)


def _nearest(system, bounds):
    """Return the cheapest cell in the sums that limit the unknown, else in those around it.

    A total of the nation is the last of all: it is what everybody reads.
    """
    own = system.rows_of[bounds.unknown]
    totals = []
    for rows in ({*bounds.rows} & {*own}, own, bounds.rows):
        near = {unknown: None for row in sorted(rows) for unknown in system.rows[row].factors}
        found = _cheapest(system, bounds.unknown, near)
        if found is not None and not _is_national(system.cells[found]):
            return found
        totals.append(found)
    return next((found for found in totals if found is not None), None)


def _cheapest(system, about, unknowns):
    """Return the cell whose loss is the least: a small number of the same table, else a zero.

    Then margins, and the nation last: one hidden zero does less harm than a hidden total, for it
    takes from the reader the certainty that no hidden cell of the table is zero.
    """
    table = system.cells[about].table

    def cost(number):
        cell = system.cells[number]
        is_same = cell.table == table
        return (_is_national(cell), not is_same, cell.value == 0, cell.value, number)

    return min(system.candidates(unknowns), key=cost, default=None)


def _is_national(cell):
    return TableCode.NATION in cell.table
