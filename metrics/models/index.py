"""Figures counted beforehand, and the marks that say which of them are out of date."""

from django.db import models
from django.db.models import Q


class Bucket(models.Model):
    """One measure in one span of `metrics.index.spans`, by headline attribution.

    `rows` are the counted items, added up where they agree in every place, type and whether
    abroad (`metrics.index.levels`); the other lists are the same by one of these only, for the
    tables most looked at. They are what was known at `counted_at`; while `stale` is set they
    are not to be read.
    """

    measure = models.CharField(max_length=60)
    span = models.CharField(max_length=20)
    first = models.DateField()
    last = models.DateField()
    rows = models.JSONField(default=list)
    leads = models.JSONField(default=list)
    sharing = models.JSONField(default=list)
    forces = models.JSONField(default=list)
    types = models.JSONField(default=list)
    counted_at = models.DateTimeField()
    stale = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="bucket_once_per_measure_and_span", fields=["measure", "span"]
            ),
        ]
        indexes = [
            models.Index(name="bucket_out_of_date", fields=["id"], condition=Q(stale=True)),
        ]

    def __str__(self):
        return f"{self.measure} {self.span}"


class Mark(models.Model):
    """Something that figures are counted from was added, changed or removed.

    Written by triggers alone (`metrics.index.triggers`), in the transaction of the change, and
    only ever added; a recount removes exactly those it has read. `known_from` is the latest
    moment named in the row: until then a figure as known now may still change.
    """

    what = models.CharField(max_length=20)
    kind = models.CharField(max_length=40)
    day = models.DateField(null=True)
    owner = models.BigIntegerField(null=True)
    known_from = models.DateTimeField(null=True)

    def __str__(self):
        return f"{self.what} {self.kind} {self.day} {self.owner}"


class Sweep(models.Model):
    """The latest moment as of which marks were taken in; one row, made by the first of them."""

    at = models.DateTimeField()

    def __str__(self):
        return str(self.at)
