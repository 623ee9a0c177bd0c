"""Assessing a request: worked out from levels, or typed in from the force's own tool."""

from django.core.exceptions import ValidationError
from django.db import transaction

from tasking import scoring
from tasking.choices import Mode, ModelStatus, Side, Stage
from tasking.models import Assessment
from tasking.workflow import SCORING
from toex.accounts.choices import Role
from toex.audit.services import record_event
from toex.workflow.moves import lock

EXTERNAL = {
    "external_model": "Enter the name and version of the model.",
    "external_score": "Enter the score.",
    "external_band": "Enter the band.",
}
LONGEST_EVIDENCE = 5_000


@transaction.atomic
def assess_request(
    request,
    *,
    by,
    at,
    stage,
    mode,
    **given,
):
    """Add an assessment by the request's force or by its region, and return it.

    `given`: `model`, `levels` and `evidence` where it is computed; `external_model`,
    `external_score` and `external_band` where it is typed in. It supersedes the last one of the
    same side and stage; force and region stand beside each other.

    :raises NotYourStep: `by` is neither of its force nor of its region
    :raises StepNotAllowed: not in this state
    :raises ValidationError: names each field that is missing or does not fit
    """
    request = lock(request, by=by)
    SCORING.step_for("assess", row=request, by=by)
    side = Side.FORCE if by.role == Role.FORCE_LEAD else Side.REGION
    assessment = add_assessment(
        request.assessments, by=by, at=at, side=side, stage=stage, mode=mode, **given
    )
    if side == Side.FORCE and request.score_begun:
        request.score_begun = None
        request.save(update_fields=["score_begun"])
    record_event(
        actor=by,
        action="request.assess",
        target=assessment,
        at=at,
        changes={"side": side, "stage": stage, "mode": mode},
    )
    return assessment


def add_assessment(
    siblings,
    *,
    by,
    at,
    side,
    stage,
    mode,
    **given,
):
    """Add an assessment to `siblings`, those of one request or one case, and return it.

    :raises ValidationError: names each field that is missing or does not fit
    """
    values = check_assessment(stage=stage, mode=mode, **given)
    last = siblings.filter(side=side, stage=stage, superseded_by__isnull=True).first()
    return siblings.create(side=side, assessed_by=by, assessed_at=at, supersedes=last, **values)


def check_assessment(
    *,
    stage,
    mode,
    model=None,
    levels=None,
    evidence=None,
    **external,
):
    """Return the fields of an assessment as they will be stored, its totals worked out.

    :raises ValidationError: names each field that is missing or does not fit
    """
    errors = {}
    if stage not in Stage.values:
        errors["stage"] = ["Choose the stage."]
    if mode not in Mode.values:
        errors["mode"] = ["Choose how it was scored."]
    if errors:
        raise ValidationError(errors)
    if mode == Mode.EXTERNAL:
        return {"stage": stage, "mode": mode, **_external(external)}
    worked_out = _computed(model, levels or {}, evidence or {})
    return {"stage": stage, "mode": mode, "model": model, **worked_out}


def _external(given):
    values = {name: (given.get(name) or "").strip() for name in EXTERNAL}
    errors = {name: [sentence] for name, sentence in EXTERNAL.items() if not values[name]}
    for name, value in values.items():
        limit = Assessment._meta.get_field(name).max_length
        if len(value) > limit:
            errors[name] = [f"This must be {limit} characters or fewer."]
    if errors:
        raise ValidationError(errors)
    return values


def _computed(model, levels, evidence):
    if model is None or model.status != ModelStatus.LIVE:
        raise ValidationError({"model": ["Choose a scoring model that is in use."]})
    try:
        score = scoring.evaluate(model.definition, levels)
    except scoring.NotLevels as error:
        raise ValidationError({"levels": error.problems}) from error
    known = scoring.criteria(model.definition)
    if not all(
        name in known and isinstance(text, str) and len(text) <= LONGEST_EVIDENCE
        for name, text in evidence.items()
    ):
        sentence = f"Evidence is up to {LONGEST_EVIDENCE} characters for a criterion of the model."
        raise ValidationError({"evidence": [sentence]})
    return {
        "levels": {criterion: levels[criterion] for criterion in known},
        "evidence": {name: text.strip() for name, text in evidence.items() if text.strip()},
        "totals": score.totals,
        "band": score.band,
        "organisational_grade": score.organisational_grade,
    }
