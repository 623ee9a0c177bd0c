"""Who leads a case, who may see it, and what it is called: steps that change no state."""

from datetime import timedelta

from django.db import transaction

from cases.choices import Part
from cases.fields import Problems, cleaned, codes
from cases.models import Case, CaseRegion, Classification
from cases.services.guards import lead_part, lock_for
from cases.services.sights import share_request
from cases.services.steps import both
from cases.workflow import CASE
from tasking.choices import ExploitationType, Flag
from toex.core.periods import london_date
from toex.workflow.moves import move, take

LISTS = {"secondary_types": ExploitationType.values, "flags": Flag.values}


@transaction.atomic
def transfer_lead(case, *, version, by, at, region, from_date, reason, note=""):
    """Give the lead to another region from a day on, today or earlier.

    The region that led until the day before does not support from then on unless it is added;
    the new lead's support, if it supported, ends the day before.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    :raises ValidationError: names each field that is missing or does not fit
    """
    case = lock_for(case, "transfer-lead", by=by, version=version)
    before = lead_part(case)
    _check_transfer(before, region, from_date, today=london_date(at))
    changes = {
        "lead_region": [before.region.code, region.code],
        "from_date": from_date.isoformat(),
    }
    case = take(
        case,
        CASE,
        "transfer-lead",
        by=by,
        at=at,
        version=version,
        note=both(reason, note),
        changes=changes,
        lead_region=region,
    )
    support = case.regions.filter(part=Part.SUPPORT, region=region, ended_at__isnull=True)
    for part in [before, *support]:
        _end_the_day_before(part, from_date, at=at)
    CaseRegion.objects.create(
        case=case, region=region, part=Part.LEAD, from_on=from_date, recorded_at=at
    )
    share_request(case)
    return case


def _check_transfer(before, region, from_date, *, today):
    problems = Problems()
    if region.pk == before.region_id:
        problems.add("region", "This region leads the case already.")
    if from_date > today:
        problems.add("from_date", "The date must not be in the future.")
    if from_date < before.from_on:
        since = f"{before.from_on:%-d %B %Y}"
        problems.add("from_date", f"The date must not be before the present lead began, {since}.")
    problems.refuse()


def _end_the_day_before(part, day, *, at):
    part.until_on, part.ended_at = day - timedelta(days=1), at
    part.version += 1
    part.save(update_fields=["until_on", "ended_at", "version"])


@transaction.atomic
def restrict_case(case, *, version, by, at, reason, note=""):
    """Narrow a case to managers of the lead region and the analysts who are its members.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    :raises ValidationError: there is no reason
    """
    return _set_restricted(
        case, "restrict", True, version=version, by=by, at=at, note=both(reason, note)
    )


@transaction.atomic
def unrestrict_case(case, *, version, by, at, note=""):
    """Open a restricted case again to everyone who has a part in it.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    """
    return _set_restricted(case, "unrestrict", False, version=version, by=by, at=at, note=note)


def _set_restricted(case, name, restricted, *, version, by, at, note):
    case = move(case, CASE, name, by=by, at=at, version=version, note=note, restricted=restricted)
    share_request(case)
    return case


@transaction.atomic
def reclassify(case, *, version, by, at, reason, note="", **fields):
    """Change what a case is about: types, flags, title, operation name. The type is a dated fact.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    :raises ValidationError: names each field that does not fit
    """
    case = lock_for(case, "reclassify", by=by, version=version)
    problems = Problems()
    values = {
        name: codes(name, fields.pop(name), known, problems)
        for name, known in LISTS.items()
        if name in fields
    }
    values |= cleaned(Case, problems, optional=["operation_name"], **fields)
    problems.refuse()
    before = case.primary_type
    changed = [name for name, value in values.items() if value != getattr(case, name)]
    changes = {"fields": sorted(changed)}
    for name in ("primary_type", *LISTS):
        if name in changed:
            changes[name] = [getattr(case, name), values[name]]
    case = take(
        case,
        CASE,
        "reclassify",
        by=by,
        at=at,
        version=version,
        note=both(reason, note),
        changes=changes,
        **values,
    )
    if case.primary_type != before:
        Classification.objects.create(
            case=case, primary_type=case.primary_type, at=at, by=by, reason=reason.strip()
        )
    return case
