"""The way back from a mistake, before anybody has approved it: thawing and throwing away."""

from django.db import transaction

from metrics.models import Pack
from metrics.workflow import REPAIR
from toex.audit.services import record_event
from toex.workflow.moves import check_step, lock, move


@transaction.atomic
def thaw_release(release, *, version, by, at, reason):
    """Take a frozen release back to draft, and return it.

    Its figures, files and cells hidden by hand are discarded; the trail keeps whose freeze it
    was, of which data cut and with which digest. Whoever freezes it next cannot approve it, and
    whoever froze it before can, unless they drafted it: so two people are always enough.

    :raises ValidationError: there is no reason
    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    """
    release = lock(release, by=by)
    check_step(release, REPAIR, "thaw", by=by, version=version)
    discarded = {
        "frozen_by": release.frozen_by and release.frozen_by.email,
        "data_cut_at": release.data_cut_at.isoformat(),
        "sha256": release.sha256,
    }
    release = move(
        release,
        REPAIR,
        "thaw",
        by=by,
        at=at,
        version=version,
        note=reason.strip(),
        changes=discarded,
        data_cut_at=None,
        frozen_by=None,
        missing=[],
        freeze_reason="",
        held=[],
        snapshot="",
        sha256="",
    )
    release.attacks.all().delete()
    release.choices.all().delete()
    release.figures.all().delete()
    release.files.all().delete()
    return release


@transaction.atomic
def discard_release(release, *, version, by, at):
    """Throw a draft away with its early access list; its reference is free for the next draft.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    """
    release = lock(release, by=by)
    check_step(release, REPAIR, "discard", by=by, version=version)
    told = {"period": release.period, "publish_at": release.publish_at.isoformat()}
    record_event(actor=by, action="release.discard", target=release, at=at, changes=told)
    release.early_access.all().delete()
    Pack.objects.filter(run__release=release).delete()
    release.pack_runs.all().delete()
    release.delete()
