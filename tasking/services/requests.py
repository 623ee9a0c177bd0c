"""Making a draft and changing it."""

from django.core.exceptions import ValidationError
from django.db import transaction

from tasking.choices import Side, State
from tasking.fields import cleaned
from tasking.models import Classification, TaskingRequest
from tasking.workflow import EDITS
from toex.accounts.choices import Role
from toex.audit.services import record_event
from toex.workflow.moves import check_step, lock, move
from toex.workflow.refusals import NotYourStep, StepNotAllowed

MAKERS = [Role.FORCE_LEAD, Role.GATEWAY_OFFICER]
LONGEST_BEGUN = 100


@transaction.atomic
def create_request(*, by, at, force=None, region=None, **fields):
    """Make a draft with at least a title, and return it.

    Force and region come from the account of `by`. A gateway officer names the `force` for
    which they enter it; an organisation without a region names the `region`.

    :raises NotYourStep: `by` is neither a force lead nor a gateway officer
    :raises ValidationError: names each field that is missing or does not fit
    """
    if by.role not in MAKERS:
        raise NotYourStep("Only a force lead or a gateway officer can make a request.")
    on_behalf = by.role == Role.GATEWAY_OFFICER
    force = force if on_behalf else by.force
    region = by.region if on_behalf else by.force.region or region
    errors = {}
    if force is None:
        errors["force"] = ["Choose the force you enter this request for."]
    if region is None:
        errors["region"] = ["Choose the region you send this request to."]
    fields.setdefault("title", "")
    try:
        values = cleaned(fields)
    except ValidationError as error:
        errors = {**error.message_dict, **errors}
    if errors:
        raise ValidationError(errors)
    request = TaskingRequest.objects.create(
        force=force,
        region=region,
        requester=by,
        on_behalf=on_behalf,
        created_at=at,
        in_state_since=at,
        **values,
    )
    changes = {"force": force.code, "region": region.code, "on_behalf": on_behalf}
    record_event(actor=by, action="request.create", target=request, at=at, changes=changes)
    return request


@transaction.atomic
def change_request(request, *, version, by, at, **fields):
    """Change fields of a draft, or of a request that was returned, and return it.

    Where every field is as it was, nothing is changed and nothing is told.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale:
    :raises StepNotAllowed: it is neither a draft nor returned
    :raises ValidationError: names each field that does not fit
    """
    request = lock(request, by=by)
    check_step(request, EDITS, "change", by=by, version=version)
    given = cleaned(fields)
    values = {name: value for name, value in given.items() if value != getattr(request, name)}
    if not values:
        return request
    request = _change(request, by=by, at=at, version=version, values=values)
    if request.state != State.DRAFT:
        classify(request, at=at)
    return request


@transaction.atomic
def say_no_score(request, *, version, by, at):
    """Write down that the force has no score: an answer like any other; return the request.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale:
    :raises StepNotAllowed: it is neither a draft nor returned, or the force recorded a score
    """
    request = lock(request, by=by)
    check_step(request, EDITS, "change", by=by, version=version)
    if request.assessments.filter(side=Side.FORCE).exists():
        raise StepNotAllowed(
            "A score of yours is recorded, and stays. Record another to take its place."
        )
    if request.has_no_score and not request.score_begun:
        return request
    values = {"has_no_score": True}
    if request.score_begun:
        values["score_begun"] = None
    return _change(request, by=by, at=at, version=version, values=values)


@transaction.atomic
def begin_score(request, *, version, by, at, begun):
    """Keep a score of which not all is typed yet, as part of the draft; return the request.

    `begun` is what was typed, text by the name of its box, or None. It counts as no score,
    nobody but the requester is shown it, and it is gone once a score is recorded.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale:
    :raises StepNotAllowed: it is neither a draft nor returned
    :raises ValidationError: names each box that holds more than a score needs
    """
    request = lock(request, by=by)
    check_step(request, EDITS, "change", by=by, version=version)
    too_long = [name for name, text in (begun or {}).items() if len(text) > LONGEST_BEGUN]
    if too_long:
        sentence = f"This must be {LONGEST_BEGUN} characters or fewer."
        raise ValidationError({name: [sentence] for name in too_long})
    if begun == request.score_begun:
        return request
    return _change(request, by=by, at=at, version=version, values={"score_begun": begun})


def _change(request, *, by, at, version, values):
    told = {"fields": sorted(values)}
    return move(request, EDITS, "change", by=by, at=at, version=version, changes=told, **values)


def classify(request, *, at):
    """Keep the primary type as a dated fact, from the first sending on, wherever it changes."""
    latest = request.classifications.order_by("-at", "-pk").first()
    if request.primary_type and (latest is None or latest.primary_type != request.primary_type):
        Classification.objects.create(request=request, primary_type=request.primary_type, at=at)
