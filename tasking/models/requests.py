"""A tasking request: a force asks for help; what is said about it, and what is decided."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from tasking.choices import (
    DecisionOutcome,
    DeclineCode,
    ExploitationType,
    Forum,
    Marking,
    PeopleBand,
    State,
    ThreatStatus,
)
from toex.accounts.choices import REGION_ROLES, Role
from toex.core.references import ReferenceSeries
from toex.forces.models import Force, Region

REQUESTS = ReferenceSeries("TR")


class TaskingRequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Narrow to the requests `user` may see; whoever has no role sees none.

        A force sees its own; a region those with it, once submitted, and those whose case it
        sees in full (`RequestSight`); the programme office all, once submitted.
        """
        role = getattr(user, "role", "")
        submitted = Q(submitted_at__isnull=False)
        if role == Role.FORCE_LEAD:
            return self.filter(force=user.force_id)
        if role == Role.PROGRAMME_OFFICE:
            return self.filter(submitted)
        if role not in REGION_ROLES:
            return self.none()
        seen = Q(region=user.region_id) & submitted
        if role == Role.GATEWAY_OFFICER:
            seen |= Q(state=State.DRAFT, on_behalf=True, requester=user.pk)
        else:
            seen |= Q(Exists(RequestSight.objects.of_reader(user).filter(request=OuterRef("pk"))))
        return self.filter(seen)

    def waiting(self):
        """Narrow to requests on which a region still has something to do."""
        return self.filter(state__in=[State.SUBMITTED, State.IN_TRIAGE, State.WITH_TOEX])

    def newest_first(self):
        return self.order_by("-pk")


class TaskingRequest(models.Model):
    """`region` is the region it is with today; `case_reference` is text: no stairs upward."""

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    on_behalf = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    in_state_since = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    case_reference = models.CharField(max_length=20, blank=True)

    title = models.CharField(max_length=200)
    operation_name = models.CharField(max_length=100, blank=True)
    summary = models.TextField(max_length=20_000, blank=True)
    objectives = models.TextField(max_length=20_000, blank=True)
    intelligence_gaps = models.TextField(max_length=20_000, blank=True)
    sio_name = models.CharField("SIO name", max_length=100, blank=True)
    sio_role = models.CharField("SIO rank or role", max_length=100, blank=True)
    sio_contact = models.CharField("SIO contact", max_length=200, blank=True)
    requester_role = models.CharField(max_length=100, blank=True)
    authorising_supervisor = models.CharField(max_length=100, blank=True)
    force_reference = models.CharField(max_length=100, blank=True)
    safeguarding_done = models.TextField(max_length=20_000, blank=True)
    threat_reference = models.CharField(max_length=100, blank=True)
    threat_status = models.CharField(max_length=20, choices=ThreatStatus, blank=True)
    immediate_risk = models.BooleanField(null=True, blank=True)
    needed_by = models.DateField(null=True, blank=True)
    deadlines = models.TextField(max_length=20_000, blank=True)
    # True once the force says that it has no score; recording one speaks louder.
    has_no_score = models.BooleanField(null=True, blank=True)
    score_begun = models.JSONField(null=True, blank=True)  # typed, not all of it yet
    primary_type = models.CharField(max_length=10, choices=ExploitationType, blank=True)
    secondary_types = models.JSONField(default=list, blank=True)
    flags = models.JSONField(default=list, blank=True)
    reasons = models.JSONField(default=list, blank=True)
    support_requested = models.JSONField(default=list, blank=True)
    forces_affected = models.JSONField(default=list, blank=True)
    countries = models.JSONField(default=list, blank=True)
    data_held = models.TextField(max_length=20_000, blank=True)
    people_at_risk = models.CharField(max_length=10, choices=PeopleBand, blank=True)
    suspects_known = models.PositiveIntegerField(null=True, blank=True)
    other_agencies = models.TextField(max_length=20_000, blank=True)
    deconfliction_done = models.BooleanField(null=True, blank=True)
    four_p_plan = models.BooleanField("4P plan", null=True, blank=True)
    lead_responsible_officer = models.CharField(max_length=100, blank=True)
    source_sensitivities = models.BooleanField(null=True, blank=True)
    marking = models.CharField(max_length=20, choices=Marking, default=Marking.OFFICIAL_SENSITIVE)
    handling = models.CharField("handling instruction", max_length=200, blank=True)

    objects = TaskingRequestQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(name="request_by_region", fields=["region", "state", "-id"]),
            models.Index(name="request_by_force", fields=["force", "-id"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="request_past_draft_was_submitted",
                condition=Q(state__in=[State.DRAFT, State.WITHDRAWN])
                | Q(submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="request_decided_has_its_moment",
                condition=~Q(state=State.DECIDED) | Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="request_with_a_case_was_decided",
                condition=Q(case_reference="") | Q(state=State.DECIDED),
            ),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("tasking:request", args=[self.reference])

    @property
    def reference(self):
        return REQUESTS.of(self.pk)

    @property
    def audit_region_id(self):
        return self.region_id


class RequestSightQuerySet(models.QuerySet):
    def of_reader(self, user):
        today = timezone.localdate()
        by_region = Q(region=user.region_id) & (Q(role="") | Q(role=user.role))
        return self.filter(by_region | Q(user=user.pk)).filter(
            Q(until_on__isnull=True) | Q(until_on__gt=today)
        )


class RequestSight(models.Model):
    """Who else may read a request because they see its case in full; kept by the cases floor."""

    request = models.ForeignKey(TaskingRequest, on_delete=models.CASCADE, related_name="sights")
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+", null=True)
    role = models.CharField(max_length=20, choices=Role, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", null=True
    )
    until_on = models.DateField(null=True)

    objects = RequestSightQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="request_sight_is_a_region_s_or_a_person_s",
                condition=Q(region__isnull=False, user__isnull=True)
                | Q(region__isnull=True, user__isnull=False, role=""),
            ),
        ]

    def __str__(self):
        return f"{self.request_id} {self.region_id or self.user_id}"


class RequestRegion(models.Model):
    """The region a request was with, and since when: a dated row for each pass-on."""

    request = models.ForeignKey(TaskingRequest, on_delete=models.CASCADE, related_name="regions")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="request_is_with_one_region_at_a_time",
                fields=["request"],
                condition=Q(until_at__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{self.request_id} {self.region_id}"


class ReturnSpell(models.Model):
    """A time in which the request lay with the force; the clock stops for it."""

    request = models.ForeignKey(TaskingRequest, on_delete=models.CASCADE, related_name="returns")
    returned_at = models.DateTimeField()
    resubmitted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"{self.request_id} {self.returned_at}"


class Classification(models.Model):
    """The primary type a request had from a moment on."""

    request = models.ForeignKey(
        TaskingRequest, on_delete=models.CASCADE, related_name="classifications"
    )
    primary_type = models.CharField(max_length=10, choices=ExploitationType)
    at = models.DateTimeField()

    def __str__(self):
        return f"{self.request_id} {self.primary_type}"


class Message(models.Model):
    """What force and region write to each other about a request. Never edited."""

    request = models.ForeignKey(TaskingRequest, on_delete=models.PROTECT, related_name="messages")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=20_000)

    def __str__(self):
        return f"message {self.pk}"

    @property
    def belongs_to(self):
        return REQUESTS.of(self.request_id)

    @property
    def audit_region_id(self):
        return self.request.region_id


class Decision(models.Model):
    """What was decided, where, why and by whom, on which assessment. Added, never edited."""

    request = models.ForeignKey(TaskingRequest, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=30, choices=DecisionOutcome)
    rationale = models.TextField(max_length=20_000)
    forum = models.CharField(max_length=20, choices=Forum)
    meeting = models.ForeignKey(
        "tasking.TaskingMeeting", on_delete=models.PROTECT, related_name="decisions", null=True
    )
    conditions = models.TextField(max_length=20_000, blank=True)
    review_on = models.DateField(null=True)
    referred_to = models.CharField(max_length=200, blank=True)
    decline_code = models.CharField(max_length=30, choices=DeclineCode, blank=True)
    assessment = models.ForeignKey(
        "tasking.Assessment", on_delete=models.PROTECT, related_name="+", null=True
    )
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="superseded_by", null=True
    )
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="decision_has_a_rationale", condition=~Q(rationale="")),
            models.CheckConstraint(
                name="decision_in_a_meeting_names_it",
                condition=Q(forum=Forum.MEETING, meeting__isnull=False)
                | Q(forum=Forum.OUTSIDE_MEETING, meeting__isnull=True),
            ),
            models.CheckConstraint(
                name="decision_has_what_its_outcome_needs",
                condition=Q(outcome=DecisionOutcome.ADOPT)
                | Q(outcome=DecisionOutcome.OVERTAKEN)
                | (Q(outcome=DecisionOutcome.ADOPT_WITH_CONDITIONS) & ~Q(conditions=""))
                | Q(outcome=DecisionOutcome.DEFER, review_on__isnull=False)
                | (Q(outcome=DecisionOutcome.REFER) & ~Q(referred_to=""))
                | (Q(outcome=DecisionOutcome.DECLINE) & ~Q(decline_code="")),
            ),
        ]

    def __str__(self):
        return f"{self.request_id} {self.outcome}"

    @property
    def belongs_to(self):
        return REQUESTS.of(self.request_id)
