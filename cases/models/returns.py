"""Regional returns: what regions keep in spreadsheets, brought in whole."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from toex.accounts.choices import Role
from toex.forces.models import Region


class ReturnQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Narrow to the returns of a manager's own region; all for the programme office."""
        role = getattr(user, "role", "")
        if role == Role.PROGRAMME_OFFICE:
            return self
        if role == Role.TOEX_MANAGER:
            return self.filter(region=user.region_id)
        return self.none()

    def newest_first(self):
        return self.order_by("-pk")


class Return(models.Model):
    """A regional return that has landed: cases and events, signed by a manager."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    landed_at = models.DateTimeField()
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    landed = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    cases = models.PositiveIntegerField()

    objects = ReturnQuerySet.as_manager()

    def __str__(self):
        return f"return {self.pk}"

    def get_absolute_url(self):
        return reverse("cases:import", args=[self.pk])

    @property
    def audit_region_id(self):
        return self.region_id
