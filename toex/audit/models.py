"""The trail: who did or looked at what, and when. Rows are only ever added."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

from toex.forces.models import Region


class Act(models.TextChoices):
    WRITE = "write", "Changed"
    READ = "read", "Looked at"


# This floor lies below accounts, so it knows the role by its code.
READER = "auditor"


class AuditEventQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Narrow to what `user` may read: everything for the auditor, nothing for others."""
        return self if getattr(user, "role", None) == READER else self.none()

    def about(self, row):
        """Narrow to what was done to one row, or was looked at on its own page."""
        return self.filter(target_model=row._meta.label_lower, target_pk=row.pk)

    def around(self, row):
        """Narrow to one row and everything that belongs to it."""
        return self.filter(
            Q(target_model=row._meta.label_lower, target_pk=row.pk) | Q(within=str(row))
        )

    def touching(self, reference):
        """Narrow to acts on this record or a part of it, and to lists that showed it."""
        return self.alias(listed=Cast("shown", models.TextField())).filter(
            Q(target__iexact=reference)
            | Q(within__iexact=reference)
            | Q(listed__icontains=f'"{reference}"')
        )

    def reads(self):
        return self.filter(act=Act.READ)

    def writes(self):
        return self.filter(act=Act.WRITE)

    def newest_first(self):
        return self.order_by("-at", "-pk")


class AuditEvent(models.Model):
    """One act. It holds references, codes and the names of changed fields, never narrative.

    `target` is the row as people name it (TR-000123); `within` is the row it belongs to;
    `shown` lists what a list page put before the reader.
    """

    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    act = models.CharField(max_length=5, choices=Act)
    action = models.CharField(max_length=60)
    target_model = models.CharField(max_length=60, blank=True)
    target_pk = models.BigIntegerField(null=True)
    target = models.CharField(max_length=60, blank=True)
    within = models.CharField(max_length=60, blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", null=True)
    shown = models.JSONField(default=list)
    changes = models.JSONField(default=dict)
    note = models.TextField(blank=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(name="audit_by_target", fields=["target_model", "target_pk", "-at"]),
            models.Index(name="audit_by_within", fields=["within", "-at"]),
            models.Index(name="audit_by_actor", fields=["actor", "-at"]),
        ]

    def __str__(self):
        return f"{self.action} {self.target}"
