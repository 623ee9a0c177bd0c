"""How a notice is written, with the act that causes it."""

from django.db import connection

from toex.notices.choices import Way
from toex.notices.kinds import kind_of
from toex.notices.models import Notice, Preference


def write_notice(
    *, kind, about, at, recipient=None, mailbox=None, once="", way=Way.NOW, due_on=None
):
    """Write a notice about a row, in the transaction of the act; return it.

    Its reader is `recipient`, or the shared `mailbox` of a region. A second notice with the same
    `once` is not written: the first is returned. It holds the reference only, never a title, an
    operation's name or a narrative.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A notice is written with the act that causes it, or not at all.")
    reader = str(recipient.pk) if recipient else f"mailbox {mailbox.code}"
    notice, _ = Notice.objects.get_or_create(
        once=":".join([kind, reader, str(about), once or at.isoformat()]),
        defaults={
            "kind": kind,
            "recipient": recipient,
            "mailbox": mailbox,
            "target_model": about._meta.label_lower,
            "target_pk": about.pk,
            "target": str(about),
            "address": about.get_absolute_url(),
            "due_on": due_on,
            "way": way,
            "created_at": at,
        },
    )
    return notice


def ways_for(kind, people):
    """Return {person's number: way} by which a notice of this kind is mailed to each."""
    if kind_of(kind).urgent:
        return {person.pk: Way.NOW for person in people}
    at_once = set(
        Preference.objects.filter(user__in=people, at_once=True).values_list("user", flat=True)
    )
    return {person.pk: Way.NOW if person.pk in at_once else Way.DIGEST for person in people}
