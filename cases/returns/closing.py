"""Closing an imported case when a later return of its region brings the closing date."""

from cases.choices import OPEN_STATES, CloseReason, State
from cases.models import Case
from toex.accounts.choices import Role
from toex.workflow.machine import Workflow, step
from toex.workflow.moves import move

# Offered to nobody on a page: only a return takes this step.
IMPORTED = Workflow(
    "case",
    step("import-closing", sources=OPEN_STATES, target=State.CLOSED, roles=[Role.TOEX_MANAGER]),
    said={"import-closing": "close this case"},
)


def close_imported(pk, *, closed_on, by, at):
    """Close the case as its region says it did; what was on hold ends with it."""
    case = Case.objects.get(pk=pk)
    case.spells.filter(closed_on__isnull=True).update(
        closed_on=closed_on, closed_at=at, reason=CloseReason.IMPORTED
    )
    case.holds.filter(resumed_at__isnull=True).update(resumed_at=at)
    return move(
        case,
        IMPORTED,
        "import-closing",
        by=by,
        at=at,
        version=case.version,
        changes={"closed_on": closed_on.isoformat()},
        closed_on=closed_on,
        on_hold=False,
    )
