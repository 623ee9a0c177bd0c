"""Deciding a request; a decision that adopts it opens its case in the same transaction."""

from django.db import transaction

from cases.choices import Part
from cases.models import Case, CaseForce, CaseRegion, Classification, Spell
from cases.services.sights import share_request
from tasking.choices import ADOPTING
from tasking.services import decide_request, set_case_reference
from tasking.workflow import MANAGERS
from toex.audit.services import record_event
from toex.core.periods import london_date
from toex.workflow.authority import told


@transaction.atomic
def decide(request, *, version, by, at, **decision):
    """Record a decision on a request, open the case if it adopts it, and return the request.

    `decision`: what `tasking.services.decide_request` takes.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    :raises ValidationError: names each field that is missing or does not fit
    """
    request = decide_request(request, version=version, by=by, at=at, **decision)
    if decision["outcome"] not in ADOPTING:
        return request
    case = _open_case(request, by=by, at=at)
    return set_case_reference(request, reference=case.reference, by=by, at=at)


def _open_case(request, *, by, at):
    today = london_date(at)
    case = Case.objects.create(
        request=request,
        requesting_force=request.force,
        lead_region=request.region,
        title=request.title,
        operation_name=request.operation_name,
        primary_type=request.primary_type,
        secondary_types=request.secondary_types,
        flags=request.flags,
        sio_name=request.sio_name,
        opened_on=today,
        created_at=at,
    )
    since = {"case": case, "from_on": today, "recorded_at": at}
    CaseForce.objects.create(force=request.force, asked=True, **since)
    CaseRegion.objects.create(region=request.region, part=Part.LEAD, **since)
    Spell.objects.create(case=case, opened_on=today, opened_at=at)
    Classification.objects.create(case=case, primary_type=case.primary_type, at=at, by=by)
    share_request(case)
    changes = {
        "request": request.reference,
        "force": request.force.code,
        "region": request.region.code,
        "primary_type": case.primary_type,
        **told(by, MANAGERS),
    }
    record_event(actor=by, action="case.open", target=case, at=at, changes=changes)
    return case
