"""Documents to download: the agenda pack of a meeting, and the letter about a decision.

Who has one and what for lies in what it is, so nobody is asked; the register of exports has it.
"""

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_GET

from tasking.choices import ActionState
from tasking.models import Assessment, TaskingMeeting, TaskingRequest
from tasking.models.meetings import MEETINGS
from tasking.papers import agenda_pack, decision_letter
from tasking.views.base import the_request
from tasking.views.record import actions_of, attendance
from tasking.views.words import score_words
from toex.audit.choices import ExportKind, Purpose
from toex.audit.services import Package, record_export, record_read
from toex.web.exports import attached
from toex.web.limits import EXPORT, spend
from toex.web.pages import find

PDF = "application/pdf"


@require_GET
@transaction.atomic
def pack(request, reference):
    """Give the agenda pack of a meeting in sight, with the requests in sight."""
    rows = TaskingMeeting.objects.select_related("region").visible_to(request.user)
    meeting, at = find(rows, MEETINGS, reference), timezone.now()
    people = attendance(meeting)
    items = items_of(meeting, people, reader=request.user)
    own, carried = actions_of(meeting, reader=request.user, at=at)
    actions = [each for each in (*carried, *own) if each.state == ActionState.OPEN]
    content = agenda_pack(meeting, items=items, attendance=people, actions=actions)
    record_read(
        actor=request.user,
        action="meeting.pack.download",
        at=at,
        target=meeting,
        shown=[each["request"] for each in items if each["seen"]] + actions,
    )
    return given(
        request,
        Package(content, f"{reference}-agenda-pack.pdf".lower(), PDF),
        at=at,
        kind=ExportKind.AGENDA_PACK,
        target=meeting,
        recipient=f"Tasking meeting {meeting.reference}",
        purpose=Purpose.MEETING,
    )


def items_of(meeting, people, *, reader):
    """Return the items of the agenda: what of each the reader sees, scores and conflicts."""
    rows = TaskingRequest.objects.visible_to(reader).filter(agenda_items__meeting=meeting)
    seen = set(rows.values_list("pk", flat=True))
    scores = {}
    current = Assessment.objects.filter(request__in=seen, superseded_by__isnull=True)
    for each in current.select_related("model").order_by("side", "-pk"):
        told = (each.get_side_display(), score_words(each))
        scores.setdefault(each.request_id, []).append(told)
    conflicts = {}
    for each in people:
        declared = each["declaration"].conflicts.all() if each["declaration"] else []
        for conflict in declared:
            conflicts.setdefault(conflict.request_id, []).append(each["name"])
    return [
        {
            "request": item.request,
            "seen": item.request_id in seen,
            "scores": scores.get(item.request_id, []),
            "conflicts": conflicts.get(item.request_id, []),
        }
        for item in meeting.agenda.select_related("request__force").order_by("order")
    ]


@require_GET
@transaction.atomic
def letter(request, reference, pk):
    """Give the letter about one decision on a request in sight."""
    row = the_request(request, reference)
    found = row.decisions.select_related("decided_by", "region", "supersedes").filter(pk=pk)
    decision = found.first()
    if decision is None:
        raise Http404
    content, at = decision_letter(decision), timezone.now()
    record_read(actor=request.user, action="request.letter.download", at=at, target=row)
    return given(
        request,
        Package(content, f"{reference}-decision-{pk}.pdf".lower(), PDF),
        at=at,
        kind=ExportKind.DECISION_LETTER,
        target=row,
        recipient=row.force.name,
        purpose=Purpose.WORK,
    )


def given(request, package, *, at, **told):
    """Write the line in the register, and answer with the file."""
    spend(EXPORT, request.user, now=at)
    record_export(by=request.user, at=at, package=package, **told)
    return attached(request, package)
