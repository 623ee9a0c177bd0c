"""Who has a part in a case: members, forces, supporting regions; added and ended as dated rows."""

from django.db import transaction
from django.db.models import Q

from cases.choices import MemberRole, Part
from cases.fields import Problems
from cases.models import CaseForce, CaseRegion, Member
from cases.services.guards import check_lead_manager
from cases.services.sights import share_request
from cases.workflow import TEAM
from tasking.workflow import MANAGERS
from toex.audit.services import record_event
from toex.core.periods import london_date
from toex.workflow.authority import cover_for, told
from toex.workflow.moves import change, check_version, lock
from toex.workflow.refusals import StepNotAllowed


@transaction.atomic
def add_member(case, *, by, at, user, role=MemberRole.MEMBER, note=""):
    """Add a manager or analyst of the lead or a supporting region to those who work on a case.

    :raises NotYourStep: `by` is no manager of the lead region
    :raises ValidationError: names each field that does not fit
    """
    case = lock(case, by=by)
    check_lead_manager(case, by)
    problems = Problems()
    regions = case.regions.current().values_list("region_id", flat=True)
    if not user.is_active or user.role not in TEAM or user.region_id not in set(regions):
        sentence = "Choose a manager or analyst of a region that leads or supports the case."
        problems.add("user", sentence)
    elif case.members.filter(user=user, ended_at__isnull=True).exists():
        problems.add("user", "This person is a member already.")
    elif user.pk == by.pk and cover_for(by, MANAGERS):
        problems.add("user", "Under cover nobody takes a case for themselves.")
    if role not in MemberRole.values:
        problems.add("role", "Choose the part in the case.")
    problems.refuse()
    member = Member.objects.create(
        case=case, user=user, role=role, from_on=london_date(at), recorded_at=at
    )
    changes = {"user": user.email, "role": role}
    _added(member, "case.add-member", by=by, at=at, changes=changes, note=note)
    return member


@transaction.atomic
def add_force(case, *, by, at, force):
    """Give a further force a part in a case, from today.

    :raises NotYourStep: `by` is no manager of the lead region
    :raises ValidationError: the force has a part already
    """
    case = lock(case, by=by)
    check_lead_manager(case, by)
    problems = Problems()
    if case.forces.filter(force=force, ended_at__isnull=True).exists():
        problems.add("force", "This force has a part in the case already.")
    problems.refuse()
    part = CaseForce.objects.create(
        case=case, force=force, from_on=london_date(at), recorded_at=at
    )
    _added(part, "case.add-force", by=by, at=at, changes={"force": force.code})
    return part


@transaction.atomic
def add_region(case, *, by, at, region, from_date):
    """Add a region that supports a case from a day on, today or earlier.

    :raises NotYourStep: `by` is no manager of the lead region
    :raises ValidationError: names each field that does not fit
    """
    case = lock(case, by=by)
    check_lead_manager(case, by)
    problems = Problems()
    if from_date > london_date(at):
        problems.add("from_date", "The date must not be in the future.")
    if from_date < case.opened_on:
        problems.add("from_date", "The date must not be before the case opened.")
    parts = case.regions.filter(region=region)
    if parts.filter(ended_at__isnull=True).exists():
        problems.add("region", "This region leads or supports the case already.")
    elif parts.filter(Q(from_on__gt=from_date) | Q(until_on__gt=from_date)).exists():
        problems.add("from_date", "This region had a part in the case on that day already.")
    problems.refuse()
    part = CaseRegion.objects.create(
        case=case, region=region, part=Part.SUPPORT, from_on=from_date, recorded_at=at
    )
    changes = {"region": region.code, "from_date": from_date.isoformat()}
    _added(part, "case.add-region", by=by, at=at, changes=changes)
    return part


def _added(part, action, *, by, at, changes, note=""):
    changes |= told(by, MANAGERS)
    record_event(actor=by, action=action, target=part, at=at, changes=changes, note=note)
    share_request(part.case)


@transaction.atomic
def end_member(part, *, version, by, at, until, note=""):
    """End somebody's membership; the day is the last of it, and its sight ends at once.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale:
    :raises StepNotAllowed: it has ended already
    :raises ValidationError: the day does not fit
    """
    return _end(part, "case.end-member", version=version, by=by, at=at, until=until, note=note)


@transaction.atomic
def end_force(part, *, version, by, at, until):
    """End the part of a force that was added; the force that asked keeps its part.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale:
    :raises StepNotAllowed: it has ended already, or it is the force that asked
    :raises ValidationError: the day does not fit
    """
    return _end(part, "case.end-force", version=version, by=by, at=at, until=until)


@transaction.atomic
def end_region(part, *, version, by, at, until):
    """End the support of a region; the lead is transferred, never ended.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale:
    :raises StepNotAllowed: it has ended already, or it is the lead
    :raises ValidationError: the day does not fit
    """
    return _end(part, "case.end-region", version=version, by=by, at=at, until=until)


def check_end(part, *, by, version):
    """Look whether `by` may end the part, in the order of refusals.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    """
    check_lead_manager(part.case, by)
    check_version(part, version)
    if part.ended_at is not None:
        raise StepNotAllowed("This part in the case has ended already.")
    if getattr(part, "asked", False):
        raise StepNotAllowed("The force that asked for the case keeps its part in it.")
    if getattr(part, "part", None) == Part.LEAD:
        raise StepNotAllowed("A region that leads is followed by another: transfer the lead.")


def _end(part, action, *, version, by, at, until, note=""):
    case = lock(part.case, by=by)
    part = type(part).objects.select_for_update(of=("self",)).get(pk=part.pk)
    part.case = case
    check_end(part, by=by, version=version)
    problems = Problems()
    if until > london_date(at):
        problems.add("until", "The date must not be in the future.")
    if until < part.from_on:
        problems.add("until", f"The date must not be before {part.from_on:%-d %B %Y}.")
    problems.refuse()
    part = change(
        part,
        by=by,
        at=at,
        version=version,
        action=action,
        changes={"until": until.isoformat(), **told(by, MANAGERS)},
        note=note,
        until_on=until,
        ended_at=at,
    )
    share_request(case)
    return part
