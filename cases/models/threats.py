"""Threats: references to what other systems hold, and the cases linked to them."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from cases.choices import ArchiveReason, ThreatKind, ThreatState
from cases.models.cases import Case
from toex.accounts.choices import Role


class ThreatQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Narrow to threats of cases seen in full; the programme office sees that all exist."""
        if getattr(user, "role", "") == Role.PROGRAMME_OFFICE:
            return self
        links = CaseThreat.objects.filter(
            threat=OuterRef("pk"), case__in=Case.objects.seen_in_full_by(user)
        )
        return self.filter(Exists(links))

    def newest_first(self):
        return self.order_by("-pk")


class Threat(models.Model):
    """One per kind and external reference, nationwide. The mapping system holds the content."""

    kind = models.CharField(max_length=20, choices=ThreatKind)
    reference = models.CharField(max_length=100)
    identified_by_toex = models.BooleanField(default=False)
    identified_on = models.DateField(null=True, blank=True)
    high_harm = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=ThreatState, default=ThreatState.NOMINATED)
    archive_reason = models.CharField(max_length=20, choices=ArchiveReason, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    objects = ThreatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="threat_once_per_kind_and_reference", fields=["kind", "reference"]
            ),
            models.CheckConstraint(
                name="threat_archived_for_a_reason",
                condition=Q(state=ThreatState.ARCHIVED) & ~Q(archive_reason="")
                | ~Q(state=ThreatState.ARCHIVED) & Q(archive_reason=""),
            ),
        ]

    def __str__(self):
        return f"threat {self.pk}"

    def get_absolute_url(self):
        return reverse("cases:threat", args=[self.pk])


class ThreatFlags(models.Model):
    """What was known of a threat from a moment on; the latest row at a moment is what counted."""

    threat = models.ForeignKey(Threat, on_delete=models.CASCADE, related_name="flags")
    identified_by_toex = models.BooleanField()
    identified_on = models.DateField(null=True, blank=True)
    high_harm = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    reason = models.TextField(blank=True)

    def __str__(self):
        return f"{self.threat_id} {self.at}"


class CaseThreat(models.Model):
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="threats")
    threat = models.ForeignKey(Threat, on_delete=models.PROTECT, related_name="cases")
    linked_at = models.DateTimeField()
    linked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="threat_once_on_a_case", fields=["case", "threat"]),
        ]

    def __str__(self):
        return f"{self.case_id} {self.threat_id}"
