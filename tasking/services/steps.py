"""The steps of a request between its draft and its decision."""

from django.core.exceptions import ValidationError
from django.db import transaction

from tasking.fields import check_complete
from tasking.models import RequestRegion, ReturnSpell
from tasking.notifications import tell_force, tell_region
from tasking.services.messages import write
from tasking.services.requests import classify
from tasking.workflow import REQUEST
from toex.accounts.choices import Role
from toex.workflow.moves import check_step, lock, move, take


@transaction.atomic
def submit_request(request, *, version, by, at, note=""):
    """Send a draft to the region's gateway, and return it.

    From this moment its region and its primary type are dated facts, and the region sees it.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    :raises ValidationError: names each field that has to be filled
    """
    request = _complete(request, "submit", version=version, by=by)
    request = take(
        request,
        REQUEST,
        "submit",
        by=by,
        at=at,
        version=version,
        note=note,
        submitted_at=at,
        in_state_since=at,
    )
    RequestRegion.objects.create(request=request, region=request.region, from_at=at)
    classify(request, at=at)
    tell_force(request, "acknowledged", at=at)
    tell_region(request, "new_request", Role.GATEWAY_OFFICER, at=at)
    return request


@transaction.atomic
def resubmit_request(request, *, version, by, at, note=""):
    """Send a returned request back to the region; the note is a message to it.

    :raises ValidationError: names each field that has to be filled
    """
    request = _complete(request, "resubmit", version=version, by=by)
    request = take(
        request, REQUEST, "resubmit", by=by, at=at, version=version, note=note, in_state_since=at
    )
    request.returns.filter(resubmitted_at__isnull=True).update(resubmitted_at=at)
    classify(request, at=at)
    if note.strip():
        write(request, by=by, at=at, text=note, field="note")
    tell_region(request, "resubmitted", Role.GATEWAY_OFFICER, at=at)
    return request


def _complete(request, name, *, version, by):
    """Return the request, locked, once nothing is missing; the step is looked at first."""
    request = lock(request, by=by)
    check_step(request, REQUEST, name, by=by, version=version)
    check_complete(request)
    return request


@transaction.atomic
def withdraw_request(request, *, version, by, at, reason, note=""):
    """Take a request back before it is decided."""
    request = move(
        request,
        REQUEST,
        "withdraw",
        by=by,
        at=at,
        version=version,
        note=_both(reason, note),
        in_state_since=at,
    )
    if request.submitted_at:
        tell_region(request, "withdrawn", Role.GATEWAY_OFFICER, at=at)
    return request


@transaction.atomic
def start_triage(request, *, version, by, at, note=""):
    """Begin to check a request."""
    return move(
        request,
        REQUEST,
        "start-triage",
        by=by,
        at=at,
        version=version,
        note=note,
        in_state_since=at,
    )


@transaction.atomic
def return_request(request, *, version, by, at, reason, note=""):
    """Return a request to its force for information; the reason is a message to it.

    The clock stops until it comes back.
    """
    request = move(
        request,
        REQUEST,
        "return",
        by=by,
        at=at,
        version=version,
        note=_both(reason, note),
        in_state_since=at,
    )
    ReturnSpell.objects.create(request=request, returned_at=at)
    write(request, by=by, at=at, text=reason, field="reason")
    tell_force(request, "returned", at=at)
    return request


@transaction.atomic
def refer_request(request, *, version, by, at, note=""):
    """Put a checked request before the region's TOEX managers."""
    request = move(
        request, REQUEST, "refer", by=by, at=at, version=version, note=note, in_state_since=at
    )
    tell_region(request, "with_toex", Role.TOEX_MANAGER, at=at)
    return request


@transaction.atomic
def pass_on_request(request, *, version, by, at, region, reason, note=""):
    """Pass a request on to another region, where it is new again; both regions are dated.

    :raises ValidationError: it is with that region already, or there is no reason
    """
    if region.pk == request.region_id:
        raise ValidationError({"region": ["The request is with this region already."]})
    request = move(
        request,
        REQUEST,
        "pass-on",
        by=by,
        at=at,
        version=version,
        note=_both(reason, note),
        changes={"region": [request.region.code, region.code]},
        region=region,
        in_state_since=at,
    )
    request.regions.filter(until_at__isnull=True).update(until_at=at)
    RequestRegion.objects.create(request=request, region=region, from_at=at, reason=reason.strip())
    tell_region(request, "new_request", Role.GATEWAY_OFFICER, at=at)
    return request


def _both(reason, note):
    """Return the reason with the note below it; a note alone is no reason."""
    return f"{reason}\n\n{note}".strip() if reason.strip() else ""
