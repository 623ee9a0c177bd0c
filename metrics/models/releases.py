"""A release: the figures of one period, frozen, checked, approved and published, for good."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from metrics.choices import Hidden, Mode, ReleaseState, Status, TableCode
from metrics.rounding import rounded
from toex.accounts.choices import FORCE_ROLES, REGION_ROLES, Role
from toex.core.periods import parse

PUBLIC_ROLES = [*FORCE_ROLES, *REGION_ROLES]


class ReleaseQuerySet(models.QuerySet):
    def visible_to(self, user, *, now=None):
        """Narrow to what is out, by the clock; the programme office and early access see more."""
        role = getattr(user, "role", "")
        if role == Role.PROGRAMME_OFFICE:
            return self.all()
        if role in PUBLIC_ROLES:
            listed = EarlyAccess.objects.filter(user=user, ended_at=None).values("release")
            return self.filter(
                out(now or timezone.now()) | Q(state=ReleaseState.APPROVED, pk__in=listed)
            )
        return self.none()

    def out(self, now=None):
        """Narrow to what is published, or approved and past its time."""
        return self.filter(out(now or timezone.now()))

    def out_by(self, moment):
        """Narrow to what is out and was so at `moment`: see `Release.came_out_at`."""
        there = self.out().filter(publish_at__lte=moment)
        return there.exclude(approved_at__gt=moment)

    def due(self, now):
        """Narrow to what is approved and past its time, and so to be written down as published."""
        return self.filter(state=ReleaseState.APPROVED, publish_at__lte=now)

    def meant_to_leave(self):
        """Narrow to editions; an internal release is none."""
        return self.exclude(mode=Mode.INTERNAL)

    def announced(self, now):
        """Narrow to what is still to come out: its period and its moment are no secret."""
        coming = self.meant_to_leave().exclude(state=ReleaseState.PUBLISHED)
        return coming.filter(publish_at__gt=now).order_by("publish_at", "first")

    def latest_first(self):
        return self.order_by("-first", "-last", "-edition")


def out(now):
    """Return the condition of being out: the clock decides, not when a worker got round to it."""
    return Q(state=ReleaseState.PUBLISHED) | Q(state=ReleaseState.APPROVED, publish_at__lte=now)


class Release(models.Model):
    """One edition of one period, such as `R-2022-23-Q3-1`; an internal one ends in `I1`.

    `snapshot` is the JSON text that every file is made from; `sha256` is the digest of the file
    `snapshot.json`. `first` and `last` are the period's days. `missing` lists, in sentences, what
    was not confirmed when it was frozen; `held` the codes of measures that stay as the edition
    before had them, since their changes would give a hidden number away.
    """

    reference = models.CharField(max_length=30, unique=True)
    period = models.CharField(max_length=10)
    first = models.DateField()
    last = models.DateField()
    edition = models.PositiveSmallIntegerField()
    revises = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True)
    reason = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=ReleaseState, default=ReleaseState.DRAFT)
    rules = models.CharField(max_length=10)
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.THRESHOLD)
    population_version = models.CharField(max_length=20)
    publish_at = models.DateTimeField()
    data_cut_at = models.DateTimeField(null=True, blank=True)
    missing = models.JSONField(default=list, blank=True)
    freeze_reason = models.TextField(blank=True)
    held = models.JSONField(default=list, blank=True)
    snapshot = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    published_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_release_an_edition",
                fields=["period", "edition"],
                condition=~Q(mode=Mode.INTERNAL),
            ),
            models.UniqueConstraint(
                name="one_internal_release_a_number",
                fields=["period", "edition"],
                condition=Q(mode=Mode.INTERNAL),
            ),
            models.CheckConstraint(
                name="internal_release_never_leaves",
                condition=~Q(mode=Mode.INTERNAL)
                | Q(state__in=[ReleaseState.DRAFT, ReleaseState.FROZEN]),
            ),
            models.CheckConstraint(
                name="release_approved_by_another_person",
                condition=Q(approved_by__isnull=True)
                | (~Q(approved_by=F("created_by")) & ~Q(approved_by=F("frozen_by"))),
            ),
            models.CheckConstraint(
                name="release_cut_when_frozen",
                condition=Q(state=ReleaseState.DRAFT) | Q(data_cut_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("metrics:release", args=[self.reference])

    @property
    def span(self):
        """The days that the release is about."""
        return parse(self.period)

    @property
    def is_internal(self):
        """Whether it stays within the programme office for good."""
        return self.mode == Mode.INTERNAL

    @property
    def period_label(self):
        """The period as people write it: `2022/23 Q3`."""
        return self.period.replace("-", " ")

    @property
    def came_out_at(self):
        """The moment from which readers saw it: that set for it, or its approval if later.

        For one that is not approved yet, the moment set.
        """
        return max(self.publish_at, self.approved_at or self.publish_at)

    def state_at(self, now) -> ReleaseState:
        """Return the state as readers see it: what is out is published, written down or not."""
        return ReleaseState.PUBLISHED if self.is_out(now) else ReleaseState(self.state)

    def is_out(self, now):
        return self.state == ReleaseState.PUBLISHED or (
            self.state == ReleaseState.APPROVED and self.publish_at <= now
        )


class ReleaseFigure(models.Model):
    """One cell of a release as it was counted, and whether it is hidden.

    `value` is the true number even where it is hidden or shown `rounded_to` a multiple: it stays
    inside, for the next edition's checks. `number` is how many events or rows stand behind it and
    `largest` what the largest of them adds. Places and type are empty where the cell is not broken
    down by them; a force that is not known is `-`.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="figures")
    measure = models.CharField(max_length=40)
    table = models.CharField(max_length=12, choices=TableCode)
    region = models.CharField(max_length=10, blank=True)
    force = models.CharField(max_length=40, blank=True)
    primary_type = models.CharField(max_length=10, blank=True)
    abroad = models.BooleanField(default=False)
    value = models.DecimalField(max_digits=20, decimal_places=1, null=True)
    unkeyed = models.PositiveBigIntegerField(null=True)
    number = models.PositiveBigIntegerField(default=0)
    largest = models.PositiveBigIntegerField(default=0)
    status = models.CharField(max_length=16, choices=Status)
    hidden = models.CharField(max_length=10, choices=Hidden, blank=True)
    rounded_to = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_figure_a_cell",
                fields=[
                    "release",
                    "measure",
                    "table",
                    "region",
                    "force",
                    "primary_type",
                    "abroad",
                ],
            ),
        ]

    def __str__(self):
        places = [self.region, self.force, self.primary_type, "abroad" if self.abroad else ""]
        return " ".join([self.measure, *filter(None, places)])

    @property
    def shown(self):
        """What everybody may see of it: a whole or half number or None, and its status."""
        if self.hidden:
            return None, Status.SUPPRESSED.value
        if self.status != Status.OK or self.value is None:
            return None, self.status
        value = rounded(self.value, self.rounded_to)
        whole = int(value)
        return whole if whole == value else float(value), self.status

    @property
    def key(self):
        """What names the cell within its release."""
        return (
            self.measure,
            self.table,
            self.region,
            self.force,
            self.primary_type,
            self.abroad,
        )


class DisclosureChoice(models.Model):
    """A reviewer's own choice about a cell of a frozen release, with the reason."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="choices")
    figure = models.ForeignKey(ReleaseFigure, on_delete=models.PROTECT, related_name="choices")
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self):
        return f"{self.figure}: {self.reason}"


class ReleaseFile(models.Model):
    """One file of a release, byte for byte as it was made."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=80)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_with = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_file_a_name", fields=["release", "name"]),
        ]

    def __str__(self):
        return self.name


class EarlyAccess(models.Model):
    """Somebody who may see an approved release before its time, why, and when they first did."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="early_access")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="early_access_once", fields=["release", "user"], condition=Q(ended_at=None)
            ),
        ]

    def __str__(self):
        return f"{self.user} on {self.release}"
