"""What the clock sets off."""

from celery import shared_task
from django.utils import timezone

from toex.audit.integrity import check_trail as check
from toex.audit.integrity import seal_events as seal
from toex.audit.integrity.tasks import AN_HOUR


@shared_task
def seal_events():
    """Each minute: seal what was written since; return the numbers of the seals."""
    return [made.number for made in seal(at=timezone.now())]


@shared_task(time_limit=AN_HOUR)
def check_trail():
    """Each night: check the whole trail; return how much is wrong."""
    return check(at=timezone.now()).wrong
