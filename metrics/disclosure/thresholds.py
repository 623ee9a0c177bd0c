"""Which cells are too small, or too much one event's, to leave the programme.

The default hides 1 to 4 and shows a true zero. A count under five is not personal data by
itself: the question is whether somebody who tries could tell who is behind it. So every
threshold has its reason, and a measure may have a higher or a lower one. Sums and times are
judged by how many events or rows stand behind them.
"""

from dataclasses import dataclass
from decimal import Decimal

from metrics.choices import MeasureClass, Mode
from metrics.disclosure.modes import POLICIES
from metrics.measures import MEASURES

LARGEST_SHARE = 80  # per cent of a cell that one event may not reach
LEAST_WIDTH = 3  # a hidden cell's bounds lie at least this far apart
SHARE_WIDTH = 10  # and, for sums and cells made by one event, this many per cent of the value


@dataclass(frozen=True)
class Threshold:
    """The least number that is shown, and why it is this one."""

    least: int
    reason: str


DEFAULT = Threshold(
    5, "Four or fewer people or events, together with the place and the type, may be recognised."
)
EXCEPTIONS: dict[str, Threshold] = {
    "children_safeguarded": Threshold(
        5, "Children are recognised more easily by those around them: never set it below five."
    ),
}


TEN = "Below ten nothing is shown, whatever it counts: the rule for tables beside many others."


def threshold_of(measure: str, mode: str = Mode.THRESHOLD) -> Threshold:
    policy = POLICIES[mode]
    if not policy.hides:
        return Threshold(0, policy.note)
    if policy.least is not None:
        return Threshold(policy.least, TEN)
    return EXCEPTIONS.get(measure, DEFAULT)


def is_judged_by_number(measure: str) -> bool:
    """Return whether the events behind a cell count, not its value: months, pence and days."""
    return MEASURES[measure].measure_class in (MeasureClass.SUMS, MeasureClass.TIMES)


def is_primary(
    measure: str,
    value: Decimal | None,
    number: int,
    largest: int,
    mode: str = Mode.THRESHOLD,
) -> bool:
    """Return whether a cell is hidden for its own sake.

    `number` is how many events or rows stand behind it and `largest` what the largest adds.
    """
    if value is None or not POLICIES[mode].hides:
        return False
    least = threshold_of(measure, mode).least
    if MEASURES[measure].is_of_times:
        return 0 < number < least
    if value == 0:
        return False
    size = number if is_judged_by_number(measure) else value
    return size < least or is_dominated(value, largest)


def is_dominated(value, largest: int) -> bool:
    """Return whether one event makes so much of the cell that the cell tells about it."""
    return largest > 1 and 100 * largest >= LARGEST_SHARE * value


def width_needed(measure: str, value: int, largest: int) -> int:
    """Return how far apart the bounds of a hidden cell have to lie, in the measure's unit."""
    if is_judged_by_number(measure) or is_dominated(value, largest):
        return max(LEAST_WIDTH, -(-SHARE_WIDTH * value // 100))
    return LEAST_WIDTH


def reach_needed(measure: str, mode: str = Mode.THRESHOLD) -> int:
    """Return what the upper bound of a hidden cell has to reach: a number that would be shown."""
    return 0 if is_judged_by_number(measure) else threshold_of(measure, mode).least
