"""Planning the work on a release: an owner and a due date for each step."""

from django.core.exceptions import ValidationError
from django.db import transaction

from metrics.choices import BY_HAND, ReleaseState, WorkStep
from metrics.models import PlannedStep
from toex.accounts.choices import Role
from toex.audit.services import record_event
from toex.workflow.moves import lock
from toex.workflow.refusals import NotYourStep, StepNotAllowed


def check_plan(release, *, by):
    """:raises NotYourStep: not of the programme office  :raises StepNotAllowed: published"""
    if by.role != Role.PROGRAMME_OFFICE:
        raise NotYourStep("Only the programme office plans the work on a release.")
    if release.state == ReleaseState.PUBLISHED:
        raise StepNotAllowed("This release is published, and there is nothing left to plan.")


@transaction.atomic
def plan_step(release, *, by, at, step, owner=None, due_on=None, done=False):
    """Say who does a step of a release by when, and return the plan of the step.

    `done` counts for steps that are done by hand; of the others the release itself tells.

    :raises ValidationError: the owner cannot do it, or there is no such step
    :raises NotYourStep: :raises StepNotAllowed:
    """
    release = lock(release, by=by)
    check_plan(release, by=by)
    if step not in WorkStep.values:
        raise ValidationError("There is no such step.")
    if owner is not None:
        _check_owner(release, step, owner)
    plan, _ = PlannedStep.objects.get_or_create(release=release, step=step)
    done = bool(done) and step in BY_HAND
    if done != (plan.done_at is not None):
        plan.done_at, plan.done_by = (at, by) if done else (None, None)
    plan.owner, plan.due_on = owner, due_on
    plan.save()
    told = {
        "step": step,
        "owner": owner and owner.email,
        "due_on": due_on and due_on.isoformat(),
        "done": done,
    }
    record_event(actor=by, action="release.plan-step", target=release, at=at, changes=told)
    return plan


def tick_off(release, *, by, at, step):
    """Say that a step is done, and leave its owner and its date as they are."""
    plan = release.plan.filter(step=step).first()
    kept = {"owner": plan.owner, "due_on": plan.due_on} if plan else {}
    return plan_step(release, by=by, at=at, step=step, done=True, **kept)


def forget_checks(release):
    """What was ticked off of a freeze that is gone has to be done again."""
    release.plan.filter(step__in=BY_HAND - {WorkStep.EARLY_ACCESS}).update(
        done_at=None, done_by=None
    )


def _check_owner(release, step, owner):
    if not owner.is_active or owner.role != Role.PROGRAMME_OFFICE:
        sentence = "Select somebody of the programme office with an open account."
    elif step == WorkStep.APPROVE and owner.pk in (release.created_by_id, release.frozen_by_id):
        sentence = "Somebody who neither drafted nor froze this release has to approve it."
    else:
        return
    raise ValidationError({"owner": [sentence]})
