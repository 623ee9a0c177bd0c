"""One event as bytes of our own, the same on every database and under every time zone."""

import json
import unicodedata
from collections.abc import Iterator
from datetime import UTC

# The order is part of the form. Another column or order is another form, with a number of its
# own; events that were sealed in an earlier one keep it.
FORM = 1
COLUMNS = (
    *("pk", "at", "actor_id", "act", "action", "target_model", "target_pk", "target"),
    *("within", "region_id", "shown", "changes", "note"),
)
encode = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, allow_nan=False, separators=(",", ":")
).encode


def canonical_bytes(row) -> bytes:
    """Return the bytes of an event, given as the values of `COLUMNS`.

    :raises AttributeError, TypeError, ValueError: no event that the service wrote has such values
    """
    number, at, *rest = row
    text = encode([FORM, number, moment(at), *rest])
    if not text.isascii():
        # Once more through a dictionary, because keys are sorted as they are spelt.
        text = encode(json.loads(unicodedata.normalize("NFC", text)))
    return text.encode(errors="surrogatepass")


def moment(at) -> str:
    """Return a moment in UTC with all its microseconds; no driver's way of writing it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def as_ranges(numbers) -> str:
    """Return ascending numbers as text: “1-80,82”."""
    ranges = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ",".join(f"{first}-{last}" if first < last else f"{first}" for first, last in ranges)


def from_ranges(text) -> Iterator[int]:
    """Yield the numbers that `as_ranges` wrote. :raises ValueError: it wrote no such text"""
    for part in text.split(","):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)
