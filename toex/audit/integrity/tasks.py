"""The check of the trail as a worker carries it out."""

from celery import shared_task
from django.utils import timezone

from toex.audit.integrity import checking

AN_HOUR = 3600


@shared_task(time_limit=AN_HOUR)
def run_check(check_id):
    checking.run_check(check_id, at=timezone.now())
