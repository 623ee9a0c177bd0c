"""The digests of events and seals, with a key that does not lie in the database."""

import hashlib
import hmac

from django.conf import settings
from django.utils.crypto import salted_hmac

from toex.audit.integrity.canonical import canonical_bytes, encode, moment


def sealing_key() -> bytes:
    secret = settings.AUDIT_KEY or settings.SECRET_KEY
    return salted_hmac("toex.audit.seal", "key", secret=secret, algorithm="sha256").digest()


def name_of_key(key) -> str:
    """Return eight characters by which another key is told apart; they do not help to find it."""
    return hmac.digest(key, b"name", "sha256").hex()[:8]


def leaf_digest(key, row) -> str:
    """Return the digest of an event; with the key, so that a changed leaf names its event."""
    return hmac.digest(key, b"event " + canonical_bytes(row), "sha256").hex()


def seal_digest(key, seal, before, leaves) -> str:
    """Return the digest of a seal: of what it says, the digest `before` it, and its leaves."""
    told = [
        *("seal", seal.number, moment(seal.made_at), seal.count),
        *(seal.first_event, seal.last_event, seal.numbers, seal.key, before),
    ]
    running = hmac.new(key, encode(told).encode(), hashlib.sha256)
    for event, digest in leaves:
        running.update(f"\n{event} {digest}".encode())
    return running.hexdigest()
