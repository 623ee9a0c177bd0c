"""What the clock sets off."""

from celery import shared_task
from django.utils import timezone

from tasking import services


@shared_task
def look_for_waiting_requests():
    """Each night: remind whoever has the next step of a request that has waited too long."""
    return services.remind_of_waiting_requests(at=timezone.now())
