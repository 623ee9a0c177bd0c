"""Many outcomes verified in one act, at the end of a quarter."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.services.outcomes import verify_outcome
from toex.workflow.refusals import Refusal


@transaction.atomic
def verify_outcomes(chosen, *, by, at, note=""):
    """Verify all of `chosen`, pairs of an outcome and the version that was read, or none.

    :raises DoesNotExist: one is out of sight of `by`
    :raises ValidationError: says of each outcome that cannot be verified why not
    """
    verified, sentences = [], []
    for outcome, version in sorted(chosen, key=lambda pair: pair[0].pk):
        try:
            verified.append(verify_outcome(outcome, version=version, by=by, at=at, note=note))
        except Refusal as error:
            sentences.append(f"Outcome {outcome.pk} of {outcome.belongs_to}: {error}")
    if not chosen:
        sentences.append("Select at least one outcome.")
    if sentences:
        raise ValidationError(sentences)
    return verified
