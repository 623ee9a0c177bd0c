"""How a reference such as “TR-000123” is made from a row's number, and read back."""

import re
from dataclasses import dataclass

# Nine digits stay inside every database's integer; a longer number leads nowhere.
PATTERN = r"[0-9]{6,9}"


@dataclass(frozen=True)
class ReferenceSeries:
    """One series of references: a prefix, and the number of the row."""

    prefix: str

    @property
    def pattern(self):
        return f"{self.prefix}-{PATTERN}"

    def of(self, number):
        return f"{self.prefix}-{number:06d}"

    def number(self, reference):
        """Return the row's number, or None where `reference` is not one of this series."""
        match = re.fullmatch(f"{self.prefix}-({PATTERN})", str(reference), re.ASCII)
        if not match or self.of(int(match[1])) != reference:
            return None
        return int(match[1])
