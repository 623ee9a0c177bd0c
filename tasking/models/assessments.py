"""Scoring models and assessments. Score informs; people decide."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from tasking.choices import Mode, ModelStatus, Side, Stage
from tasking.models.requests import REQUESTS, TaskingRequest


class ScoringModel(models.Model):
    """A way of scoring, as data. Immutable once live; `official` is false for what we ship."""

    code = models.CharField(max_length=40)
    number = models.CharField("version", max_length=20)
    title = models.CharField(max_length=200)
    provenance = models.CharField(max_length=200)
    official = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=ModelStatus, default=ModelStatus.DRAFT)
    definition = models.JSONField()
    sha256 = models.CharField(max_length=64)
    effective_from = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="scoring_model_once_per_version", fields=["code", "number"]
            ),
        ]

    def __str__(self):
        return f"{self.code}@{self.number}"

    @property
    def words(self) -> str:
        """Its name as people say it, without the warning in brackets that its title has."""
        name, _, _ = self.title.partition(" (")
        return f"{name}, version {self.number}"


class AssessmentFields(models.Model):
    """What an assessment of a request and one of a case have alike. Added, never edited.

    `totals` holds {"harm": {"low", "high"}, "likelihood": …, "risk": …}; `band` is empty where
    the ends of the range fall in different bands.
    """

    mode = models.CharField(max_length=10, choices=Mode)
    stage = models.CharField(max_length=20, choices=Stage)
    side = models.CharField(max_length=10, choices=Side)
    model = models.ForeignKey(ScoringModel, on_delete=models.PROTECT, related_name="+", null=True)
    levels = models.JSONField(default=dict)
    evidence = models.JSONField(default=dict)
    totals = models.JSONField(default=dict)
    band = models.CharField(max_length=40, blank=True)
    organisational_grade = models.CharField(max_length=10, blank=True)
    external_model = models.CharField(max_length=100, blank=True)
    external_score = models.CharField(max_length=40, blank=True)
    external_band = models.CharField(max_length=40, blank=True)
    assessed_at = models.DateTimeField()
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="superseded_by", null=True
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_is_computed_by_a_model_or_typed_in",
                condition=Q(mode=Mode.COMPUTED, model__isnull=False)
                | (Q(mode=Mode.EXTERNAL, model__isnull=True) & ~Q(external_model="")),
            ),
        ]

    def __str__(self):
        return f"assessment {self.pk}"


class Assessment(AssessmentFields):
    """An assessment of a request, by its force or its region."""

    request = models.ForeignKey(
        TaskingRequest, on_delete=models.PROTECT, related_name="assessments"
    )

    @property
    def belongs_to(self):
        return REQUESTS.of(self.request_id)

    @property
    def audit_region_id(self):
        return self.request.region_id
