"""Tasking meetings: planned, held, and signed, after which nothing of them changes."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from tasking.choices import MeetingState
from tasking.models import AgendaItem, TaskingMeeting, TaskingRequest
from tasking.services.minutes import keep_declared
from tasking.workflow import MANAGERS, MEETING
from toex.audit.services import record_event
from toex.core.periods import PROGRAMME_BEGAN, london_date
from toex.workflow.authority import may, told
from toex.workflow.moves import check_step, lock, move, take
from toex.workflow.refusals import NotYourStep

FIELDS = ("held_on", "forum_name", "attendees")
LONGEST_NAME = 200
MOST = 200
AHEAD = timedelta(days=2 * 365)


@transaction.atomic
def plan_meeting(*, by, at, held_on, forum_name, attendees=(), agenda=()):
    """Plan a tasking meeting of the manager's region, and return it.

    `agenda` are requests in the manager's sight, in their order.

    :raises NotYourStep: `by` is no TOEX manager
    :raises ValidationError: names each field that is missing or does not fit
    """
    if not may(by, MANAGERS):
        raise NotYourStep("Only a TOEX manager can plan a meeting.")
    values = _checked(at=at, held_on=held_on, forum_name=forum_name, attendees=attendees)
    agenda = _in_sight(agenda, by=by)
    meeting = TaskingMeeting.objects.create(
        region=by.region, created_by=by, created_at=at, **values
    )
    _set_agenda(meeting, agenda)
    changes = {"held_on": held_on.isoformat(), "agenda": [row.reference for row in agenda]}
    changes |= told(by, MANAGERS)
    record_event(actor=by, action="meeting.plan", target=meeting, at=at, changes=changes)
    return meeting


@transaction.atomic
def change_meeting(meeting, *, version, by, at, **fields):
    """Change a meeting until it is signed: its fields, its agenda, `planned` to `held`.

    A conflict that was declared keeps its attendee on the list and its request on the agenda.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    :raises ValidationError: names each field that does not fit
    """
    meeting = lock(meeting, by=by)
    check_step(meeting, MEETING, "change", by=by, version=version)
    state = fields.pop("state", meeting.state)
    agenda = fields.pop("agenda", None)
    values = _checked(at=at, **fields)
    if agenda is not None:
        agenda = _in_sight(agenda, by=by, there=meeting)
    keep_declared(meeting, attendees=values.get("attendees"), agenda=agenda)
    if agenda is not None:
        _set_agenda(meeting, agenda)
    if state not in (meeting.state, MeetingState.HELD):
        raise ValidationError({"state": ["A meeting goes from planned to held."]})
    name = "change" if state == meeting.state else "hold"
    changes = {"fields": sorted([*values, *(["agenda"] if agenda is not None else [])])}
    return take(meeting, MEETING, name, by=by, at=at, version=version, changes=changes, **values)


@transaction.atomic
def sign_meeting(meeting, *, version, by, at, note=""):
    """Sign the minutes of a meeting that was held; they are locked from then on."""
    return move(
        meeting,
        MEETING,
        "sign",
        by=by,
        at=at,
        version=version,
        note=note,
        signed_at=at,
        signed_by=by,
    )


def _checked(*, at, **fields):
    errors = {}
    if "held_on" in fields:
        errors.update(_wrong_day(fields["held_on"], today=london_date(at)))
    if "forum_name" in fields:
        fields["forum_name"] = (fields["forum_name"] or "").strip()
        if not 0 < len(fields["forum_name"]) <= LONGEST_NAME:
            errors["forum_name"] = [f"Enter a name of up to {LONGEST_NAME} characters."]
    if "attendees" in fields:
        names = [name.strip() for name in fields["attendees"] if name.strip()]
        fields["attendees"] = list(dict.fromkeys(names))
        if len(names) > MOST or any(len(name) > LONGEST_NAME for name in names):
            errors["attendees"] = [f"Enter up to {MOST} names of up to {LONGEST_NAME} characters."]
    if errors:
        raise ValidationError(errors)
    return fields


def _wrong_day(day, *, today):
    if day is None:
        return {"held_on": ["Enter the day of the meeting."]}
    if PROGRAMME_BEGAN <= day <= today + AHEAD:
        return {}
    first = f"{PROGRAMME_BEGAN:%-d %B %Y}, when the programme began,"
    return {"held_on": [f"The date must be from {first} to two years from today."]}


def _in_sight(agenda, *, by, there=None):
    """Return the requests once each; one in nobody's sight here is none.

    A request that stands on the agenda already may stay, though it was passed on since.
    """
    agenda = list(dict.fromkeys(agenda))
    seen = set(
        TaskingRequest.objects.visible_to(by)
        .filter(pk__in=[request.pk for request in agenda], submitted_at__isnull=False)
        .values_list("pk", flat=True)
    )
    if there is not None:
        seen |= set(there.agenda.values_list("request", flat=True))
    unseen = [request.reference for request in agenda if request.pk not in seen]
    if unseen:
        raise ValidationError({"agenda": [f"{unseen[0]} is not a request in your sight."]})
    return agenda


def _set_agenda(meeting, agenda):
    meeting.agenda.all().delete()
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, request=request, order=order)
        for order, request in enumerate(agenda, start=1)
    )
