"""What happened to a request, newest first, in plain words."""

from dataclasses import dataclass
from datetime import datetime

from tasking.forms.sections import SECTIONS
from tasking.forms.sections import TITLES as TITLES_OF_PARTS
from toex.accounts.choices import FORCE_ROLES
from toex.audit.covered import names_of_covered
from toex.audit.models import AuditEvent
from toex.audit.wording import cover_in_words, in_words

TITLES = {
    "request.create": "Draft begun",
    "request.change": "Answers changed",
    "request.submit": "Sent to the gateway",
    "request.start-triage": "Checking began",
    "request.return": "Returned to the force with a question",
    "request.resubmit": "Reply sent, and the request sent again",
    "request.refer": "Put before the TOEX managers",
    "request.pass-on": "Passed on to another region",
    "request.withdraw": "Withdrawn by the force",
    "request.decide": "Decided",
    "request.open-case": "A case was opened",
    "request.assess": "A score was recorded",
    "request.add-file": "File added",
    "request.remove-file": "File removed",
    "request.message": "Message written",
}
# What is written for the other side, too; other notes are the region's own.
SHARED_NOTES = {"request.return", "request.resubmit", "request.withdraw", "request.pass-on"}


@dataclass(frozen=True)
class Happening:
    title: str
    at: datetime
    by: object
    text: str


def told(event, *, notes, names):
    """Return what stands under a line: parts that changed, cover, and the note, if any."""
    changed = set(event.changes.get("fields", []))
    parts = [
        TITLES_OF_PARTS[part] for part, form in SECTIONS.items() if changed & {*form.base_fields}
    ]
    if changed & {"has_no_score", "score_begun"}:
        parts.append(TITLES_OF_PARTS["score"])
    lines = [
        f"Changed: {', '.join(parts)}" if parts else "",
        *cover_in_words(event.changes, names),
        event.note if notes else "",
    ]
    return "\n".join(line for line in lines if line)


def timeline(row, *, reader):
    """Return what happened to `row` as `reader` may read it, newest first."""
    events = AuditEvent.objects.around(row).writes().select_related("actor").newest_first()
    names = names_of_covered(events)
    mine = reader.role not in FORCE_ROLES
    return [
        Happening(
            TITLES.get(event.action) or in_words(event.action),
            event.at,
            event.actor or "the system",
            told(event, notes=mine or event.action in SHARED_NOTES, names=names),
        )
        for event in events
        if event.action in TITLES or mine
    ]
