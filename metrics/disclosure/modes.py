"""What each mode of disclosure control does, and which modes a release may have: as data.

The audit takes a reader to know every shown number exactly. In `ten-five` the reader knows less,
for a rounded number follows from the exact one: whatever is safe from the first is safe from the
second, so that one audit serves releases of both modes in one year.
"""

from dataclasses import dataclass

from metrics.choices import MeasureClass, Mode
from metrics.measures import MEASURES

NOT_ROUNDED = (MeasureClass.SUMS, MeasureClass.TIMES)  # months, pence and days are no counts


@dataclass(frozen=True)
class Policy:
    """`least` is the least number shown, None where each measure has its own threshold.

    Shown counts are rounded to the nearest multiple of `base`. Only what `leaves` can be approved.
    `note` stands in the release, and is empty where its marks say enough.
    """

    hides: bool
    leaves: bool
    least: int | None = None
    base: int = 1
    note: str = ""


POLICIES = {
    Mode.THRESHOLD: Policy(hides=True, leaves=True),
    Mode.TEN_FIVE: Policy(
        hides=True,
        leaves=True,
        least=10,
        base=5,
        note="Numbers from 1 to 9 are hidden and other counts are rounded to the nearest 5, each "
        "by itself, so that rows and columns may not sum to their totals.",
    ),
    Mode.INTERNAL: Policy(
        hides=False,
        leaves=False,
        note="INTERNAL: nothing is hidden here. People can be recognised in small numbers. It "
        "stays within the programme office, and is never approved or published.",
    ),
}
QUARTER, YEAR = "quarter", "year"
# The modes of a kind of release under a rule set, the usual one first; those of the last rule set
# listed hold until another is.
MODES_OF = {
    ("2022.1", QUARTER): (Mode.THRESHOLD, Mode.TEN_FIVE, Mode.INTERNAL),
    ("2022.1", YEAR): (Mode.THRESHOLD, Mode.TEN_FIVE, Mode.INTERNAL),
}


def kind_of(span) -> str:
    return YEAR if span.quarters()[1:] else QUARTER


def modes_of(rules: str, span) -> tuple[Mode, ...]:
    kind = kind_of(span)
    last = [modes for (_, each), modes in MODES_OF.items() if each == kind][-1]
    return MODES_OF.get((rules, kind), last)


def base_of(measure: str, mode: str) -> int:
    """Return what the shown numbers of a measure are multiples of."""
    if MEASURES[measure].measure_class in NOT_ROUNDED:
        return 1
    return POLICIES[mode].base
