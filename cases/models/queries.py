"""What the programme office and the region write to each other about an outcome."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef

from cases.models.cases import CASES
from cases.models.outcomes import Outcome
from toex.accounts.choices import Role

READERS = (Role.TOEX_MANAGER, Role.ANALYST, Role.PROGRAMME_OFFICE)


class OutcomeQueryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Narrow to those about outcomes in sight: of the full case, or for the office."""
        if getattr(user, "role", "") not in READERS:
            return self.none()
        return self.filter(outcome__in=Outcome.objects.visible_to(user))

    def waiting(self):
        """Narrow to what the office asked last and the region has not answered."""
        later = OutcomeQuery.objects.filter(outcome=OuterRef("outcome"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later), by_office=True)


class OutcomeQuery(models.Model):
    """One message. Never edited; `by_office` tells from which side it came."""

    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="queries")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_office = models.BooleanField()
    text = models.TextField(max_length=20_000)

    objects = OutcomeQueryQuerySet.as_manager()

    def __str__(self):
        return f"outcome query {self.pk}"

    @property
    def belongs_to(self):
        return CASES.of(self.outcome.case_id)

    @property
    def audit_region_id(self):
        return self.outcome.case.lead_region_id
