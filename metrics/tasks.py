"""What the clock sets off."""

from celery import shared_task
from django.utils import timezone

from metrics import attacks, packs, quarters, releases
from metrics.index.buckets import recount_stale
from toex.core.periods import london_date


@shared_task
def begin_quarters():
    """Each night: add the rows of a quarter that has begun, one for each region."""
    return quarters.ensure(london_date(timezone.now()))


@shared_task
def publish_what_is_due():
    """Each minute: publish approved releases whose time has come; return their references."""
    return [release.reference for release in releases.publish_due(at=timezone.now())]


@shared_task
def recount_figures():
    """Each minute: recount what has changed, so that the next reader need not wait for it."""
    return recount_stale(at=timezone.now())


@shared_task
def make_packs_left_behind():
    """Go on with packs that no worker is making: the broker may lose a message, never a row."""
    now = timezone.now()
    for run_id in packs.left_behind(now=now):
        packs.make_packs(run_id, at=now)


@shared_task
def attack_what_waits():
    """Attack frozen releases that changed, or whose year did; return their references."""
    return attacks.attack_what_waits(at=timezone.now())
