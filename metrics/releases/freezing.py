"""Freezing a release as a worker does it, writing down how far it is and what came of it."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db.models import F

from metrics.models import Freezing, Release
from metrics.releases.steps import freeze_release
from toex.workflow.refusals import Refusal


def run_freezing(freezing_id, *, at) -> bool:
    """Freeze what was asked for, as known `at`; return whether the release is frozen by it.

    A worker that has it a second time finds the release frozen, and leaves the first result.
    """
    freezing = (
        Freezing.objects.select_related("release", "asked_by").filter(pk=freezing_id).first()
    )
    if freezing is None or freezing.finished_at is not None:
        return freezing is not None and freezing.is_frozen
    Freezing.objects.filter(pk=freezing_id).update(done=0)
    refused = _refused(freezing, at=at)
    waiting = Freezing.objects.filter(pk=freezing_id, finished_at=None)
    return bool(waiting.update(finished_at=at, refused=refused)) and not refused


def _refused(freezing, *, at) -> str:
    """Freeze, and return an empty string, or the sentences that say why not."""
    try:
        freeze_release(
            freezing.release,
            version=freezing.version,
            by=freezing.asked_by,
            at=at,
            reason=freezing.reason,
            tell=_teller(freezing),
        )
    except Release.DoesNotExist:
        return "The release is no longer there for whoever asked."
    except ValidationError as error:
        return " ".join(error.messages)
    except Refusal as error:
        return str(error)
    return ""


def _teller(freezing) -> Callable[[], None]:
    row = Freezing.objects.filter(pk=freezing.pk)
    return lambda: row.update(done=F("done") + 1)


def latest_freezing(release) -> Freezing | None:
    """Return the last freezing asked for; None where nobody asked a worker."""
    return release.freezings.select_related("asked_by").order_by("pk").last()
