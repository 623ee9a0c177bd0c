"""Giving the password once more before something that matters; it holds for a few minutes.

Signing in does not count: a shared terminal is signed in as well.
"""

from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth import authenticate
from django.db import transaction

from toex.audit.services import record_event

CONFIRMED = "confirmed"


def confirmed_at(request, *, now):
    """Return when the password was last given again, or None where that is too long ago."""
    moment = request.session.get(CONFIRMED)
    if moment is None or not 0 <= now.timestamp() - moment <= settings.STEP_UP_SECONDS:
        return None
    return datetime.fromtimestamp(moment, tz=UTC)


def confirm(request, password, *, at):
    """Hold the password against the reader's own, and return whether it is right.

    A right one gives the session a new key. Wrong ones are counted as they are at signing in.
    """
    person = authenticate(request, username=request.user.email, password=password)
    if person is None or person.pk != request.user.pk:
        return False
    request.session.cycle_key()
    request.session[CONFIRMED] = at.timestamp()
    with transaction.atomic():
        record_event(actor=person, action="user.confirm", target=person, at=at)
    return True
