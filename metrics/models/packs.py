"""Performance packs: one document for each force and region, made from one release."""

from django.conf import settings
from django.db import models

from metrics.choices import PackRunState
from metrics.models.releases import Release


class PackRun(models.Model):
    """One making of all packs of a release, in the background: how far it is, and its zip."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="pack_runs")
    state = models.CharField(max_length=10, choices=PackRunState, default=PackRunState.WAITING)
    made = models.PositiveSmallIntegerField(default=0)
    wanted = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    content = models.BinaryField(default=bytes, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    def __str__(self):
        return f"Packs of {self.release}: {self.made} of {self.wanted}"


class Pack(models.Model):
    """The pack of one place: a PDF that its own people may open once the release is out."""

    run = models.ForeignKey(PackRun, on_delete=models.CASCADE, related_name="packs")
    region = models.CharField(max_length=10, blank=True)
    force = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=80)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_pack_a_name", fields=["run", "name"])]

    def __str__(self):
        return self.name
