"""Actions of a meeting: worded until the minutes are signed, and done at any time."""

from django.core.exceptions import ValidationError
from django.db import transaction

from tasking.models import MeetingAction, TaskingRequest
from tasking.notifications import tell_owner
from tasking.workflow import ACTION, MANAGERS, MINUTES
from toex.accounts.choices import REGION_ROLES
from toex.accounts.models import User
from toex.audit.services import record_event
from toex.core.periods import london_date
from toex.workflow.authority import told
from toex.workflow.moves import check_step, lock, move, take

LONGEST = 500


@transaction.atomic
def add_action(meeting, *, by, at, text, owner, due_on, request=None):
    """Add an action to a meeting that is not signed yet; its owner is told, and it is returned.

    `request` is the request it is about, if it is about one: in sight of `by` and of the owner.

    :raises NotYourStep: :raises StepNotAllowed: see `MINUTES`
    :raises ValidationError: names each field that is missing or does not fit
    """
    meeting = lock(meeting, by=by)
    MINUTES.step_for("keep-actions", row=meeting, by=by)
    values = _checked(meeting, by=by, text=text, owner=owner, due_on=due_on, request=request)
    action = MeetingAction.objects.create(meeting=meeting, created_at=at, created_by=by, **values)
    record_event(
        actor=by,
        action="meeting.add-action",
        target=action,
        at=at,
        changes={**_told(action), **told(by, MANAGERS)},
    )
    tell_owner(action, by=by, at=at)
    return action


@transaction.atomic
def change_action(action, *, version, by, at, text, owner, due_on, request=None):
    """Word an open action anew, or give it to somebody else, until the minutes are signed.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    :raises ValidationError: names each field that is missing or does not fit
    """
    meeting = lock(action.meeting, by=by)
    action = lock(action, by=by)
    action.meeting = meeting
    check_step(action, ACTION, "change", by=by, version=version)
    values = _checked(
        meeting, by=by, text=text, owner=owner, due_on=due_on,
        request=request, there=action.request,
    )  # fmt: skip
    changed = [name for name, value in values.items() if getattr(action, name) != value]
    action = move(
        action, ACTION, "change", by=by, at=at, version=version,
        changes={"fields": changed}, **values,
    )  # fmt: skip
    if "owner" in changed:
        tell_owner(action, by=by, at=at)
    return action


@transaction.atomic
def finish_action(action, *, version, by, at, done_on, note):
    """Close an action on the day it was done, saying what was done.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    :raises ValidationError: names each field that is missing or does not fit
    """
    action = lock(action, by=by)
    check_step(action, ACTION, "done", by=by, version=version)
    note, errors = (note or "").strip(), {}
    if not 0 < len(note) <= LONGEST:
        errors["note"] = [f"Enter what was done, in up to {LONGEST} characters."]
    if done_on is None:
        errors["done_on"] = ["Enter the day on which it was done."]
    elif done_on > london_date(at):
        errors["done_on"] = ["The day on which it was done must not be in the future."]
    if errors:
        raise ValidationError(errors)
    return take(
        action, ACTION, "done", by=by, at=at, version=version,
        changes={"done_on": done_on.isoformat()},
        done_on=done_on, done_note=note, done_at=at, done_by=by,
    )  # fmt: skip


def _checked(meeting, *, by, text, owner, due_on, request, there=None):
    """Return the fields as they will be stored. A request that is `there` already may stay, though
    it was passed on since.
    """
    text, errors = (text or "").strip(), {}
    if not 0 < len(text) <= LONGEST:
        errors["text"] = f"Enter what is to be done, in up to {LONGEST} characters."
    people = User.objects.of_region(meeting.region, *REGION_ROLES)
    if owner is None or not people.filter(pk=owner.pk).exists():
        errors["owner"] = "Choose somebody of your region."
    if due_on is None:
        errors["due_on"] = "Enter the day by which it is to be done."
    elif due_on < meeting.held_on:
        errors["due_on"] = "The due date must not be before the day of the meeting."
    if request and request != there:
        errors |= _who_does_not_see(request, by=by, owner=None if "owner" in errors else owner)
    if errors:
        raise ValidationError({field: [sentence] for field, sentence in errors.items()})
    return {"text": text, "owner": owner, "due_on": due_on, "request": request}


def _who_does_not_see(request, *, by, owner):
    if not _sees(by, request):
        return {"request": f"{request.reference} is not a request in your sight."}
    if owner and not _sees(owner, request):
        return {"request": f"{owner.name} cannot see {request.reference}."}
    return {}


def _sees(person, request):
    rows = TaskingRequest.objects.visible_to(person)
    return rows.filter(pk=request.pk, submitted_at__isnull=False).exists()


def _told(action):
    return {
        "owner": action.owner.email,
        "due_on": action.due_on.isoformat(),
        "request": action.request.reference if action.request else "",
    }
