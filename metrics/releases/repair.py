"""The way back from a mistake, before a release is out: sending back, thawing, throwing away."""

from django.db import transaction

from cases.services.steps import both
from metrics.models import Pack
from metrics.releases.planning import forget_checks
from metrics.workflow import REPAIR
from toex.audit.services import record_event
from toex.workflow.moves import check_step, lock, move
from toex.workflow.refusals import StepNotAllowed


@transaction.atomic
def send_back_release(release, *, version, by, at, reason, note=""):
    """Make an approved release frozen again, before its time; its approval is void.

    Its figures and files stay, and those who had early access no longer see it. It is approved
    anew, thawed, or hides another cell. The trail keeps whose approval it was, and when.

    :raises ValidationError: there is no reason
    :raises StepNotAllowed: it is not approved, or its time has come, so that it is out
    :raises NotYourStep: :raises VersionMissing: :raises VersionStale:
    """
    release = lock(release, by=by)
    check_step(release, REPAIR, "send-back", by=by, version=version)
    if release.is_out(at):
        raise StepNotAllowed("Its time has come, so it is out. Put it right in a later edition.")
    void = {
        "approved_by": release.approved_by.email,
        "approved_at": release.approved_at.isoformat(),
    }
    return move(
        release,
        REPAIR,
        "send-back",
        by=by,
        at=at,
        version=version,
        note=both(reason, note),
        changes=void,
        approved_by=None,
        approved_at=None,
    )


@transaction.atomic
def thaw_release(release, *, version, by, at, reason, note=""):
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
        note=both(reason, note),
        changes=discarded,
        data_cut_at=None,
        frozen_by=None,
        missing=[],
        freeze_reason="",
        held=[],
        snapshot="",
        sha256="",
    )
    forget_checks(release)
    release.attacks.all().delete()
    release.choices.all().delete()
    release.figures.all().delete()
    release.files.all().delete()
    return release


@transaction.atomic
def discard_release(release, *, version, by, at, note=""):
    """Throw a draft away with its early access list; its reference is free for the next draft.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    """
    release = lock(release, by=by)
    check_step(release, REPAIR, "discard", by=by, version=version)
    told = {"period": release.period, "publish_at": release.publish_at.isoformat()}
    record_event(
        actor=by, action="release.discard", target=release, at=at, changes=told, note=note.strip()
    )
    release.early_access.all().delete()
    Pack.objects.filter(run__release=release).delete()
    release.pack_runs.all().delete()
    release.freezings.all().delete()
    release.delete()
