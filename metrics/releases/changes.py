"""What a later edition changed, in words: how many figures, by how much, and whether it matters.

Everything comes from the snapshot of the later edition, so nothing hidden can show: the change
of a figure that is or was hidden is hidden too.
"""

from dataclasses import dataclass
from decimal import Decimal

from metrics.choices import Status, TableCode
from metrics.releases.reading import named
from metrics.rounding import half_up
from metrics.wording import LEAST_BASE_FOR_A_PERCENTAGE, value_in_words

MATERIAL = 1  # per cent of the figure before; below, both are called similar
SURE = 20  # below this base a percentage is marked
MOST_NAMED = 3
NONE = "No published figure has changed."
SMALL = "small changes are held back of:"
HIDDEN = "[c]"


def percent_of(change, base) -> Decimal | None:
    """Return a change in per cent with one decimal, half away from zero; None of a small base."""
    if base < LEAST_BASE_FOR_A_PERCENTAGE:
        return None
    return half_up(Decimal(str(change)) * 100 / Decimal(str(base)), 1)


def percent_in_words(change, base) -> str:
    """Return a change in per cent: “+0.2%”, marked if its base is small, or of which number."""
    percent = percent_of(change, base)
    if percent is None:
        return f"of {base:,}"
    return f"{signed(percent)}%{' [u]' if base < SURE else ''}"


def signed(value, unit: str = "") -> str:
    """Return a change with its sign, a true minus for less."""
    sign = "\N{MINUS SIGN}" if value < 0 else "+" if value > 0 else ""
    return f"{sign}{value_in_words(abs(value), unit)}"


def is_material(change, base) -> bool:
    """Return whether a change is 1% of its base or more; of no base every change is."""
    return bool(change) and abs(change) * 100 >= MATERIAL * base


@dataclass(frozen=True)
class Change:
    """One changed figure, written out; `row` is what the snapshot says of it."""

    label: str
    cell: str
    first: str
    before: str
    now: str
    change: str
    percent: str
    material: str
    reason: str
    row: dict


@dataclass(frozen=True)
class Changes:
    """All that an edition changed, and sentences that say how much: `note` first of all."""

    rows: list[Change]
    hidden: int
    note: str
    largest: list[str]


def changes_of(snapshot: dict) -> Changes:
    """Return what an edition changed, from its snapshot."""
    measures = {each["code"]: each for each in snapshot["measures"]}
    found = snapshot["revisions"]
    hidden = sum(row["status"] == Status.SUPPRESSED for row in found)
    rows = [_change(row, measures[row["measure"]], named(row, snapshot)) for row in found]
    largest = _largest(found, measures)
    held = [measures[code]["label"] for code in snapshot.get("held", ())]
    return Changes(rows, hidden, _how_many(len(found), hidden, held), largest)


def _how_many(number, hidden, held):
    if not number and held:
        return f"No change is published; {SMALL} {', '.join(held)}."
    told = _changed(number, hidden)
    return f"{told} {SMALL.capitalize()} {', '.join(held)}." if held else told


def _changed(number, hidden):
    if not number:
        return NONE
    told = f"{number:,} figure{'' if number == 1 else 's'} changed"
    if not hidden:
        return f"{told}."
    if hidden == number:
        return f"{told}; all of them are hidden, and so is by how much."
    are = "is" if hidden == 1 else "are"
    return f"{told}; {hidden:,} of them {are} hidden, and so is by how much."


def _largest(found, measures):
    """Return a sentence for each of the national changes that are the largest of all shown."""
    national = [
        row
        for row in found
        if row["table"] == TableCode.NATION and not row["abroad"] and row["change"]
    ]
    national.sort(key=lambda row: abs(row["change"]) / max(row["before"], 1), reverse=True)
    told = [_sentence(row, measures[row["measure"]]) for row in national[:MOST_NAMED]]
    if len(national) > MOST_NAMED:
        told.append(f"And {len(national) - MOST_NAMED} more for England and Wales.")
    return told


def _sentence(row, measure):
    unit, change, before = measure["unit"], row["change"], row["before"]
    now, was = value_in_words(row["now"], unit), value_in_words(before, unit)
    told = f"{measure['label']}, England and Wales: {now}, was {was}"
    size = f"{signed(change, unit)}, {percent_in_words(change, before)}"
    if percent_of(change, before) is None:
        size = signed(change, unit)
    return f"{told} ({size}{'' if is_material(change, before) else ', similar'})."


def _change(row, measure, cell):
    def write(value):
        return "[x]" if value is None else value_in_words(value, measure["unit"])

    values = [row["first_published"], row["before"], row["now"]]
    if row["status"] == Status.SUPPRESSED:
        return Change(measure["label"], cell, *[HIDDEN] * 6, row["reason"], row)
    change, before = row["change"], row["before"]
    if change is None:
        words = ("[x]", "[x]", "[x]")
    else:
        flag = "Yes" if is_material(change, before) else "No, similar"
        words = (signed(change, measure["unit"]), percent_in_words(change, before), flag)
    return Change(measure["label"], cell, *map(write, values), *words, row["reason"], row)
