"""Sending: at once after a commit, once a day, and a look each minute for what was left behind."""

from functools import partial

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from toex.notices import services
from toex.notices.choices import Way
from toex.notices.models import Digest, Notice

BATCH = 200


@shared_task
def send_notice(notice_id):
    services.send_notice(notice_id=notice_id, at=timezone.now())


@shared_task
def send_digest(digest_id):
    services.send_digest(digest_id=digest_id, at=timezone.now())


@shared_task
def send_waiting_notices():
    """Send what no worker has sent: the broker may lose a message, the row is never lost."""
    waiting = Notice.objects.waiting().filter(way=Way.NOW).order_by("pk")
    for notice_id in list(waiting.values_list("pk", flat=True)[:BATCH]):
        services.send_notice(notice_id=notice_id, at=timezone.now())
    left = Digest.objects.waiting().order_by("pk")
    for digest_id in list(left.values_list("pk", flat=True)[:BATCH]):
        services.send_digest(digest_id=digest_id, at=timezone.now())


@shared_task
def send_daily_digests():
    """Gather what is not urgent, one email a reader, and hand each to a worker."""
    for digest_id in services.gather_digests(at=timezone.now()):
        send_digest.delay(digest_id)


def notify(*, kind, recipients, about, at, once="", due_on=None):
    """Write a notice for each of `recipients`, and send what is urgent after the commit.

    `due_on` is the day by which something needs to be done.
    """
    people = list(recipients)
    ways = services.ways_for(kind, people)
    for recipient in people:
        notice = services.write_notice(
            kind=kind,
            recipient=recipient,
            about=about,
            at=at,
            once=once,
            way=ways[recipient.pk],
            due_on=due_on,
        )
        if notice.way == Way.NOW and notice.sent_at is None:
            transaction.on_commit(partial(send_notice.delay, notice.pk), robust=True)
