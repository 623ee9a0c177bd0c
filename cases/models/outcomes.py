"""The ledger of outcomes: dated events on cases, corrected only by void-and-replace."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from cases.choices import (
    AgeGroup,
    AssetStage,
    Attribution,
    FourP,
    Level,
    OutcomeKind,
    OutcomeState,
)
from cases.models.cases import Case, CaseForce, PartOfCase
from cases.models.returns import Return
from cases.models.threats import Threat
from toex.accounts.choices import Role
from toex.forces.models import Force


class OutcomeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Narrow to the outcomes `user` may see.

        A force: all of a case it asked for, and those in its own area of a case it has a part
        in. A region: with the full case. The programme office: all but of restricted cases.
        """
        role = getattr(user, "role", "")
        if role == Role.PROGRAMME_OFFICE:
            return self.filter(case__restricted=False)
        if role == Role.FORCE_LEAD:
            parts = CaseForce.objects.current().filter(case=OuterRef("case"), force=user.force_id)
            return self.filter(
                Exists(parts.filter(asked=True)) | Q(Exists(parts), force=user.force_id),
                case__restricted=False,
            )
        return self.filter(case__in=Case.objects.seen_in_full_by(user))

    def unconfirmed(self):
        """Narrow to verified outcomes of which the force that asked has said nothing yet."""
        return self.filter(
            state=OutcomeState.VERIFIED, confirmed_at__isnull=True, disputed_at__isnull=True
        )

    def disputed(self):
        """Narrow to outcomes that the force disputes and that are not void: they still count."""
        return self.exclude(state=OutcomeState.VOID).filter(disputed_at__isnull=False)

    def newest_first(self):
        return self.order_by("-pk")


class Outcome(PartOfCase, models.Model):
    """One event. `force` and `country` are where it happened; `quantity` counts people or events.

    An event with a subject key has quantity 1. `recorded_by` is empty for a line of a regional
    return; `source` and `line` then tell which. Amounts are pence, sentences whole months.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="outcomes")
    kind = models.CharField(max_length=40, choices=OutcomeKind)
    occurred_on = models.DateField()
    subject_key = models.CharField(max_length=32, blank=True)
    quantity = models.PositiveIntegerField(default=1)
    force = models.ForeignKey(
        Force, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    country = models.CharField(max_length=2, default="GB")
    attribution = models.CharField(max_length=20, choices=Attribution)
    threat = models.ForeignKey(
        Threat, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    evidence_reference = models.CharField(max_length=100, blank=True)
    age_group = models.CharField(max_length=10, choices=AgeGroup, blank=True)
    order_type = models.CharField(max_length=60, blank=True)
    stage = models.CharField(max_length=30, choices=AssetStage, blank=True)
    amount_pence = models.BigIntegerField(null=True, blank=True)
    months = models.PositiveIntegerField(null=True, blank=True)
    life = models.BooleanField(null=True, blank=True)
    warrant_type = models.CharField(max_length=60, blank=True)
    partner = models.CharField(max_length=100, blank=True)
    level = models.CharField(max_length=10, choices=Level, blank=True)
    four_p = models.CharField(max_length=10, choices=FourP, blank=True)

    state = models.CharField(max_length=10, choices=OutcomeState, default=OutcomeState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    void_reason = models.TextField(blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    disputed_at = models.DateTimeField(null=True, blank=True)
    disputed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    dispute_reason = models.TextField(blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="replaced_by", null=True, blank=True
    )
    source = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="+", null=True)
    line = models.CharField(max_length=80, blank=True)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(name="outcome_by_kind_and_day", fields=["kind", "occurred_on"]),
            models.Index(name="outcome_by_day", fields=["occurred_on"]),
            models.Index(name="outcome_by_subject", fields=["subject_key"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="outcome_of_one_subject_counts_one",
                condition=Q(subject_key="") | Q(quantity=1),
            ),
            models.CheckConstraint(name="outcome_counts_something", condition=Q(quantity__gte=1)),
            models.CheckConstraint(
                name="outcome_verified_by_someone_else",
                condition=Q(verified_by__isnull=True)
                | Q(recorded_by__isnull=True)
                | ~Q(verified_by=models.F("recorded_by")),
            ),
            models.CheckConstraint(
                name="outcome_verified_at_some_time",
                condition=~Q(state=OutcomeState.VERIFIED)
                | Q(verified_at__isnull=False, verified_by__isnull=False),
            ),
            models.CheckConstraint(
                name="outcome_void_has_a_reason",
                condition=~Q(state=OutcomeState.VOID)
                | (Q(voided_at__isnull=False, voided_by__isnull=False) & ~Q(void_reason="")),
            ),
            models.UniqueConstraint(
                name="outcome_once_per_line", fields=["case", "line"], condition=~Q(line="")
            ),
        ]

    def __str__(self):
        return f"outcome {self.pk}"

    def get_absolute_url(self):
        return reverse("cases:outcome", args=[self.pk])

    @property
    def is_disputed(self):
        """Whether the force disputes it, and it is not void: it still counts."""
        return self.disputed_at is not None and self.state != OutcomeState.VOID
