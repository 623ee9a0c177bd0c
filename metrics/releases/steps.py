"""Freezing, approving and publishing: each once, in this order, by the clock and two people."""

from django.core.exceptions import ValidationError
from django.db import transaction

from metrics import attacks, disclosure, quarters
from metrics.models import Release, ReleaseFigure
from metrics.releases.files import rebuild
from metrics.releases.take import take_figures
from metrics.workflow import RELEASE
from toex.core.periods import LONDON, london_date
from toex.workflow.moves import check_step, lock, move
from toex.workflow.refusals import StepNotAllowed


@transaction.atomic
def freeze_release(release, *, version, by, at, reason="", note=""):
    """Count the figures as known now, hide what is small, and make the files; return the release.

    :raises ValidationError: a region has not confirmed and no `reason` says why to go on; or no
        way was found to hide what must be hidden
    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    """
    release = lock(release, by=by)
    check_step(release, RELEASE, "freeze", by=by, version=version)
    quarters.ensure(london_date(at))
    missing = quarters.unconfirmed(release.span)
    if missing and not reason.strip():
        now = " ".join(quarters.unconfirmed(release.span, is_frozen=False))
        sentence = f"Say why to go on although not everything is confirmed: {now}"
        raise ValidationError({"reason": [sentence]})
    release = move(
        release,
        RELEASE,
        "freeze",
        by=by,
        at=at,
        version=version,
        note=reason.strip() or note,
        changes={"missing": len(missing)},
        data_cut_at=at,
        frozen_by=by,
        missing=missing,
        freeze_reason=reason.strip() if missing else "",
    )
    ReleaseFigure.objects.bulk_create(take_figures(release, by=by, cut=at), batch_size=500)
    protect(release)
    rebuild(release)
    attacks.ask_for_attack(release, by=by, at=at)
    return release


def protect(release):
    """Hide what is small and what would give it away; keep which measures had to be held."""
    release.held = sorted(disclosure.protect(release).held)
    release.save(update_fields=["held"])


@transaction.atomic
def approve_release(release, *, version, by, at, note=""):
    """Approve a frozen release that somebody else drafted and froze.

    :raises ValidationError: a hidden cell can be worked out; the message says how
    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    """
    release = lock(release, by=by)
    check_step(release, RELEASE, "approve", by=by, version=version)
    attacks.insist_on_clean(release, by=by, at=at)
    return move(
        release,
        RELEASE,
        "approve",
        by=by,
        at=at,
        version=version,
        note=note,
        approved_by=by,
        approved_at=at,
    )


@transaction.atomic
def publish_release(release, *, version, by, at, note=""):
    """Publish an approved release once its time has come; from then on nothing of it changes.

    :raises StepNotAllowed: its time has not come
    :raises ValidationError: a hidden cell can be worked out; the message says how
    :raises NotYourStep: :raises VersionMissing: :raises VersionStale:
    """
    release = lock(release, by=by)
    check_step(release, RELEASE, "publish", by=by, version=version)
    if at < release.publish_at:
        when = release.publish_at.astimezone(LONDON)
        raise StepNotAllowed(f"This is to be published on {when:%-d %B %Y at %H:%M}, not before.")
    attacks.insist_on_clean(release, by=by, at=at)
    return move(
        release, RELEASE, "publish", by=by, at=at, version=version, note=note, published_at=at
    )


def publish_due(*, at):
    """Publish, in the name of who approved it, each release whose time has come; return them."""
    return [
        publish_release(
            release, version=release.version, by=release.approved_by, at=at, note="By the clock."
        )
        for release in Release.objects.due(at)
        .select_related("approved_by")
        .order_by("publish_at", "pk")
    ]
