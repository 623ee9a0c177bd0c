"""Sending: at once after a commit, once a day, and a look each minute for what was left behind."""

from functools import partial

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from toex.accounts.choices import MailUse
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


def notify(*, kind, recipients, about, at, once="", due_on=None, team=None):
    """Write a notice for each of `recipients`, and send what is urgent after the commit.

    `due_on` is the day by which something needs to be done. Where `recipients` are told as the
    people of a region, `team` names it: its shared mailbox is told as well, or in their place.
    """
    people = list(recipients)
    mailbox = services.mailbox_for(team, about)
    ways = services.ways_for(kind, people)
    if mailbox and mailbox.mail == MailUse.INSTEAD:
        ways = dict.fromkeys(ways, Way.PAGE)
    readers = [{"recipient": person, "way": ways[person.pk]} for person in people]
    if mailbox:
        readers.append({"mailbox": mailbox.region, "way": services.usual_way(kind)})
    for notice in services.write_notices(
        kind=kind, about=about, at=at, readers=readers, once=once, due_on=due_on
    ):
        if notice.way == Way.NOW and notice.sent_at is None:
            transaction.on_commit(partial(send_notice.delay, notice.pk), robust=True)
