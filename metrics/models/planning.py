"""Who does which step of a release, and by when."""

from django.conf import settings
from django.db import models

from metrics.choices import WorkStep
from metrics.models.releases import Release


class PlannedStep(models.Model):
    """One step of the work on a release, as somebody planned it.

    `done_at` is set by hand, for those steps of which nothing else shows that they are done.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="plan")
    step = models.CharField(max_length=12, choices=WorkStep)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_plan_a_step", fields=["release", "step"]),
        ]

    def __str__(self):
        return f"{self.release}: {self.get_step_display()}"
