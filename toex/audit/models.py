"""The trail: who did or looked at what, and when. Rows are only ever added."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

from toex.audit.choices import EXPORTED, ExportKind, Purpose
from toex.forces.models import Region


class Act(models.TextChoices):
    WRITE = "write", "Changed"
    READ = "read", "Looked at"


# This floor lies below accounts, so it knows roles by their codes.
READER = "auditor"
MANAGER = "toex_manager"


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


class ExportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Narrow to all for the auditor, and to those by people of the region for its manager."""
        role = getattr(user, "role", None)
        if role == READER:
            return self
        if role == MANAGER and user.region_id:
            return self.filter(region=user.region_id)
        return self.none()

    def newest_first(self):
        return self.order_by("-at", "-pk")


class Export(models.Model):
    """One file that left the service: who took what, for whom and what for.

    `region` is that of the person who took it. `target` is the record it is of, as people name
    it; `name` is ours, never what somebody called a file. `rows` is None where it has no rows.
    `confirmed_at` is when the password was given again, None where that is not asked.
    """

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", null=True)
    kind = models.CharField(max_length=20, choices=ExportKind)
    target = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=120)
    rows = models.PositiveIntegerField(null=True)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    recipient = models.CharField(max_length=254)
    purpose = models.CharField(max_length=20, choices=Purpose)
    confirmed_at = models.DateTimeField(null=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(name="export_by_time", fields=["-at"]),
            models.Index(name="export_by_region", fields=["region", "-at"]),
        ]
        constraints = [
            models.CheckConstraint(name="export_has_a_recipient", condition=~Q(recipient="")),
        ]

    def __str__(self):
        return f"export {self.pk}"

    @property
    def what(self):
        return EXPORTED.get(self.kind, self.kind)


class Seal(models.Model):
    """A batch of events as they stood at `made_at`, bound to the seal before it by its digest.

    `numbers` lists its events (“1-80,82”), so that one taken away together with its leaf can be
    named. `key` says which key made the digests, and nothing about the key. No foreign key leads
    here or to an event: what is taken away must not take its witness along.
    """

    number = models.PositiveIntegerField(primary_key=True)
    made_at = models.DateTimeField()
    count = models.PositiveIntegerField()
    first_event = models.BigIntegerField()
    last_event = models.BigIntegerField()
    numbers = models.TextField()
    key = models.CharField(max_length=8)
    digest = models.CharField(max_length=64)

    def __str__(self):
        return f"seal {self.number}"


class Leaf(models.Model):
    """The digest of one event, under the seal of that number."""

    event = models.BigIntegerField(primary_key=True)
    seal = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "leaves"
        indexes = [models.Index(name="leaf_by_seal", fields=["seal", "event"])]

    def __str__(self):
        return f"leaf of event {self.event}"


class TrailCheck(models.Model):
    """A check of the whole trail by a worker. `result` is signed, so it cannot be made up in SQL.

    `asked_by` is None where the clock asked.
    """

    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    done = models.PositiveBigIntegerField(default=0)
    wanted = models.PositiveBigIntegerField()
    finished_at = models.DateTimeField(null=True)
    result = models.TextField(blank=True)

    def __str__(self):
        return f"check {self.pk}"
