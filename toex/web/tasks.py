"""What the clock sets off."""

from celery import shared_task
from django.utils import timezone

from toex.web import heartbeat


@shared_task
def report():
    """Each minute: say that the worker does what the clock asks for."""
    heartbeat.beat(at=timezone.now())
