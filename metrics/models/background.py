"""Work on a release that a worker does: who asked for it, how far it is, and when it was done."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

LEFT_BEHIND_AFTER = timedelta(minutes=10)


class Background(models.Model):
    """`done` of the steps `wanted` are done; `finished_at` is None until the last is."""

    done = models.PositiveSmallIntegerField(default=0)
    wanted = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def is_under_way(self, now: datetime) -> bool:
        """Return whether a worker has it, or will: after ten minutes it is given up."""
        return self.finished_at is None and now - self.asked_at < LEFT_BEHIND_AFTER
