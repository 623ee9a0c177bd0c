"""How a notice is written, with the act that causes it."""

from django.db import IntegrityError, connection, transaction

from toex.notices.choices import Way
from toex.notices.kinds import kind_of
from toex.notices.models import Notice, Preference


def write_notices(*, kind, about, at, readers, once="", due_on=None):
    """Write a notice about a row to each reader, in the transaction of the act; return them.

    `readers` say of each the `way`, and the `recipient` or the shared `mailbox` of a region. A
    second notice with the same `once` is not written: the first is returned. It holds the
    reference only, never a title, an operation's name or a narrative.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A notice is written with the act that causes it, or not at all.")
    ours = {
        "kind": kind,
        "target_model": about._meta.label_lower,
        "target_pk": about.pk,
        "target": _target(about),
        "address": about.get_absolute_url(),
        "due_on": due_on,
        "created_at": at,
    }
    wanted = {}
    for reader in readers:
        only = ":".join([kind, _named(**reader), str(about), once or at.isoformat()])
        wanted[only] = Notice(once=only, **ours, **reader)
    try:
        return _written(wanted)
    except IntegrityError:  # somebody has written one of them since we looked
        return _written(wanted)


def _target(about):
    """Return what a row is called; one without a reference of its own by what it belongs to."""
    name, within = str(about), getattr(about, "belongs_to", None)
    return f"{name.capitalize()} of {within}" if within and name.islower() else name


def _named(*, way, recipient=None, mailbox=None):
    return str(recipient.pk) if recipient else f"mailbox {mailbox.code}"


@transaction.atomic
def _written(wanted):
    there = Notice.objects.in_bulk(list(wanted), field_name="once")
    missing = [notice for once, notice in wanted.items() if once not in there]
    there |= {notice.once: notice for notice in Notice.objects.bulk_create(missing)}
    return [there[once] for once in wanted]


def usual_way(kind):
    """Return how a notice of this kind is mailed to whoever has not chosen otherwise."""
    return Way.NOW if kind_of(kind).urgent else Way.DIGEST


def ways_for(kind, people):
    """Return {person's number: way} by which a notice of this kind is mailed to each."""
    if usual_way(kind) == Way.NOW:
        return {person.pk: Way.NOW for person in people}
    at_once = set(
        Preference.objects.filter(user__in=people, at_once=True).values_list("user", flat=True)
    )
    return {person.pk: Way.NOW if person.pk in at_once else Way.DIGEST for person in people}
