"""For whom somebody decided under cover: the trail knows it, and readers are told the name."""

from toex.audit.covered import names_of_covered
from toex.audit.models import AuditEvent
from toex.audit.wording import COVER, cover_in_words


def with_cover(decisions):
    """Return `decisions` as a list; each says in `cover_words` for whom, or has an empty text."""
    decisions = list(decisions)
    events = AuditEvent.objects.filter(
        action="request.decide",
        target_model="tasking.taskingrequest",
        target_pk__in={decision.request_id for decision in decisions},
        changes__has_key=COVER,
    )
    events = list(events) if decisions else []
    names = names_of_covered(events)
    told = {
        (event.target_pk, event.actor_id, event.at): cover_in_words(event.changes, names)
        for event in events
    }
    for decision in decisions:
        key = (decision.request_id, decision.decided_by_id, decision.decided_at)
        decision.cover_words = "".join(told.get(key, []))
    return decisions
