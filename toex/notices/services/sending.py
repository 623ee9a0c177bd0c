"""How a notice leaves after the commit: alone and at once, or in the digest of its day."""

from datetime import datetime, timedelta
from email.utils import format_datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.template.loader import render_to_string

from toex.core.periods import LONDON, london_date
from toex.notices.choices import Way
from toex.notices.models import Digest, Notice
from toex.notices.services.mailboxes import open_mailbox, seen_by_everybody


@transaction.atomic
def send_notice(*, notice_id, at):
    """Send one waiting notice, or drop it where its reader no longer sees the row.

    Return whether it was sent. Should the process die after the hand-over and before the
    commit, the message is repeated with the same Message-ID.
    """
    notice = _lock(Notice.objects.waiting().filter(way=Way.NOW), notice_id)
    if notice is None:
        return False
    address = _address(notice)
    if not address or not _in_sight(notice, Notice.objects.filter(pk=notice.pk)):
        return _close(notice, dropped_at=at)
    _mail(notice, "notice", address, {"notice": notice}, at=at).send()
    return _close(notice, sent_at=at)


def gather_digests(*, at):
    """Make the digest of the day for everybody for whom something waits; return their numbers.

    The day is that of the last time to gather, and what was written after that time is left for
    the next. A reader who has had the digest of that day waits for the next one as well.
    """
    until = last_gathering(at)
    waiting = Notice.objects.waiting().filter(
        way=Way.DIGEST, digest__isnull=True, created_at__lt=until
    )
    readers = waiting.order_by().values_list("recipient", "mailbox").distinct()
    made = [
        _gather(waiting, recipient, mailbox, day=london_date(until), at=at)
        for recipient, mailbox in list(readers)
    ]
    return [number for number in made if number]


def last_gathering(at):
    """Return the last moment, not after `at`, at which digests are gathered."""
    day = london_date(at)
    today = datetime.combine(day, settings.DIGEST_TIME, LONDON)
    if today <= at:
        return today
    return datetime.combine(day - timedelta(days=1), settings.DIGEST_TIME, LONDON)


@transaction.atomic
def _gather(waiting, recipient, mailbox, *, day, at):
    digest, is_new = Digest.objects.get_or_create(
        recipient_id=recipient, mailbox_id=mailbox, day=day, defaults={"created_at": at}
    )
    if not is_new:
        return None
    waiting.filter(recipient=recipient, mailbox=mailbox).update(digest=digest)
    return digest.pk


@transaction.atomic
def send_digest(*, digest_id, at):
    """Send one waiting digest with what its reader still sees; drop the rest. Return whether sent.

    Its notices were fixed before, so a repetition has the same text and the same Message-ID.
    """
    digest = _lock(Digest.objects.waiting(), digest_id)
    if digest is None:
        return False
    notices = Notice.objects.waiting().filter(digest=digest).order_by("pk")
    address = _address(digest)
    seen = _in_sight(digest, notices) if address else []
    numbers = [notice.pk for notice in seen]
    notices.exclude(pk__in=numbers).update(dropped_at=at)
    if not seen:
        return _close(digest, dropped_at=at)
    words = {"digest": digest, "notices": seen, "others": len(seen) - 1}
    _mail(digest, "digest", address, words, at=at).send()
    notices.filter(pk__in=numbers).update(sent_at=at)
    return _close(digest, sent_at=at)


def _lock(rows, number):
    skip = connection.features.has_select_for_update_skip_locked
    return rows.select_for_update(skip_locked=skip).filter(pk=number).first()


def _close(row, **when):
    """Write down when it was sent or dropped, and return whether it was sent."""
    for field, at in when.items():
        setattr(row, field, at)
    row.save(update_fields=list(when))
    return "sent_at" in when


def _in_sight(row, notices):
    """Return those of `notices` that the reader of `row` may see at this moment."""
    if row.mailbox_id:
        return [
            notice
            for notice in notices
            if seen_by_everybody(row.mailbox_id, notice.target_model, notice.target_pk)
        ]
    return list(notices.visible_to(row.recipient))


def _address(row):
    """Return where the reader of `row` gets email now, or "" where they get none any more."""
    if row.mailbox_id:
        gateway = open_mailbox(row.mailbox_id)
        return gateway.mailbox if gateway else ""
    return row.recipient.email if row.recipient.is_active else ""


def _mail(row, name, address, words, *, at):
    words |= {"site": settings.SITE_ADDRESS}
    subject = " ".join(render_to_string(f"emails/{name}.subject.txt", words).split())
    return EmailMessage(
        subject=f"[OFFICIAL-SENSITIVE] {subject}",
        body=render_to_string(f"emails/{name}.body.txt", words),
        to=[address],
        headers={
            "Date": format_datetime(at),
            "Message-ID": f"<{name}-{row.pk}@toex.programme.example>",
        },
    )
