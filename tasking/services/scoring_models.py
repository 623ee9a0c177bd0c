"""Bringing in scoring models: data, checked when loaded, and never changed once live."""

from django.db import transaction

from tasking.choices import ModelStatus
from tasking.models import ScoringModel
from tasking.scoring import NotAModel, digest, validate
from toex.audit.services import record_event
from toex.core.periods import london_date


@transaction.atomic
def load_scoring_model(*, at, code, version, title, provenance, definition, official=False):
    """Add a scoring model as live, or find it there; return (the model, whether it was added).

    :raises NotAModel: the definition does not hold together, or that version is there already
        with another definition
    """
    validate(definition)
    sha256 = digest(definition)
    model, added = ScoringModel.objects.get_or_create(
        code=code,
        number=version,
        defaults={
            "title": title,
            "provenance": provenance,
            "official": official,
            "status": ModelStatus.LIVE,
            "definition": definition,
            "sha256": sha256,
            "effective_from": london_date(at),
        },
    )
    if model.sha256 != sha256:
        raise NotAModel(f"{model} is there already and is never changed: give it a new version.")
    if added:
        changes = {"model": str(model), "sha256": sha256}
        record_event(actor=None, action="scoring-model.load", target=model, at=at, changes=changes)
    return model, added
