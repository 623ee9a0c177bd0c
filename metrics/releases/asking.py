"""Having a release frozen by a worker: counting and hiding take from seconds to a minute."""

from functools import partial

from django.db import transaction

from metrics import disclosure, quarters
from metrics.models import Freezing
from metrics.releases import tasks
from metrics.releases.freezing import latest_freezing
from metrics.releases.steps import insist_on_reason
from metrics.workflow import RELEASE
from toex.audit.services import record_event
from toex.core.periods import london_date
from toex.workflow.moves import check_step, lock
from toex.workflow.refusals import StepNotAllowed

COUNTED_AND_FILED = 2  # the steps beside one for each group of linked measures


@transaction.atomic
def ask_to_freeze(release, *, version, by, at, reason="") -> Freezing:
    """Have a worker freeze a draft, and return what tells how far it is.

    What can be refused at once is; the rest stands in the row, once the worker has found it.

    :raises ValidationError: a region has not confirmed and no `reason` says why to go on
    :raises NotYourStep: :raises VersionMissing: :raises VersionStale:
    :raises StepNotAllowed: it is no draft any more, or is being frozen already
    """
    release = lock(release, by=by)
    check_step(release, RELEASE, "freeze", by=by, version=version)
    quarters.ensure(london_date(at))
    insist_on_reason(release, reason)
    last = latest_freezing(release)
    if last and last.is_under_way(at):
        raise StepNotAllowed("The figures are being frozen already.")
    freezing = Freezing.objects.create(
        release=release,
        version=version,
        reason=reason.strip(),
        wanted=len(disclosure.groups()) + COUNTED_AND_FILED,
        asked_at=at,
        asked_by=by,
    )
    record_event(actor=by, action="release.ask-freeze", target=release, at=at)
    transaction.on_commit(partial(tasks.run_freezing.delay, freezing.pk), robust=True)
    return freezing
