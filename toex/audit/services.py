"""The one way to write the trail, and the register of what left the service."""

import hashlib
from dataclasses import dataclass

from django.db import connection

from toex.audit.models import Act, AuditEvent, Export
from toex.core.append_only import refuses_changes


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


def record_read(*, actor, action, at, target=None, shown=(), note="", sought=""):
    """Add a line about a look: at one row, or at a list of rows (`shown`).

    `sought` is the reference that somebody looked for, as typed: there may be no such row.
    Consultation is logged by law (Data Protection Act 2018, s.62).
    """
    return AuditEvent.objects.create(
        actor=actor,
        act=Act.READ,
        action=action,
        at=at,
        note=note,
        shown=[str(row) for row in shown],
        **(_named(target) if target is not None else {"target": sought}),
    )


def trail_is_guarded():
    """Whether the database refuses, at this moment, to change or remove what was written down."""
    tables = [model._meta.db_table for model in (AuditEvent, Export)]
    return all(refuses_changes(connection, table) for table in tables)


@dataclass(frozen=True)
class Package:
    """A file as it leaves. `name` goes into the register, `saved_as` is what the browser saves."""

    content: bytes
    name: str
    content_type: str
    rows: int | None = None
    saved_as: str = ""


def record_export(
    *, by, at, kind, package: Package, recipient, purpose, target=None, confirmed_at=None
) -> Export:
    """Add a line to the register of exports, before the bytes of `package` are answered with.

    Of the file its name, its size, its rows and its digest are kept.

    :raises RuntimeError: what is noted besides could be saved without this line
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A file leaves with its line in the register or not at all.")
    return Export.objects.create(
        at=at,
        by=by,
        region_id=by.region_id,
        kind=kind,
        target=str(target or "")[:60],
        name=package.name,
        rows=package.rows,
        size=len(package.content),
        sha256=hashlib.sha256(package.content).hexdigest(),
        recipient=recipient,
        purpose=purpose,
        confirmed_at=confirmed_at,
    )


def _named(row):
    return {
        "target_model": row._meta.label_lower,
        "target_pk": row.pk,
        "target": str(row)[:60],
        "within": str(getattr(row, "belongs_to", "") or ""),
        "region_id": getattr(row, "audit_region_id", None),
    }
