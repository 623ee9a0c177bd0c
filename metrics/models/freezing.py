"""The freezing of a release while a worker does it: how far it is, or why it was refused."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

from metrics.models.releases import Release

LEFT_BEHIND_AFTER = timedelta(minutes=10)


class Freezing(models.Model):
    """One freezing that somebody asked for, of the draft as it was at `version`.

    `refused` says why it came to nothing, in a sentence; it is empty where the release is frozen.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="freezings")
    version = models.PositiveIntegerField()
    reason = models.TextField(blank=True)
    done = models.PositiveSmallIntegerField(default=0)
    wanted = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    refused = models.TextField(blank=True)

    def __str__(self):
        return f"Freezing of {self.release}: {self.done} of {self.wanted}"

    @property
    def is_frozen(self) -> bool:
        """Return whether it froze the release, which may have thawed since."""
        return self.finished_at is not None and not self.refused

    def is_under_way(self, now: datetime) -> bool:
        """Return whether a worker has it, or will: after ten minutes it is given up."""
        return self.finished_at is None and now - self.asked_at < LEFT_BEHIND_AFTER
