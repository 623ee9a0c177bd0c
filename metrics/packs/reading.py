"""Who may open which packs: the programme office all, everybody else their own once it is out."""

from metrics.models import Pack, PackRun
from toex.accounts.choices import FORCE_ROLES, REGION_ROLES, Role


def latest_run(release):
    """Return the last run made, or being made, from the release as it stands; None without."""
    return PackRun.objects.of(release).latest_first().first()


def ready_run(release):
    """Return the last run from the release as it stands that is complete; None without one."""
    return PackRun.objects.of(release).finished().latest_first().first()


def packs_for(release, *, reader, now):
    """Return the packs of a release that `reader` may open, in the order of their names."""
    packs = Pack.objects.filter(run=ready_run(release)).defer("content").order_by("name")
    if reader.role == Role.PROGRAMME_OFFICE:
        return packs
    if not release.is_out(now):
        return packs.none()
    if reader.role in FORCE_ROLES and reader.force_id:
        return packs.filter(force=reader.force.code)
    if reader.role in REGION_ROLES and reader.region_id:
        return packs.filter(region=reader.region.code)
    return packs.none()
