"""Performance packs: one document for each force and region, made from one release."""

from django.conf import settings
from django.db import models

from metrics.models.releases import Release


class PackRunQuerySet(models.QuerySet):
    def of(self, release):
        """Narrow to runs made from the release as it stands: hiding a cell makes it another."""
        return self.filter(release=release, made_from=release.sha256)

    def finished(self):
        return self.filter(finished_at__isnull=False)

    def unfinished(self):
        return self.filter(finished_at__isnull=True)

    def latest_first(self):
        return self.order_by("-asked_at", "-pk")


class PackRun(models.Model):
    """One making of all packs of a release, in the background: how far it is, and its zip.

    `made_from` is the digest of the release's snapshot when the packs were asked for, and
    `made_with` the layout and the tools by which all packs of the run are made.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="pack_runs")
    made_from = models.CharField(max_length=64)
    made_with = models.CharField(max_length=200, blank=True)
    made = models.PositiveSmallIntegerField(default=0)
    wanted = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    content = models.BinaryField(default=bytes, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    objects = PackRunQuerySet.as_manager()

    def __str__(self):
        return f"Packs of {self.release}: {self.made} of {self.wanted}"


class Pack(models.Model):
    """The pack of one place: a PDF that its own people may open once the release is out.

    `region` is its own, or that of its force; `name` is that of its file, without the ending.
    """

    run = models.ForeignKey(PackRun, on_delete=models.CASCADE, related_name="packs")
    region = models.CharField(max_length=10, blank=True)
    force = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=80)
    title = models.CharField(max_length=100)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_pack_a_name", fields=["run", "name"])]

    def __str__(self):
        return self.title
