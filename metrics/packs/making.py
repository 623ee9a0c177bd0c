"""Making packs in the background: in small steps that may be interrupted and repeated."""

import hashlib
import json
from datetime import timedelta

from django.db import transaction

from metrics import files
from metrics.models import Pack, PackRun, Release
from metrics.packs.content import pack_pdf, places_of
from toex.audit.services import record_event
from toex.core.archives import packed


def make_packs(run_id, *, at) -> bool:
    """Make what is not made yet of a run, then its zip; return whether it is complete.

    Each pack is kept as soon as it is made, so that an interrupted run goes on where it was.
    """
    run = PackRun.objects.select_related("release").get(pk=run_id)
    if run.finished_at is not None:
        return True
    if run.release.sha256 != run.made_from:
        return False  # a cell was hidden since: these packs would show it
    if run.made_with != files.made_with():
        return False  # the rest would look different from what is made of it
    snapshot = json.loads(run.release.snapshot)
    for place in places_of(snapshot):
        if not run.packs.filter(name=place.name).exists():
            _keep(run, place, pack_pdf(snapshot, place))
    return _finish(run, at=at)


def left_behind(*, now) -> list[int]:
    """Return the unfinished runs that were asked for a while ago, at most a day."""
    asked = (now - timedelta(days=1), now - timedelta(minutes=10))
    runs = PackRun.objects.unfinished().filter(asked_at__range=asked)
    return list(runs.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _keep(run, place, content):
    fields = {
        "region": place.region,
        "force": place.force,
        "title": place.label,
        "content": content,
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    Pack.objects.get_or_create(run=run, name=place.name, defaults=fields)
    PackRun.objects.filter(pk=run.pk).update(made=run.packs.count())


@transaction.atomic
def _finish(run, *, at):
    release = Release.objects.select_for_update().get(pk=run.release_id)
    run = PackRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.finished_at is None and release.sha256 == run.made_from:
        packs = run.packs.order_by("name")
        run.content = packed({f"{pack.name}.pdf": bytes(pack.content) for pack in packs})
        run.sha256 = hashlib.sha256(run.content).hexdigest()
        run.made, run.finished_at = len(packs), at
        run.save()
        told = {"run": run.pk, "made": run.made, "sha256": run.sha256}
        record_event(actor=run.asked_by, action="packs.make", target=release, at=at, changes=told)
    return run.finished_at is not None
