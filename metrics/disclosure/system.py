"""Cells and the sums between them, as somebody sees them who has every release at hand.

Nothing here knows the database. Cells of two editions with the same name and the same true value
are one unknown: whoever attacks is taken to know what was not revised.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from math import inf

from metrics.choices import Hidden, TableCode

EQUAL, AT_MOST, AT_LEAST = "=", "<=", ">="


@dataclass(slots=True)
class Cell:
    """A number of one release. `name` is its key there, `sheet` the release's reference.

    `least` is what a reader knows a hidden cell to be at least. `width` is how far apart its
    bounds have to lie, and `reach` what the upper one has to reach, for it to be safe. Only a
    cell that `may_hide` can be hidden to protect others; `hidden` says why it is, or is empty.
    `table` is the measure it is of and the table it stands in: zeros are shown there, so that a
    hidden cell is no zero, unless one had to be hidden that is not `is_below` a small total: the
    notes say of those why they are hidden. Of a measure of which a release shows no
    number but totals of the nation and zeros, any may be zero. A zero that another release hid to
    protect others `is_secret` no more: what is true of it may come to light, as long as the others
    stay safe; one that `is_told` by others makes no other cell uncertain. `most` is what a reader
    takes a hidden cell to be at most, where a rule says why it is hidden. What `is_untold` is of a
    release that says nothing, to see what is known without it.
    """

    name: tuple
    sheet: str
    value: int
    hidden: str = ""
    least: int = 1
    width: int = 3
    reach: int = 5
    may_hide: bool = False
    table: tuple = ()
    is_secret: bool = True
    is_told: bool = False
    most: float = inf
    is_untold: bool = False
    is_below: bool = False
    seen_by: frozenset = frozenset()  # the places that see it live, by their codes

    @property
    def gives_company(self) -> bool:
        """Return whether, hidden, it leaves open of others of its table if they are zero."""
        return self.value == 0 and not self.is_told and not self.is_below

    @property
    def tells_of_others(self) -> bool:
        """Return whether others would be shown too, if they were zero, where this is shown."""
        return self.value != 0 and TableCode.NATION not in self.table


@dataclass(frozen=True, slots=True)
class Equation:
    """`total` equals the sum of `parts`, or is at most or at least that. Numbers of cells."""

    total: int
    parts: tuple[int, ...]
    sense: str = EQUAL

    def holds(self, cells: list[Cell]) -> bool:
        total, parts = cells[self.total].value, sum(cells[part].value for part in self.parts)
        if self.sense == EQUAL:
            return total == parts
        return total <= parts if self.sense == AT_MOST else total >= parts

    def or_at_most(self, cells: list[Cell]) -> "Equation":
        """Return it where it is true, else that the total is at most the sum."""
        return self if self.holds(cells) else replace(self, sense=AT_MOST)


@dataclass(slots=True)
class Row:
    """An equation between unknowns: the sum of factor times unknown is 0, or at most 0."""

    factors: dict[int, int]
    is_equal: bool
    equation: Equation


@dataclass
class System:
    """All cells of a measure, or of linked ones, and every equation that is true of them.

    `same` lists cells that are one unknown. An equation that the true values do not keep is left
    out: whoever believed it would be misled, not helped. With `about`, a release's reference,
    only what that release has to do with is looked at.
    """

    cells: list[Cell]
    equations: Iterable[Equation]
    same: Iterable[Iterable[int]] = ()
    about: str = ""
    rows: list[Row] = field(init=False)

    def __post_init__(self):
        self.unknown_of = list(range(len(self.cells)))
        for group in self.same:
            first, *others = group
            for other in others:
                self.unknown_of[other] = first
        self.members = defaultdict(list)
        for number, unknown in enumerate(self.unknown_of):
            self.members[unknown].append(number)
        self.with_hidden_zeros = {
            (cell.sheet, cell.table) for cell in self.cells if cell.hidden and cell.gives_company
        }
        self.shown = Counter(
            (cell.sheet, cell.table[:1])
            for cell in self.cells
            if cell.tells_of_others and not cell.hidden
        )
        self.rows, self.rows_of = self._rows(), defaultdict(list)
        for number, row in enumerate(self.rows):
            for unknown in row.factors:
                self.rows_of[unknown].append(number)

    def _rows(self):
        """Return the equations between unknowns, each once."""
        rows = {}
        for equation in self.equations:
            if not equation.holds(self.cells):
                continue
            sign = -1 if equation.sense == AT_LEAST else 1
            factors = defaultdict(int)
            factors[self.unknown_of[equation.total]] += sign
            for part in equation.parts:
                factors[self.unknown_of[part]] -= sign
            factors = {unknown: factor for unknown, factor in factors.items() if factor}
            is_equal = equation.sense == EQUAL
            name = (is_equal, frozenset(factors.items()))
            if factors and name not in rows:
                rows[name] = Row(factors, is_equal, equation)
        return list(rows.values())

    def value(self, unknown: int) -> int:
        return self.cells[unknown].value

    def is_hidden(self, unknown: int) -> bool:
        """Return whether it is hidden everywhere; shown once, it is known."""
        return all(self.cells[number].hidden for number in self.members[unknown])

    def hidden(self) -> list[int]:
        return [unknown for unknown in self.members if self.is_hidden(unknown)]

    def candidates(self, unknowns: Iterable[int]) -> list[int]:
        """Return the cells among `unknowns` that could still be hidden, to some use."""
        return [
            number
            for unknown in unknowns
            for number in [self.to_hide(unknown)]
            if number is not None and self._gives_cover(unknown)
        ]

    def to_hide(self, unknown: int) -> int | None:
        """Return a cell that shows the unknown, if all that do may be hidden."""
        shown = [number for number in self.members[unknown] if not self.cells[number].hidden]
        may_hide = shown and all(self.cells[number].may_hide for number in shown)
        return shown[0] if may_hide else None

    def _gives_cover(self, unknown):
        """Return whether it would be safe itself, as far as what is shown for good tells.

        A zero among zeros that add up to zero is no secret, unless the other side of the sum is.
        """
        low, high = 0, inf
        for row in (self.rows[number] for number in self.rows_of[unknown]):
            others = self.that_cover(unknown, row)
            if any(self.is_hidden(each) or self.to_hide(each) is not None for each in others):
                continue
            if not any(self.value(each) for each in row.factors):
                return False
            others = [each for each in row.factors if each != unknown]
            factor = row.factors[unknown]
            limit = -sum(row.factors[each] * self.value(each) for each in others) / factor
            if row.is_equal or factor > 0:
                high = min(high, limit)
            if row.is_equal or factor < 0:
                low = max(low, limit)
        return self.is_safe(unknown, low, high)

    def that_cover(self, unknown: int, row: Row) -> list[int]:
        """Return the others of a sum that, hidden as well, leave the unknown open.

        Of zeros that add up to zero these are the ones on the other side.
        """
        others = [each for each in row.factors if each != unknown]
        if any(self.value(each) for each in row.factors):
            return others
        return [each for each in others if row.factors[each] * row.factors[unknown] < 0]

    def hide(self, number: int) -> None:
        """Hide a cell to protect others, with every other cell that tells the same."""
        for member in self.members[self.unknown_of[number]]:
            cell = self.cells[member]
            if cell.hidden:
                continue
            cell.hidden = Hidden.SECONDARY
            self.shown[cell.sheet, cell.table[:1]] -= cell.tells_of_others
            if cell.gives_company:
                self.with_hidden_zeros.add((cell.sheet, cell.table))

    def least(self, unknown: int) -> int:
        """Return what a reader knows the unknown to be at least."""
        cells = [self.cells[number] for number in self.members[unknown]]
        return max(0 if self._may_be_zero(cell) else cell.least for cell in cells)

    def most(self, unknown: int) -> float:
        """Return what a reader takes the unknown to be at most."""
        return min(self.cells[number].most for number in self.members[unknown])

    def _may_be_zero(self, cell):
        if cell.most < inf:
            return False
        has_hidden_zeros = (cell.sheet, cell.table) in self.with_hidden_zeros
        return has_hidden_zeros or not self.shown[cell.sheet, cell.table[:1]]

    def is_safe(self, unknown: int, low: float, high: float) -> bool:
        """Return whether bounds are wide enough, and reach a number that would be shown.

        What is no secret is safe whatever they are.
        """
        if not self.is_secret(unknown):
            return True
        cells = [self.cells[number] for number in self.members[unknown]]
        return high - low >= max(cell.width for cell in cells) and high >= max(
            cell.reach for cell in cells
        )

    def seen_by(self, unknown: int) -> frozenset:
        """Return the places that see the unknown live, whatever is hidden."""
        return self.cells[unknown].seen_by

    def is_secret(self, unknown: int) -> bool:
        """Return whether it matters what can be worked out of the unknown."""
        return any(self.cells[number].is_secret for number in self.members[unknown])

    def ask_less(self, unknown: int, limits) -> None:
        """Ask for no wider bounds than `limits`, which nothing that is hidden could widen."""
        for number in self.members[unknown]:
            cell = self.cells[number]
            cell.width = min(cell.width, limits.high - limits.low)
            cell.reach = min(cell.reach, limits.high)

    def components(self, *, with_candidates: bool = False) -> list[list[int]]:
        """Return the hidden unknowns, apart where no equation connects them.

        `with_candidates` adds those that may be hidden yet.
        """
        found, left = [], set(self.hidden())
        if with_candidates:
            left |= {each for each in self.members if self.to_hide(each) is not None}
        while left:
            waiting, group, near = [left.pop()], [], set()
            while waiting:
                unknown = waiting.pop()
                group.append(unknown)
                near.add(unknown)
                for number in self.rows_of[unknown]:
                    near.update(self.rows[number].factors)
                    connected = left.intersection(self.rows[number].factors)
                    left -= connected
                    waiting.extend(connected)
            if not self.about or any(self._is_about(unknown) for unknown in near):
                found.append(sorted(group))
        return sorted(found)

    def _is_about(self, unknown):
        return any(self.cells[number].sheet == self.about for number in self.members[unknown])
