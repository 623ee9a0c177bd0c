"""Carry out a POST once, however often it is sent with the same key."""

import hashlib
import json

from django.db import IntegrityError, transaction

from toex.web.models import AnsweredPost

# Not typed by anybody: another value of these is not another form.
OURS = {"csrfmiddlewaretoken", "once_key"}


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


def claim_form(request, *, at):
    """Claim the one-use key of a form for the very words sent; return as `claim` does, or None.

    Whoever goes back and sends the form once more with other words means another row: only the
    same words are a repeat, and nothing typed is taken for done that was not.
    """
    key = request.POST.get("once_key", "")
    if not key:
        return None, False
    sent = [
        (name, request.POST.getlist(name)) for name in sorted(request.POST) if name not in OURS
    ]
    digest = hashlib.sha256(json.dumps([key, sent]).encode())
    for name in sorted(request.FILES):
        for file in request.FILES.getlist(name):
            digest.update(json.dumps([name, file.name, file.size]).encode())
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    return claim(
        user=request.user, address=request.path, key=digest.hexdigest(), digest="page", at=at
    )


def settle(claimed, *, status, answer):
    """Keep the answer given, in the transaction of the act."""
    claimed.status, claimed.answer = status, answer
    claimed.save(update_fields=["status", "answer"])


def release(claimed):
    """Give the key back where the request was refused and nothing was done."""
    claimed.delete()
