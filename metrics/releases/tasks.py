"""Freezing as a worker carries it out."""

from celery import shared_task
from django.utils import timezone

from metrics.releases import freezing


@shared_task
def run_freezing(freezing_id):
    return freezing.run_freezing(freezing_id, at=timezone.now())
