"""Sending: at once after a commit, and a look each minute for what was left behind."""

from functools import partial

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from toex.notices import services
from toex.notices.models import Notice

BATCH = 200


@shared_task
def send_notice(notice_id):
    services.send_notice(notice_id=notice_id, at=timezone.now())


@shared_task
def send_waiting_notices():
    """Send what no worker has sent: the broker may lose a message, the row is never lost."""
    waiting = Notice.objects.waiting().order_by("pk").values_list("pk", flat=True)[:BATCH]
    for notice_id in list(waiting):
        services.send_notice(notice_id=notice_id, at=timezone.now())


def notify(*, kind, recipients, about, at, once=""):
    """Write a notice for each of `recipients`, and send it when the transaction has committed."""
    for recipient in recipients:
        notice = services.write_notice(
            kind=kind, recipient=recipient, about=about, at=at, once=once
        )
        if notice.sent_at is None:
            transaction.on_commit(partial(send_notice.delay, notice.pk), robust=True)
