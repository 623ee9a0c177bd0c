"""Whoever sees a case in full reads its request too: kept in step with regions and members."""

from cases.models import Member
from tasking.services import set_sights
from toex.accounts.choices import Role


def share_request(case):
    """Set who else reads the request of `case`, as its parts and its restriction now stand."""
    if case.request_id is None:
        return
    regions = [part.region for part in case.regions.current().select_related("region")]
    if not case.restricted:
        set_sights(case.request, regions=regions)
        return
    members = Member.objects.current().filter(
        case=case, user__role=Role.ANALYST, user__region__in=regions
    )
    set_sights(
        case.request,
        managers_of=[case.lead_region],
        users=[member.user for member in members.select_related("user")],
    )
