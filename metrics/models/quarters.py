"""A region's quarter: open until its manager confirms what is recorded for it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from metrics.choices import QuarterState
from toex.accounts.choices import Role
from toex.core.periods import parse
from toex.forces.models import Region


class RegionalQuarterQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Narrow to a TOEX manager's or analyst's own region; the programme office sees all."""
        role = getattr(user, "role", "")
        if role == Role.PROGRAMME_OFFICE:
            return self.all()
        if role in (Role.TOEX_MANAGER, Role.ANALYST):
            return self.filter(region=user.region_id)
        return self.none()


class RegionalQuarter(models.Model):
    """One region and one quarter that has begun, such as `EMSOU-2022-23-Q3`."""

    reference = models.CharField(max_length=30, unique=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=QuarterState, default=QuarterState.OPEN)
    nil_return = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    version = models.PositiveIntegerField(default=1)

    objects = RegionalQuarterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_quarter_a_region", fields=["region", "period"]),
            models.CheckConstraint(
                name="quarter_confirmed_by_someone_at_some_time",
                condition=~Q(state=QuarterState.CONFIRMED)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("metrics:quarter", args=[self.reference])

    @property
    def span(self):
        """The days of the quarter."""
        return parse(self.period)

    @property
    def audit_region_id(self):
        return self.region_id
