"""Closing a case with an owner and a reason, and opening it again."""

from django.db import transaction

from cases.choices import CloseReason, Owner, State
from cases.fields import Problems
from cases.models import Spell
from cases.notifications import tell_of_closed_case
from cases.services.guards import lock_for
from cases.services.steps import both, end_hold
from cases.workflow import CASE
from toex.core.periods import london_date
from toex.workflow.moves import take

REASONS = [reason for reason in CloseReason.values if reason != CloseReason.IMPORTED]


@transaction.atomic
def close_case(case, *, version, by, at, owner, reason, note=""):
    """Close a case: who owns the threat now, and why it closes. A hold ends with it.

    `completed` only once the threat was reassessed; the other reasons from any open state.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    :raises ValidationError: names each field that is missing or does not fit
    """
    case = lock_for(case, "close", by=by, version=version)
    problems = Problems()
    if owner not in Owner.values:
        problems.add("owner", "Choose who owns the threat now.")
    if reason not in REASONS:
        problems.add("reason", "Choose why the case closes.")
    elif reason == CloseReason.COMPLETED and case.state != State.REASSESSED:
        problems.add("reason", "A case is completed only once the threat has been reassessed.")
    problems.refuse()
    today = london_date(at)
    case = take(
        case,
        CASE,
        "close",
        by=by,
        at=at,
        version=version,
        note=note,
        changes={"owner": owner, "reason": reason},
        owner=owner,
        closed_on=today,
        on_hold=False,
    )
    end_hold(case, at=at)
    case.spells.filter(closed_on__isnull=True).update(
        closed_on=today, closed_at=at, reason=reason, owner=owner
    )
    tell_of_closed_case(case, at=at)
    return case


@transaction.atomic
def reopen_case(case, *, version, by, at, reason, note=""):
    """Open a closed case again; development goes on in a further spell.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    :raises ValidationError: there is no reason
    """
    case = lock_for(case, "reopen", by=by, version=version)
    case = take(
        case,
        CASE,
        "reopen",
        by=by,
        at=at,
        version=version,
        note=both(reason, note),
        owner="",
        closed_on=None,
    )
    Spell.objects.create(case=case, is_first=False, opened_on=london_date(at), opened_at=at)
    return case
