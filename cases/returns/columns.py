"""The columns of a return, and the heading row."""

from dataclasses import dataclass

from cases.returns.problems import Problems

CASE_REFERENCE = "case_reference"
# Said once of a case; not part of what tells one event from another.
CASE_COLUMNS = (
    "operation_name",
    "requesting_force",
    "primary_type",
    "opened_on",
    "closed_on",
    "supporting_regions",
)
# Together with the case, these tell one event from another.
EVENT_COLUMNS = (
    "event_kind",
    "occurred_on",
    "subject_key",
    "quantity",
    "force",
    "country",
    "attribution",
    "threat_reference",
    "threat_kind",
    "level",
    "four_p",
    "age_group",
    "amount_pence",
    "stage",
    "months",
    "order_type",
    "partner",
    "evidence_reference",
)
FLAG_COLUMNS = ("identified_by_toex", "high_harm")
# Raise it with the columns; it is in the name of the template and in what is said of a wrong one.
TEMPLATE_VERSION = 1
ALL_COLUMNS = (CASE_REFERENCE, *CASE_COLUMNS, *EVENT_COLUMNS, *FLAG_COLUMNS)
MUST_BE_THERE = (CASE_REFERENCE, "requesting_force", "primary_type", "opened_on")


@dataclass(frozen=True)
class Heading:
    """Which column stands where. `problems` were found in the heading row itself."""

    names: tuple

    def name_at(self, place):
        """Return the name of the column at `place`, or its letter where it has no heading."""
        name = self.names[place] if place < len(self.names) else ""
        return name or f"column {letters(place)}"


def read_heading(number, cells, problems: Problems):
    """Return the Heading; what is wrong with it goes to `problems`."""
    names = tuple(_name(cell) for cell in cells)
    seen = set()
    for name in names:
        if name and name not in ALL_COLUMNS:
            problems.add(number, name[:60], _unknown(name, names))
        elif name and name in seen:
            problems.add(number, name, f"The column “{name}” must be there only once.")
        seen.add(name)
    for name in MUST_BE_THERE:
        if name not in seen:
            problems.add(number, name, f"The column “{name}” must be there.")
    return Heading(names)


def _name(cell):
    return "" if cell is None else str(cell).strip()


def _unknown(name, names):
    if len(names) == 1 and (";" in name or "\t" in name):
        return "The columns must be separated by commas."
    meant = name.lower().replace(" ", "_").replace("-", "_")
    if meant in ALL_COLUMNS:
        return f"There is no column “{name[:60]}”. Write it as “{meant}”."
    return f"There is no column “{name[:60]}” in a return. Remove it, or correct its heading."


def letters(place):
    """Return the letters a spreadsheet shows over the column at `place`, from 0."""
    text, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
