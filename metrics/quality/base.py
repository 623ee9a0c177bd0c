"""What is looked at, for whom, and what is found."""

from dataclasses import dataclass, field
from datetime import date

from toex.core.periods import Period

MOST_ROWS = 50  # shown under each rule; the count is always of all


@dataclass(frozen=True)
class Scope:
    """One period, the regions looked at (by number), the reader, and the day it is looked at."""

    period: Period
    regions: tuple[int, ...]
    reader: object
    today: date

    def quarters(self) -> list[Period]:
        """Return the quarters of the period that have begun."""
        return [each for each in self.period.quarters() if each.has_begun(self.today)]


@dataclass(frozen=True)
class Line:
    """One row of a finding: what the cells say, and where to put it right."""

    cells: tuple[str, ...]
    link: str = ""
    words: str = ""


@dataclass(frozen=True)
class Finding:
    """What one rule finds. `count` is of all rows, in and out of sight; `said` tells it in words.

    `lines` are rows in sight, `MOST_ROWS` at most, and `columns` name their cells; `unseen` of
    the count is out of the reader's sight. With `always` the lines stand there though nothing is
    wrong with them.
    """

    code: str
    heading: str
    rule: str
    count: int
    said: str
    columns: tuple[str, ...]
    lines: list[Line] = field(default_factory=list)
    unseen: int = 0
    always: bool = False

    @property
    def anchor(self) -> str:
        return self.code.replace("_", "-")

    @property
    def has_links(self) -> bool:
        return any(line.link for line in self.lines)

    @property
    def is_capped(self) -> bool:
        return not self.always and len(self.lines) < self.count - self.unseen


def number_of(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
