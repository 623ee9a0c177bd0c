"""The ledger: outcomes are recorded, verified by somebody else, and corrected by replacement."""

from django.db import transaction

from cases.choices import OutcomeKind, OutcomeState
from cases.fields import Problems, cleaned
from cases.models import CaseThreat, Outcome
from cases.notifications import tell_of_waiting_outcome
from cases.outcomes import KIND_FIELDS, problems_of, role_of, takes, threat_kind_of
from cases.services.guards import lock_for_team
from cases.services.steps import both
from cases.services.work import join_subject
from cases.workflow import OUTCOME, OUTCOME_EDITS
from toex.audit.services import record_event
from toex.core.periods import london_date
from toex.workflow.moves import check_step, lock, move, take

EMPTY = {
    "subject_key": "",
    "quantity": 1,
    "force": None,
    "country": "GB",
    "threat": None,
    "evidence_reference": "",
    **{name: "" for name in KIND_FIELDS},
    "amount_pence": None,
    "months": None,
    "life": None,
}
FIELDS = ["kind", "occurred_on", "attribution", *EMPTY]
TEXT = ["subject_key", "evidence_reference", "order_type", "warrant_type", "partner"]


@transaction.atomic
def record_outcome(
    case,
    *,
    by,
    at,
    kind,
    occurred_on,
    attribution,
    replaces=None,
    **fields,
):
    """Add an outcome to a case, open or closed, as a draft for somebody else to verify.

    `fields`: any of `EMPTY`. A subject key joins that subject to the case, with the role that
    the kind implies. `replaces`: a void outcome of the case, of which this is the correction.

    :raises NotYourStep: `by` does not work on the case
    :raises ValidationError: names each field that is missing or does not fit
    """
    case = lock_for_team(case, by=by)
    given = {"kind": kind, "occurred_on": occurred_on, "attribution": attribution, **fields}
    problems = Problems()
    if replaces is not None:
        problems.add_all(_replacement_problems(case, replaces))
    values = _checked(case, {**EMPTY, **given}, problems, at=at)
    outcome = Outcome.objects.create(
        case=case, recorded_at=at, recorded_by=by, replaces=replaces, **values
    )
    changes = {
        "kind": kind,
        "occurred_on": occurred_on.isoformat(),
        "attribution": attribution,
        "quantity": outcome.quantity,
        "replaces": replaces.pk if replaces else None,
    }
    record_event(actor=by, action="outcome.record", target=outcome, at=at, changes=changes)
    _join(outcome, by=by, at=at)
    tell_of_waiting_outcome(outcome, by=by, at=at)
    return outcome


def _replacement_problems(case, replaced):
    if replaced.case_id != case.pk:
        return [("replaces", "Choose an outcome of this case.")]
    if replaced.state != OutcomeState.VOID:
        return [("replaces", "Void the outcome first: only a void outcome is replaced.")]
    if Outcome.objects.filter(replaces=replaced).exists():
        return [("replaces", "This outcome has been replaced already.")]
    return []


def _checked(case, given, problems, *, at):
    """Return the fields as they will be stored. :raises ValidationError: some do not fit"""
    values = {
        name: EMPTY[name] if value is None and name in EMPTY else value
        for name, value in given.items()
    }
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise TypeError(f"An outcome has no fields {sorted(unknown)}.")
    values |= cleaned(Outcome, problems, optional=TEXT, **{name: values[name] for name in TEXT})
    if values["kind"] not in OutcomeKind.values:
        problems.add("kind", "Choose the kind of outcome.")
    problems.refuse()
    today = london_date(at)
    problems.add_all(problems_of(values, opened_on=case.opened_on, today=today))
    problems.add_all(_threat_problems(case, values["kind"], values["threat"]))
    problems.refuse()
    for name in set(KIND_FIELDS) - set(takes(values["kind"])):
        values[name] = EMPTY[name]
    return values


def _threat_problems(case, kind, threat):
    needed = threat_kind_of(kind)
    if threat is None:
        return [("threat", "Choose the threat that was identified.")] if needed else []
    if not CaseThreat.objects.filter(case=case, threat=threat).exists():
        return [("threat", "Choose a threat that is linked to this case.")]
    if needed and threat.kind != needed:
        return [("threat", f"Choose a threat of the kind “{needed}”.")]
    return []


def _join(outcome, *, by, at):
    role = role_of(outcome.kind)
    if outcome.subject_key and role:
        join_subject(
            outcome.case,
            by=by,
            at=at,
            key=outcome.subject_key,
            role=role,
            from_date=outcome.occurred_on,
        )


@transaction.atomic
def change_outcome(outcome, *, version, by, at, **fields):
    """Change a draft that `by` recorded. With another kind, what that does not take is emptied.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale:
    :raises StepNotAllowed: it is no draft any more
    :raises ValidationError: names each field that does not fit
    """
    outcome = lock(outcome, by=by)
    check_step(outcome, OUTCOME_EDITS, "change", by=by, version=version)
    kept = {name: getattr(outcome, name) for name in FIELDS}
    if fields.get("kind", outcome.kind) != outcome.kind:
        kept |= {name: EMPTY[name] for name in KIND_FIELDS}
    values = _checked(outcome.case, {**kept, **fields}, Problems(), at=at)
    outcome = take(
        outcome,
        OUTCOME_EDITS,
        "change",
        by=by,
        at=at,
        version=version,
        changes={"fields": sorted(fields)},
        **values,
    )
    _join(outcome, by=by, at=at)
    return outcome


@transaction.atomic
def verify_outcome(outcome, *, version, by, at, note=""):
    """Verify a draft that somebody else recorded; from now on it counts.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    """
    return move(
        outcome,
        OUTCOME,
        "verify",
        by=by,
        at=at,
        version=version,
        note=note,
        verified_at=at,
        verified_by=by,
    )


@transaction.atomic
def void_outcome(outcome, *, version, by, at, reason, note=""):
    """Void an outcome: it stays on record, counts no more, and may be replaced.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    :raises ValidationError: there is no reason
    """
    return move(
        outcome,
        OUTCOME,
        "void",
        by=by,
        at=at,
        version=version,
        note=both(reason, note),
        voided_at=at,
        voided_by=by,
        void_reason=reason.strip(),
    )


@transaction.atomic
def confirm_outcome(outcome, *, version, by, at, note=""):
    """Confirm an outcome for the force that asked for the case; a dispute of it is settled.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    """
    return move(
        outcome,
        OUTCOME,
        "confirm",
        by=by,
        at=at,
        version=version,
        note=note,
        confirmed_at=at,
        confirmed_by=by,
        disputed_at=None,
        disputed_by=None,
        dispute_reason="",
    )


@transaction.atomic
def dispute_outcome(outcome, *, version, by, at, reason, note=""):
    """Dispute an outcome for the force that asked for the case. It still counts.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    :raises ValidationError: there is no reason
    """
    return move(
        outcome,
        OUTCOME,
        "dispute",
        by=by,
        at=at,
        version=version,
        note=both(reason, note),
        disputed_at=at,
        disputed_by=by,
        dispute_reason=reason.strip(),
        confirmed_at=None,
        confirmed_by=None,
    )
