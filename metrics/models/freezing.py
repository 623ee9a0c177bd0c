"""The freezing of a release while a worker does it: how far it is, or why it was refused."""

from django.db import models

from metrics.models.background import Background
from metrics.models.releases import Release


class Freezing(Background):
    """One freezing that somebody asked for, of the draft as it was at `version`.

    `refused` says why it came to nothing, in a sentence; it is empty where the release is frozen.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="freezings")
    version = models.PositiveIntegerField()
    reason = models.TextField(blank=True)
    refused = models.TextField(blank=True)

    def __str__(self):
        return f"Freezing of {self.release}: {self.done} of {self.wanted}"

    @property
    def is_frozen(self) -> bool:
        """Return whether it froze the release, which may have thawed since."""
        return self.finished_at is not None and not self.refused
