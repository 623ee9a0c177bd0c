"""Where a series of months starts anew: only by a named person, with a reason."""

from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.urls import reverse

from metrics.measures import MEASURES


class RebaseQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(withdrawn_at__isnull=True)

    def withdrawn(self):
        return self.filter(withdrawn_at__isnull=False)


class Rebase(models.Model):
    """From `month` on the limits of a measure in a place are worked out anew.

    `region` and `force` are empty for the nation. Shown as a break in the chart. Withdrawn, it
    counts no more and stays in the list; nothing else of it ever changes.
    """

    measure = models.CharField(max_length=40)
    region = models.CharField(max_length=10, blank=True)
    force = models.CharField(max_length=40, blank=True)
    month = models.CharField(max_length=7)
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_reason = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    objects = RebaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_rebase_in_force_a_month",
                fields=["measure", "region", "force", "month"],
                condition=models.Q(withdrawn_at=None),
            ),
        ]

    def __str__(self):
        return f"Limits of “{MEASURES[self.measure].label}” from {self.month}"

    def get_absolute_url(self):
        place = f"force-{self.force}" if self.force else "nation"
        if self.region:
            place = f"region-{self.region}"
        asked = {"measure": self.measure, "place": place}
        return f"{reverse('metrics:signals')}?{urlencode(asked)}"

    @property
    def version(self):
        """1, and 2 once it is withdrawn: nothing else of it changes."""
        return 1 if self.withdrawn_at is None else 2
