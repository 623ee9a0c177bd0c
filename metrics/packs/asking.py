"""Asking for the packs of a release."""

import json
from functools import partial

from django.db import transaction

from metrics import files
from metrics.choices import ReleaseState
from metrics.models import PackRun
from metrics.packs import tasks
from metrics.packs.content import places_of
from toex.accounts.choices import Role
from toex.audit.services import record_event
from toex.workflow.moves import lock
from toex.workflow.refusals import NotYourStep, StepNotAllowed


@transaction.atomic
def ask_for_packs(release, *, by, at):
    """Have the packs of a frozen release made, and return the run that makes them.

    Of a release as it stands one run is under way at a time: asking again sends it off again.

    :raises NotYourStep: `by` is not of the programme office
    :raises StepNotAllowed: the release has not been frozen yet
    """
    if by.role != Role.PROGRAMME_OFFICE:
        raise NotYourStep("Only the programme office can have packs made.")
    release = lock(release, by=by)
    if release.state == ReleaseState.DRAFT or not release.snapshot:
        raise StepNotAllowed("Packs can be made once the figures are frozen.")
    run = PackRun.objects.of(release).unfinished().filter(made_with=files.made_with()).first()
    if run is None:
        wanted = len(places_of(json.loads(release.snapshot)))
        run = PackRun.objects.create(
            release=release,
            made_from=release.sha256,
            made_with=files.made_with(),
            wanted=wanted,
            asked_at=at,
            asked_by=by,
        )
        told = {"run": run.pk, "wanted": wanted}
        record_event(actor=by, action="packs.ask", target=release, at=at, changes=told)
    transaction.on_commit(partial(tasks.make_packs.delay, run.pk), robust=True)
    return run
