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


def freeze_release(release, *, version, by, at, reason="", note="", tell=lambda: None):
    """Count the figures as known now, hide what is small, and make the files; return the release.

    It is counted before the release is locked: what takes seconds keeps nobody waiting. Whether
    it is still safe beside what came out meanwhile is asked again before it is approved.
    `tell` is called when it is counted, and each time a group of measures has been protected.

    :raises ValidationError: a region has not confirmed and no `reason` says why to go on; or no
        way was found to hide what must be hidden
    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    """
    release = Release.objects.visible_to(by).get(pk=release.pk)
    check_step(release, RELEASE, "freeze", by=by, version=version)
    quarters.ensure(london_date(at))
    insist_on_reason(release, reason)
    counted = take_figures(release, by=by, cut=at)
    tell()
    figures, done = disclosure.protected(release, counted, tell)
    return _freeze(release, figures, done, version=version, by=by, at=at, reason=reason, note=note)


def insist_on_reason(release, reason):
    """Return what is not confirmed, in sentences.

    :raises ValidationError: something is not, and no reason says why to go on
    """
    missing = quarters.unconfirmed(release.span)
    if missing and not reason.strip():
        now = " ".join(quarters.unconfirmed(release.span, is_frozen=False))
        sentence = f"Say why to go on although not everything is confirmed: {now}"
        raise ValidationError({"reason": [sentence]})
    return missing


@transaction.atomic
def _freeze(release, figures, done, *, version, by, at, reason, note):
    release = lock(release, by=by)
    check_step(release, RELEASE, "freeze", by=by, version=version)
    missing = insist_on_reason(release, reason)
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
        held=sorted(done.held),
    )
    ReleaseFigure.objects.bulk_create(figures, batch_size=500)
    rebuild(release)
    attacks.ask_for_attack(release, by=by, at=at)
    return release


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
