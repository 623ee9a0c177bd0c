"""How a notice is written with the act that causes it, and how it leaves after the commit."""

from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.template.loader import render_to_string

from toex.notices.models import Notice


def write_notice(*, kind, recipient, about, at, once=""):
    """Write a notice about a row, in the transaction of the act; return it.

    A second notice with the same `once` is not written: the first is returned. The message
    holds the reference only, never a title, an operation's name or a narrative.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A notice is written with the act that causes it, or not at all.")
    notice, _ = Notice.objects.get_or_create(
        once=":".join([kind, str(recipient.pk), str(about), once or at.isoformat()]),
        defaults={
            "kind": kind,
            "recipient": recipient,
            "target_model": about._meta.label_lower,
            "target_pk": about.pk,
            "target": str(about),
            "address": about.get_absolute_url(),
            "created_at": at,
        },
    )
    return notice


@transaction.atomic
def send_notice(*, notice_id, at):
    """Send one waiting notice, or drop it where its reader no longer sees the row.

    Return whether it was sent. Should the process die after the hand-over and before the
    commit, the message is repeated with the same Message-ID.
    """
    notice = (
        Notice.objects.waiting()
        .select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        .filter(pk=notice_id)
        .first()
    )
    if notice is None:
        return False
    rows = apps.get_model(notice.target_model).objects.visible_to(notice.recipient)
    if not notice.recipient.is_active or not rows.filter(pk=notice.target_pk).exists():
        notice.dropped_at = at
        notice.save(update_fields=["dropped_at"])
        return False
    _message(notice).send()
    notice.sent_at = at
    notice.save(update_fields=["sent_at"])
    return True


def _message(notice):
    words = {"notice": notice, "link": f"{settings.SITE_ADDRESS}{notice.address}"}
    subject = render_to_string(f"emails/{notice.kind}.subject.txt", words).strip()
    body = render_to_string(f"emails/{notice.kind}.body.txt", words)
    return EmailMessage(
        subject=f"[OFFICIAL-SENSITIVE] {subject}",
        body=body,
        to=[notice.recipient.email],
        headers={"Message-ID": f"<notice-{notice.pk}@toex.programme.example>"},
    )
