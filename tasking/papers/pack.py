"""The agenda pack of a meeting, as its reader may see it, dated by the day of the meeting."""

from datetime import datetime, time

from toex.core.periods import LONDON, london_date
from toex.core.templatetags.toex_tags import long_date
from toex.core.typesetting import clean, typeset
from toex.core.working_days import working_days_between

NOTICE = "A score is given as information. It decides nothing: people decide, and say why."


def agenda_pack(meeting, *, items, attendance, actions) -> bytes:
    """Return the pack as a tagged PDF.

    `items` are dicts of `request`, `seen` (by the reader), `scores` (who assessed, and words) and
    `conflicts` (attendees); `attendance` is as the page has it; `actions` are the open ones.
    """
    data = {
        # What people typed comes last: where it runs from the right, as Arabic does, it would draw
        # a date after it to its other side. Signs that prevent it would stand in what is copied.
        "title": clean(f"Agenda pack of {long_date(meeting.held_on)}: {meeting.forum_name}"),
        "marking": "OFFICIAL-SENSITIVE",
        "reference": meeting.reference,
        "about": [
            f"Region: {clean(meeting.region.name)} ({meeting.region.code}).",
            f"Date of the meeting: {long_date(meeting.held_on)}.",
            f"{meeting.reference}, version {meeting.version}. "
            f"Status: {meeting.get_state_display().lower()}.",
            NOTICE,
        ],
        "attendance": _table(
            ["Attendee", "Conflict of interest"],
            [[each["name"], _declared(each["declaration"])] for each in attendance],
            none="Nobody is on the list yet.",
        ),
        "actions": _table(
            ["Action", "What is to be done", "Who", "Due"],
            [_action(each, day=meeting.held_on) for each in actions],
            none="No action is open.",
            columns=[0, 3, 2, 2],
        ),
        "items": [_item(place, each, day=meeting.held_on) for place, each in enumerate(items, 1)],
    }
    at = datetime.combine(meeting.held_on, time(), tzinfo=LONDON)
    return typeset("tasking/papers/pack.typ", data, at=at.isoformat())


def _table(header, rows, *, none, columns=None):
    return {
        "header": header,
        "rows": [[clean(words) for words in row] for row in rows],
        "numeric": [False] * len(header),
        "totals": [],
        "columns": columns or [1] * len(header),
        "none": none,
    }


def _declared(declaration):
    if declaration is None:
        return "Not asked yet"
    on = [each.request.reference for each in declaration.conflicts.all()]
    if not on:
        return "None declared"
    more = f": {declaration.nature}" if declaration.nature else ""
    return f"Conflict on {', '.join(on)}{more}"


def _action(action, *, day):
    about = f" About {action.request.reference}." if action.request else ""
    late = ", overdue" if action.is_overdue(day) else ""
    return [
        action.reference,
        f"{action.text}{about}",
        action.owner.name,
        f"{long_date(action.due_on)}{late}",
    ]


def _item(place, item, *, day):
    request = item["request"]
    if not item["seen"]:
        facts = [["Request", "It is no longer in your sight."]]
        return {"title": f"{place}. {request.reference}", "facts": facts}
    facts = [
        ["Force", request.force.name],
        ["Main type", request.get_primary_type_display() or "Not provided"],
        ["Waiting", _waiting(request, day)],
        ["Assessments", "; ".join(f"{who}: {words}" for who, words in item["scores"]) or "None"],
        ["Conflicts declared", ", ".join(item["conflicts"]) or "None"],
    ]
    return {
        "title": clean(f"{place}. {request.reference}: {request.title}"),
        "facts": [[term, clean(words)] for term, words in facts],
    }


def _waiting(request, day):
    sent = london_date(request.submitted_at)
    days = working_days_between(sent, day)
    return (
        f"{days} working day{'' if days == 1 else 's'} on the day of the meeting, "
        f"since it was sent on {long_date(sent)}"
    )
