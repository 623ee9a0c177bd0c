"""When a case was open, on hold, and of which type: dated facts."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.choices import CloseReason, Owner
from cases.models.cases import Case
from tasking.choices import ExploitationType


class Spell(models.Model):
    """A time in which a case was open: the first, or one after a reopening."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="spells")
    is_first = models.BooleanField(default=True)
    opened_on = models.DateField()
    opened_at = models.DateTimeField()
    closed_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=30, choices=CloseReason, blank=True)
    owner = models.CharField(max_length=10, choices=Owner, blank=True)

    class Meta:
        indexes = [
            models.Index(name="spell_by_its_days", fields=["opened_on", "closed_on"]),
        ]
        constraints = [
            models.UniqueConstraint(
                name="case_open_once_at_a_time",
                fields=["case"],
                condition=Q(closed_on__isnull=True),
            ),
            models.CheckConstraint(
                name="spell_ends_after_it_begins",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=models.F("opened_on")),
            ),
            models.CheckConstraint(
                name="spell_closed_with_a_reason",
                condition=Q(closed_on__isnull=True, closed_at__isnull=True, reason="")
                | (Q(closed_on__isnull=False, closed_at__isnull=False) & ~Q(reason="")),
            ),
        ]

    def __str__(self):
        return f"{self.case_id} {self.opened_on}"


class Hold(models.Model):
    """A time in which a case was on hold; the clocks stop for it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="holds")
    held_at = models.DateTimeField()
    resumed_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="case_on_hold_once_at_a_time",
                fields=["case"],
                condition=Q(resumed_at__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{self.case_id} {self.held_at}"


class Classification(models.Model):
    """The primary type a case had from a moment on."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="classifications")
    primary_type = models.CharField(max_length=10, choices=ExploitationType)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)

    def __str__(self):
        return f"{self.case_id} {self.primary_type}"
