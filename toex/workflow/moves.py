"""The one way to take a step, and the one way to change a versioned row without one."""

from django.core.exceptions import ValidationError
from django.db import connection

from toex.audit.services import record_event
from toex.workflow.authority import told as told_of_cover
from toex.workflow.refusals import StepNotAllowed, VersionMissing, VersionStale


def check_version(row, version):
    """:raises VersionMissing: no version was given  :raises VersionStale: it is not the row's"""
    if version is None:
        raise VersionMissing
    if version != row.version:
        raise VersionStale


def check_step(row, workflow, name, *, by, version):
    """Look whether `by` may take the step, in the order of refusals, and return the step.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    """
    refusal = None
    try:
        step = workflow.step_for(name, row=row, by=by)
    except StepNotAllowed as error:
        refusal = error
    check_version(row, version)
    if refusal:
        raise refusal
    return step


def lock(row, *, by):
    """Return the row as it now stands, locked, if it is still in sight of `by`.

    :raises DoesNotExist: the row is out of sight of `by`
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A row is locked inside the transaction that changes it.")
    return type(row).objects.visible_to(by).select_for_update(of=("self",)).get(pk=row.pk)


def move(row, workflow, name, *, by, at, version, note="", changes=None, to=None, **stamps):
    """Take one step of `workflow`: lock the row, check, change, save, and tell the trail.

    Nothing else in the project assigns a state, so no state changes without its rule, its
    lock, its version and its line in the trail. `stamps` are further fields to set;
    `changes` goes to the trail beside the state. `to` names the target where the step has
    several.

    :raises DoesNotExist: the row is out of sight of `by`
    :raises NotYourStep: the step is not open to `by` in any state
    :raises VersionMissing: no version was given
    :raises VersionStale: the row has changed since that version
    :raises StepNotAllowed: the step is not open in this state
    :raises ValidationError: the step needs a reason and has none
    """
    row = lock(row, by=by)
    return take(
        row, workflow, name, by=by, at=at, version=version, note=note, changes=changes, to=to,
        **stamps,
    )  # fmt: skip


def take(row, workflow, name, *, by, at, version, note="", changes=None, to=None, **stamps):
    """Take a step as `move` does, on a row that `lock` has returned in this transaction.

    For a service that looks at the row before it moves it: one lock is enough.
    """
    step = check_step(row, workflow, name, by=by, version=version)
    if step.needs_reason and not note.strip():
        raise ValidationError({"reason": ["Enter a reason."]})
    told = {**(changes or {}), **told_of_cover(by, step.roles)}
    before = row.state
    if to is not None and to != step.target and to not in step.others:
        raise ValueError(f"“{name}” does not lead to {to}.")
    if step.target is not None:
        row.state = to or step.target
        told["state"] = [before, row.state]
    for field, value in stamps.items():
        setattr(row, field, value)
    row.version += 1
    row.save(update_fields=["state", "version", *stamps])
    record_event(
        actor=by, action=f"{workflow.noun}.{name}", target=row, at=at, changes=told, note=note
    )
    return row


def change(row, *, by, at, version, action, changes=None, note="", **fields):
    """Change fields of a versioned row that is not moved by it; the row must be locked.

    :raises VersionMissing: :raises VersionStale:
    """
    check_version(row, version)
    for field, value in fields.items():
        setattr(row, field, value)
    row.version += 1
    row.save(update_fields=["version", *fields])
    record_event(actor=by, action=action, target=row, at=at, changes=changes, note=note)
    return row
