"""What the investigating officer of a closed case says of the support: three short answers."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.choices import Verdict
from cases.models.cases import CASES, Case
from toex.accounts.choices import Role


class SurveyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Narrow to those of cases seen in full, or asked for by the reader's own force."""
        if getattr(user, "role", "") == Role.FORCE_LEAD:
            return self.filter(case__in=Case.objects.asked_by(user))
        return self.filter(case__in=Case.objects.seen_in_full_by(user))


class Survey(models.Model):
    """One answer for each case, given once. It counts in no figure of outcomes."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="survey")
    helped = models.CharField(max_length=10, choices=Verdict)
    in_time = models.CharField(max_length=10, choices=Verdict)
    again = models.CharField(max_length=10, choices=Verdict)
    text = models.TextField(max_length=20_000, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = SurveyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="survey_answers_are_known",
                condition=Q(
                    helped__in=Verdict.values, in_time__in=Verdict.values, again__in=Verdict.values
                ),
            ),
        ]

    def __str__(self):
        return f"survey of {CASES.of(self.case_id)}"

    @property
    def belongs_to(self):
        return CASES.of(self.case_id)

    @property
    def audit_region_id(self):
        return self.case.lead_region_id
