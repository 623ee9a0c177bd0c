"""What the clock sets off."""

from celery import shared_task
from django.utils import timezone

from cases import services


@shared_task
def look_for_waiting_cases():
    """Each night: remind whoever can move on a case that has waited too long."""
    return services.remind_of_waiting_cases(at=timezone.now())
