"""What the clock sets off."""

from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

from toex.web import heartbeat


@shared_task
def report():
    """Each minute: say that the worker does what the clock asks for."""
    heartbeat.beat(at=timezone.now())


@shared_task
def clear_sessions():
    """Each hour: delete sessions that have ended, with the drafts that were kept in them."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
