"""Carry out a POST once, however often it is sent with the same key."""

from django.db import IntegrityError, transaction

from toex.web.models import AnsweredPost


class KeyReused(Exception):
    """The key has been used at this address for another body."""


def claim(*, user, address, key, digest, at):
    """Claim the key for this request; return (the row, whether it was answered before).

    Runs inside the transaction of the act, so a crash leaves neither act nor claim; a second
    request that comes in meanwhile waits for the first and then finds its answer.

    :raises KeyReused: the key was used for another body
    """
    try:
        with transaction.atomic():
            claimed = AnsweredPost.objects.create(
                user=user, address=address[:200], key=key[:100], digest=digest, answered_at=at
            )
            return claimed, False
    except IntegrityError:
        answered = AnsweredPost.objects.get(user=user, address=address[:200], key=key[:100])
    if answered.digest != digest:
        raise KeyReused
    return answered, True


def settle(claimed, *, status, answer):
    """Keep the answer given, in the transaction of the act."""
    claimed.status, claimed.answer = status, answer
    claimed.save(update_fields=["status", "answer"])


def release(claimed):
    """Give the key back where the request was refused and nothing was done."""
    claimed.delete()
