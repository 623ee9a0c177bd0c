"""What the reviewer of a frozen release may still do to it: hide one more cell."""

from django.core.exceptions import ValidationError
from django.db import transaction

from metrics import attacks, disclosure
from metrics.choices import Status
from metrics.models import DisclosureChoice
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
    held = disclosure.protect(release).held
    release.held = sorted({*release.held, *held})
    release.save(update_fields=["held"])
    rebuild(release)
    attacks.ask_for_attack(release, by=by, at=at)
    return release
