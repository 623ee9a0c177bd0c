"""What came of attacking a release: kept, so that a look at it need not attack again."""

from django.db import models

from metrics.models.background import Background
from metrics.models.releases import Release


class AttackQuerySet(models.QuerySet):
    def finished(self):
        return self.filter(finished_at__isnull=False)

    def unfinished(self):
        return self.filter(finished_at__isnull=True)

    def latest_first(self):
        return self.order_by("-pk")


class Attack(Background):
    """One attack on a release together with all others, tied to it, that were out.

    `made_from` is the digest of everything it depends on: as long as that is the same, so is
    what comes of it. `findings` are sentences; `bounds` give, by the number of each hidden
    figure, the least and the most that a reader can work out, null where there is no most.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="attacks")
    made_from = models.CharField(max_length=64)
    findings = models.JSONField(default=list, blank=True)
    bounds = models.JSONField(default=dict, blank=True)

    objects = AttackQuerySet.as_manager()

    def __str__(self):
        return f"Attack on {self.release}: {self.done} of {self.wanted}"
