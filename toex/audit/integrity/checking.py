"""How the trail stands: counted when asked while it is short, else as a worker last found it."""

import logging
from dataclasses import dataclass

from django.core import signing

from toex.audit.integrity.findings import Finding, Result
from toex.audit.integrity.verifying import span_of_trail, verify
from toex.audit.models import TrailCheck

# So many events are checked in about a second.
AT_ONCE = 50_000
MADE_UP = "What the last check found was changed in the database. Check the log again."
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Standing:
    """`result` is None before the first check; `running` is one that a worker is carrying out."""

    result: Result | None
    running: TrailCheck | None = None
    is_of_now: bool = False


def standing(*, at) -> Standing:
    if span_of_trail() <= AT_ONCE:
        return Standing(verify(at=at), is_of_now=True)
    last = _last()
    return Standing(last and _kept(last), running_check())


def running_check() -> TrailCheck | None:
    """Return the check that was asked for since the last one came to its end."""
    last = _last()
    unfinished = TrailCheck.objects.filter(finished_at=None, pk__gt=last.pk if last else 0)
    return unfinished.order_by("-pk").first()


def new_check(*, by, at) -> TrailCheck:
    return TrailCheck.objects.create(asked_at=at, asked_by=by, wanted=span_of_trail())


def check_trail(*, at) -> Result:
    """Check the whole trail as the clock asks for it each night."""
    return run_check(new_check(by=None, at=at).pk, at=at)


def run_check(check_id, *, at) -> Result:
    """Carry a check out, writing down how far it is, and keep what it came to."""
    check = TrailCheck.objects.get(pk=check_id)
    row = TrailCheck.objects.filter(pk=check_id, finished_at=None)
    result = verify(at=at, progress=lambda done: row.update(done=done))
    signed = signing.dumps(result.as_plain(), salt=_salt(check))
    row.update(done=check.wanted, finished_at=at, result=signed)
    if result.wrong:
        logger.error("The trail is not as it was sealed, first at event %s.", result.first.event)
    return result


def _last():
    return TrailCheck.objects.filter(finished_at__isnull=False).order_by("-pk").first()


def _kept(check) -> Result:
    try:
        return Result.from_plain(signing.loads(check.result, salt=_salt(check)))
    except signing.BadSignature:
        result = Result(checked_at=check.finished_at)
        result.add(Finding(None, None, MADE_UP))
        return result


def _salt(check):
    return f"toex.audit.check {check.pk}"
