"""Who may add to a case, and what is looked at before the body of a step."""

from cases.choices import Part
from cases.models import Case
from cases.workflow import CASE, TEAM, own_case_under_cover
from tasking.workflow import MANAGERS
from toex.workflow.authority import may
from toex.workflow.moves import check_step, lock
from toex.workflow.refusals import NotYourStep

NOT_YOUR_CASE = "Only the regions that lead or support the case may add to it."


def lock_for(case, name, *, by, version):
    """Return the case, locked, if `by` may take the step `name` on it now.

    :raises DoesNotExist: :raises NotYourStep: :raises VersionMissing: :raises VersionStale:
    :raises StepNotAllowed:
    """
    case = lock(case, by=by)
    check_step(case, CASE, name, by=by, version=version)
    return case


def lock_for_team(case, *, by):
    """Return the case, locked, if `by` works on it.

    What a manager or an analyst sees of cases at all, they see in full: one look is enough.

    :raises DoesNotExist: :raises NotYourStep:
    """
    case = lock(case, by=by)
    if by.role not in TEAM:
        raise NotYourStep(NOT_YOUR_CASE)
    return case


def check_team(case, by):
    """:raises NotYourStep: `by` does not work on the case for its lead or a supporting region"""
    if by.role not in TEAM or not Case.objects.seen_in_full_by(by).filter(pk=case.pk).exists():
        raise NotYourStep(NOT_YOUR_CASE)


def check_lead_team(case, by):
    """:raises NotYourStep: `by` is no analyst or manager of the region that leads the case"""
    if by.role not in TEAM or case.lead_region_id != by.region_id:
        raise NotYourStep("Only the region that leads the case may do this.")


def check_lead_manager(case, by):
    """:raises NotYourStep: `by` is no manager of the region that leads the case

    Under cover nobody says who works on a case that they work on themselves.
    """
    if not may(by, MANAGERS) or case.lead_region_id != by.region_id:
        raise NotYourStep("Only a manager of the region that leads the case may do this.")
    refusal = own_case_under_cover(case, by)
    if refusal:
        raise NotYourStep(refusal)


def lead_part(case):
    return case.regions.select_related("region").get(part=Part.LEAD, ended_at__isnull=True)
