"""What the reviewer of a frozen release may still do to it: hide more, or protect otherwise."""

from django.core.exceptions import ValidationError
from django.db import transaction

from metrics import attacks, disclosure
from metrics.choices import Status
from metrics.models import DisclosureChoice
from metrics.releases.alternatives import MERGE, MODE, is_alternative
from metrics.releases.files import rebuild
from metrics.workflow import REVIEW
from toex.workflow.moves import check_step, lock, move


@transaction.atomic
def hide_cell(release, *, version, by, at, figure, reason):
    """Hide one more cell of a frozen release, and what would give it away; return the release.

    `figure` is one of the release's own. The snapshot and the files are made again.

    :raises ValidationError: there is no reason, the cell cannot be hidden, or it could not be
        made safe; the message says why
    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    """
    release = lock(release, by=by)
    check_step(release, REVIEW, "hide-cell", by=by, version=version)
    figure = release.figures.filter(pk=figure.pk).first()
    if figure is None or figure.status != Status.OK or figure.hidden or not figure.value:
        raise ValidationError({"figure": ["Select a cell that is shown and is not zero."]})
    release = move(
        release,
        REVIEW,
        "hide-cell",
        by=by,
        at=at,
        version=version,
        note=reason,
        changes={"cell": list(figure.key)},
    )
    DisclosureChoice.objects.create(
        release=release, figure=figure, reason=reason.strip(), at=at, by=by
    )
    return _made_again(release, by=by, at=at)


@transaction.atomic
def choose_alternative(release, *, version, by, at, code, measure, reason):
    """Do what an alternative of the review says to a frozen release, and return the release.

    `code` is that of one of `alternatives_of` the release and `measure`, by its code. The snapshot
    and the files are made again.

    :raises ValidationError: there is no reason, or it does not make the release safe; the message
        says which sum would give a cell away
    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    """
    release = lock(release, by=by)
    check_step(release, REVIEW, "choose-alternative", by=by, version=version)
    kind, _, what = code.partition(":")
    if not is_alternative(release, code):
        raise ValidationError({"code": ["Select one of the alternatives."]})
    release = move(
        release,
        REVIEW,
        "choose-alternative",
        by=by,
        at=at,
        version=version,
        note=reason,
        changes={"alternative": code, "measure": measure},
        mode=what if kind == MODE else release.mode,
    )
    if kind == MERGE:
        told = {"release": release, "reason": reason.strip(), "at": at, "by": by}
        DisclosureChoice.objects.bulk_create(
            DisclosureChoice(figure=figure, **told)
            for figure in release.figures.filter(measure=measure, table=what, status=Status.OK)
        )
    release = _made_again(release, by=by, at=at)
    findings = disclosure.audit(release)
    if findings:
        raise ValidationError([finding.sentence for finding in findings])
    return release


def _made_again(release, *, by, at):
    """Protect the release anew, make its snapshot and files from that, and have it attacked."""
    held = disclosure.protect(release).held
    release.held = sorted({*release.held, *held})
    release.save(update_fields=["held"])
    rebuild(release)
    attacks.ask_for_attack(release, by=by, at=at)
    return release
