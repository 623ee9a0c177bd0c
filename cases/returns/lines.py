"""One line of a return: what it says of its case, and the event it brings, if any."""

import hashlib
import json
from dataclasses import dataclass, field

from cases.returns.cells import Unfit
from cases.returns.columns import (
    CASE_COLUMNS,
    CASE_REFERENCE,
    EVENT_COLUMNS,
    FLAG_COLUMNS,
    Heading,
)
from cases.returns.problems import Problems

# What an empty cell means; so an empty country and GB say the same of an event.
WHEN_EMPTY = {"quantity": 1, "country": "GB"}


@dataclass(slots=True)
class Line:
    """`case` and `event` hold the filled cells by column; `flags` the flags that say yes."""

    number: int
    reference: str = ""
    case: dict = field(default_factory=dict)
    event: dict = field(default_factory=dict)
    flags: tuple = ()

    @property
    def kind(self):
        return self.event.get("event_kind")

    @property
    def threat(self):
        """Return (kind, reference) of the threat the line names, or None."""
        if "threat_reference" not in self.event:
            return None
        return self.event.get("threat_kind"), self.event["threat_reference"]

    def digest(self):
        """Return what this line shares with every line that says the same of the event."""
        filled = WHEN_EMPTY | self.event
        said = [str(filled.get(column, "")) for column in EVENT_COLUMNS]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def read_line(number, cells, heading: Heading, readers, problems: Problems):
    """Return the Line; cells that do not hold what they should go to `problems`."""
    line, values = Line(number), {}
    for place, cell in enumerate(cells):
        if cell is None or cell == "" or (isinstance(cell, str) and cell.isspace()):
            continue
        name = heading.name_at(place)
        if name not in readers:
            problems.add(number, name, "The cell has no heading over it.")
            continue
        try:
            values[name] = readers[name](cell)
        except Unfit as unfit:
            problems.add(number, name, str(unfit))
    line.reference = values.get(CASE_REFERENCE, "")
    line.case = {name: values[name] for name in CASE_COLUMNS if name in values}
    line.event = {name: values[name] for name in EVENT_COLUMNS if name in values}
    line.flags = tuple(name for name in FLAG_COLUMNS if values.get(name))
    if not line.reference and CASE_REFERENCE not in values and number not in problems.rows:
        problems.add(number, CASE_REFERENCE, "Enter the reference of the case.")
    return line
