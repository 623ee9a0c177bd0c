"""The record of a meeting besides its agenda: who declared what, and what was to be done."""

from tasking.models import Conflict, MeetingAction
from toex.core.periods import london_date


def attendance(meeting):
    """Return each attendee with what they declared; None where nobody has asked them yet."""
    declared = meeting.declarations.select_related("person").prefetch_related("conflicts__request")
    by_name = {each.attendee: each for each in declared}
    return [
        {"place": place, "name": name, "declaration": by_name.get(name)}
        for place, name in enumerate(meeting.attendees, 1)
    ]


def in_conflict(meeting):
    """Return (person, request), by their numbers, for each conflict declared in the meeting."""
    found = Conflict.objects.filter(declaration__meeting=meeting)
    return {(each.declaration.person_id, each.request_id) for each in found}


def actions_of(meeting, *, reader, at):
    """Return the meeting's actions, and those that earlier meetings had open on its day."""
    rows = MeetingAction.objects.visible_to(reader).soonest_first()
    rows = rows.select_related("owner", "request", "meeting", "done_by")
    own, carried = rows.filter(meeting=meeting), rows.carried_into(meeting)
    for row in (*own, *carried):
        row.overdue = row.is_overdue(london_date(at))
    return own, carried
