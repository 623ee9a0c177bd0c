"""Early access: who may see an approved release before its time, on a list with reasons."""

from django.core.exceptions import ValidationError
from django.db import transaction

from metrics.models import EarlyAccess
from metrics.models.releases import PUBLIC_ROLES
from toex.accounts.choices import Role
from toex.audit.services import record_event
from toex.workflow.refusals import NotYourStep


@transaction.atomic
def give_early_access(release, *, by, at, user, reason):
    """Put somebody on the list and return the row.

    :raises NotYourStep: `by` is not of the programme office
    :raises ValidationError: naming what is missing, or that it makes no sense for this person
    """
    _check(by)
    errors = {}
    if user is None or not user.is_active or user.role not in PUBLIC_ROLES:
        errors["user"] = ["Enter the email of somebody who reads releases, with an open account."]
    elif release.early_access.filter(user=user, ended_at=None).exists():
        errors["user"] = ["This person is on the list."]
    if not reason.strip():
        errors["reason"] = ["Enter why this person needs to see it early."]
    if errors:
        raise ValidationError(errors)
    row = EarlyAccess.objects.create(
        release=release, user=user, reason=reason.strip(), granted_at=at, granted_by=by
    )
    told = {"user": user.email}
    record_event(actor=by, action="release.give-early-access", target=release, at=at, changes=told)
    return row


@transaction.atomic
def end_early_access(row, *, by, at):
    """Take somebody off the list; it works from their next request. :raises NotYourStep:"""
    _check(by)
    if row.ended_at is None:
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        told = {"user": row.user.email}
        record_event(
            actor=by,
            action="release.end-early-access",
            target=row.release,
            at=at,
            changes=told,
        )
    return row


@transaction.atomic
def note_download(release, name, *, by, at):
    """Log that a file of a release was taken, and by whom."""
    note_opening(release, user=by, at=at)
    record_event(
        actor=by, action="release.download", target=release, at=at, changes={"file": name}
    )


@transaction.atomic
def note_opening(release, *, user, at):
    """Keep when somebody on the list first saw a release that is not out yet."""
    if not release.is_out(at):
        release.early_access.filter(user=user, ended_at=None, opened_at=None).update(opened_at=at)


def _check(by):
    if by.role != Role.PROGRAMME_OFFICE:
        raise NotYourStep("Only the programme office keeps this list.")
