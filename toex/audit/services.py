"""The one way to write the trail."""

from django.db import connection

from toex.audit.models import Act, AuditEvent


def record_event(*, actor, action, target, at, changes=None, note=""):
    """Add a line about a change, inside the transaction that makes the change.

    `changes` holds references, codes, dates and names of fields; never narrative.

    :raises RuntimeError: there is no such transaction
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A change and its audit line are saved together or not at all.")
    return AuditEvent.objects.create(
        actor=actor,
        act=Act.WRITE,
        action=action,
        at=at,
        changes=changes or {},
        note=note,
        **_named(target),
    )


def record_read(*, actor, action, at, target=None, shown=(), note=""):
    """Add a line about a look: at one row, or at a list of rows (`shown`).

    Consultation is logged by law (Data Protection Act 2018, s.62).
    """
    return AuditEvent.objects.create(
        actor=actor,
        act=Act.READ,
        action=action,
        at=at,
        note=note,
        shown=[str(row) for row in shown],
        **(_named(target) if target is not None else {}),
    )


def _named(row):
    return {
        "target_model": row._meta.label_lower,
        "target_pk": row.pk,
        "target": str(row)[:60],
        "within": str(getattr(row, "belongs_to", "") or ""),
        "region_id": getattr(row, "audit_region_id", None),
    }
