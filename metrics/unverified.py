"""Outcomes that are recorded and not verified: not counted yet, so that new months look empty."""

from dataclasses import dataclass

from django.urls import reverse

from cases.choices import OutcomeState
from cases.models import Outcome
from metrics.facts.load import HOME
from metrics.query import HEADLINE
from tasking.workflow import MANAGERS
from toex.core.periods import Period
from toex.workflow.authority import may

PLACES = {"region": "case__lead_region__code", "force": "force__code"}
# What the measures look at to say whether an outcome is one of theirs.
LOOKED_AT = ("kind", "age_group", "stage", "amount_pence", "months", "life", "level", "threat")


@dataclass(frozen=True)
class Unverified:
    """How many outcomes wait, and where this reader verifies them, if they may."""

    number: int
    address: str

    @property
    def words(self) -> str:
        are, they = ("is", "it is") if self.number == 1 else ("are", "they are")
        outcomes = f"{self.number:,} outcome{'' if self.number == 1 else 's'}"
        return (
            f"{outcomes} of the time shown {are} recorded and not verified yet: {they} not counted"
        )


def unverified(measures, period: Period, cell: dict, *, reader) -> Unverified | None:
    """Return the drafts in sight of `reader` that `measures` would count in a place, or None.

    `cell` is the place as figures name it; what happened abroad is not looked for. One query.
    """
    drafts = Outcome.objects.visible_to(reader).filter(
        state=OutcomeState.DRAFT,
        kind__in={kind for measure in measures for kind in measure.kinds},
        occurred_on__range=(period.first, period.last),
        attribution__in=HEADLINE,
        country=HOME,
        **{PLACES[name]: code for name, code in cell.items()},
    )
    rows = drafts.order_by().values_list(*LOOKED_AT, named=True)
    number = sum(any(_is_of(measure, row) for measure in measures) for row in rows)
    if not number:
        return None
    address = reverse("cases:outcomes-to-verify") if may(reader, MANAGERS) else ""
    return Unverified(number, address)


def _is_of(measure, row):
    return row.kind in measure.kinds and measure.admits(row)
