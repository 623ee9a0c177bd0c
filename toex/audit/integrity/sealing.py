"""Sealing: what was written since the last time is bound, in one batch, to what was sealed before.

It is done afterwards and not with each event: a chain inside the transactions of the service would
let only one of them write at a time.
"""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from toex.audit.integrity import anchors
from toex.audit.integrity.canonical import COLUMNS, as_ranges
from toex.audit.integrity.digests import leaf_digest, name_of_key, seal_digest, sealing_key
from toex.audit.models import AuditEvent, Leaf, Seal

BATCH = 10_000
# Events get their numbers when they are written and are seen when their transaction ends, so a
# lower number may turn up after a higher one was sealed. No transaction stays open for so long.
LATE = timedelta(days=1)


def seal_events(*, at) -> list[Seal]:
    """Seal every event that is not sealed yet, and write the new seals down outside the database.

    Where somebody else seals at the same moment, theirs stands and this one leaves off.
    """
    made, after = [], None
    try:
        while seal := _seal_batch(after, at=at):
            made.append(seal)
            after = seal.last_event
    except IntegrityError:
        pass
    anchors.add(made)
    return made


def newest_seal() -> Seal | None:
    return Seal.objects.order_by("-number").first()


def unsealed(after):
    """Return events with higher numbers than `after` that have no leaf, by their numbers."""
    leaf = Leaf.objects.filter(event=OuterRef("pk"))
    return AuditEvent.objects.filter(~Exists(leaf), pk__gt=after).order_by("pk")


def oldest_late(newest) -> int:
    """Return the number up to which no event can still turn up late, as of the seal `newest`.

    Measured from seal to seal and not from the clock, so that nothing is too late because the
    worker stood still.
    """
    if newest is None or newest.made_at is None:
        return 0
    before = Seal.objects.filter(number__lte=newest.number, made_at__lte=newest.made_at - LATE)
    last = before.order_by("-number").values_list("last_event", flat=True).first()
    return last if isinstance(last, int) else 0


@transaction.atomic(durable=True)
def _seal_batch(after, *, at):
    key, newest = sealing_key(), newest_seal()
    if after is None:
        after = oldest_late(newest)
    rows = list(unsealed(after).values_list(*COLUMNS)[:BATCH])
    if not rows:
        return None
    number = newest.number + 1 if newest else 1
    leaves = [Leaf(event=row[0], seal=number, digest=leaf_digest(key, row)) for row in rows]
    seal = Seal(
        number=number,
        made_at=at,
        count=len(leaves),
        first_event=leaves[0].event,
        last_event=leaves[-1].event,
        numbers=as_ranges(leaf.event for leaf in leaves),
        key=name_of_key(key),
    )
    pairs = [(leaf.event, leaf.digest) for leaf in leaves]
    seal.digest = seal_digest(key, seal, newest.digest if newest else "", pairs)
    seal.save(force_insert=True)
    Leaf.objects.bulk_create(leaves)
    return seal
