"""What a reader does with what came to them: read it, and choose how it is mailed."""

from django.db import transaction

from toex.audit.services import record_event
from toex.notices.models import Notice, Preference


@transaction.atomic
def mark_read(notice, *, by, at):
    """Mark a notice as read, and return it; one that was read before stays as it was.

    :raises DoesNotExist: it came to somebody else, or its row is out of sight of `by`
    """
    notice = Notice.objects.visible_to(by).select_for_update(of=("self",)).get(pk=notice.pk)
    if notice.read_at is None:
        notice.read_at = at
        notice.save(update_fields=["read_at"])
        record_event(actor=by, action="notice.read", target=notice, at=at)
    return notice


@transaction.atomic
def mark_all_read(*, by, at):
    """Mark everything that `by` may see as read; return how much it was."""
    unread = Notice.objects.visible_to(by).unread()
    marked = Notice.objects.filter(pk__in=list(unread.values_list("pk", flat=True))).unread()
    number = marked.update(read_at=at)
    if number:
        record_event(
            actor=by, action="notice.read-all", target=by, at=at, changes={"notices": number}
        )
    return number


@transaction.atomic
def choose_mail(*, by, at, at_once):
    """Let somebody have at once, or once a day, what is not urgent; return their preference.

    What waits for the next digest already stays in it.
    """
    preference, _ = Preference.objects.update_or_create(user=by, defaults={"at_once": at_once})
    record_event(
        actor=by, action="notice.choose-mail", target=by, at=at, changes={"at_once": at_once}
    )
    return preference
