"""Conflicts of interest in a meeting: declared for each attendee, corrected until it is signed."""

from django.core.exceptions import ValidationError
from django.db import transaction

from tasking.models import Conflict, Declaration
from tasking.models.requests import REQUESTS
from tasking.workflow import MINUTES
from toex.accounts.choices import REGION_ROLES
from toex.accounts.models import User
from toex.workflow.moves import check_step, lock, take

NONE = "none"


@transaction.atomic
def declare_conflicts(meeting, *, version, by, at, attendee, requests=(), **details):
    """Record what an attendee declares: conflicts on `requests` of the agenda, or with no
    requests that they have none. It takes the place of what they declared in this meeting before.

    `details`: `person`, the attendee's account where they have one, and `nature`, what the
    conflict is. Returns the meeting as it now stands.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    :raises ValidationError: names each field that does not fit
    """
    meeting = lock(meeting, by=by)
    check_step(meeting, MINUTES, "declare", by=by, version=version)
    requests = list(dict.fromkeys(requests))
    person, nature = details.get("person"), (details.get("nature") or "").strip()
    _check(meeting, attendee=attendee, requests=requests, person=person, nature=nature)
    before = meeting.declarations.filter(attendee=attendee).first()
    told = {
        "attendee": meeting.attendees.index(attendee) + 1,
        "account": person.email if person else "",
        "declared": {"before": _references(before), "now": _words(requests)},
    }
    if before:
        before.delete()
    declared = Declaration.objects.create(
        meeting=meeting, attendee=attendee, person=person, nature=nature, at=at, by=by
    )
    Conflict.objects.bulk_create(
        Conflict(declaration=declared, request=request) for request in requests
    )
    return take(meeting, MINUTES, "declare", by=by, at=at, version=version, changes=told)


def _check(meeting, *, attendee, requests, person, nature):
    errors = {}
    if attendee not in meeting.attendees:
        errors["attendee"] = "Choose somebody on the list of who attends."
    agenda = set(meeting.agenda.values_list("request", flat=True))
    strange = [request.reference for request in requests if request.pk not in agenda]
    if strange:
        errors["requests"] = f"{strange[0]} is not on the agenda of this meeting."
    people = User.objects.of_region(meeting.region, *REGION_ROLES)
    if person and not people.filter(pk=person.pk).exists():
        errors["person"] = "Choose somebody of your region."
    others = meeting.declarations.exclude(attendee=attendee)
    if person and others.filter(person=person).exists():
        errors["person"] = "This account is another attendee's already."
    if nature and not requests:
        errors["nature"] = "Leave this empty where no conflict is declared."
    if len(nature) > Declaration._meta.get_field("nature").max_length:
        errors["nature"] = "This must be 500 characters or fewer."
    if errors:
        raise ValidationError({field: [sentence] for field, sentence in errors.items()})


def keep_declared(meeting, *, attendees=None, agenda=None):
    """Refuse a list of attendees or an agenda that leaves out a declared conflict.

    What those leaving the list declared goes with them, where it was that they have none.

    :raises ValidationError: names the field
    """
    conflicts = Conflict.objects.filter(declaration__meeting=meeting).order_by("pk")
    if attendees is not None:
        gone = [each for each in conflicts if each.declaration.attendee not in attendees]
        if gone:
            raise ValidationError({"attendees": [_declared(gone[0])]})
        meeting.declarations.exclude(attendee__in=attendees).delete()
    if agenda is not None:
        there = {request.pk for request in agenda}
        gone = [each for each in conflicts if each.request_id not in there]
        if gone:
            raise ValidationError({"agenda": [_declared(gone[0])]})


def _declared(conflict):
    return (
        f"“{conflict.declaration.attendee}” declared a conflict on "
        f"{REQUESTS.of(conflict.request_id)}. Correct that before you leave it out."
    )


def _references(declaration):
    if declaration is None:
        return "not asked"
    numbers = declaration.conflicts.order_by("pk").values_list("request", flat=True)
    return " ".join(map(REQUESTS.of, numbers)) or NONE


def _words(requests):
    return " ".join(request.reference for request in requests) or NONE
