"""The making of packs as a worker does it."""

from celery import shared_task
from django.utils import timezone

from metrics.packs import making


@shared_task
def make_packs(run_id):
    return making.make_packs(run_id, at=timezone.now())
