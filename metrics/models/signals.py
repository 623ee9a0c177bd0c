"""Where a series of months starts anew: only by a named person, with a reason."""

from django.conf import settings
from django.db import models


class Rebase(models.Model):
    """From `month` on the limits of a measure in a place are worked out anew.

    `region` and `force` are empty for the nation. Shown as a break in the chart.
    """

    measure = models.CharField(max_length=40)
    region = models.CharField(max_length=10, blank=True)
    force = models.CharField(max_length=40, blank=True)
    month = models.CharField(max_length=7)
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_rebase_a_month", fields=["measure", "region", "force", "month"]
            ),
        ]

    def __str__(self):
        return f"{self.measure} from {self.month}"
