"""The work on a case: terms, activities, tasks, products, subjects, assessments."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.choices import OPEN_STATES, ActivityKind, SubjectPart, TaskState
from cases.models.cases import Case, PartOfCase
from cases.models.returns import Return
from tasking.choices import Support
from tasking.models import AssessmentFields


class Terms(models.Model):
    """Terms of reference, agreed with the force's SIO. Each agreement is a row of its own."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="terms")
    support = models.TextField(max_length=20_000)
    products = models.JSONField(default=list)
    due_on = models.DateField()
    agreed_on = models.DateField()
    sio_name = models.CharField("SIO name", max_length=100)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = [models.Index(name="terms_by_day", fields=["agreed_on"])]

    def __str__(self):
        return f"{self.case_id} {self.agreed_on}"


class Activity(PartOfCase, models.Model):
    """Something done on a case. Rows are only ever added.

    `recorded_by` is empty for a line of a regional return; `source` and `line` then tell which.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="activities")
    kind = models.CharField(max_length=20, choices=ActivityKind)
    occurred_at = models.DateTimeField()
    text = models.TextField(max_length=20_000, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    source = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="+", null=True)
    line = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [
            models.Index(
                name="development_by_moment",
                fields=["occurred_at"],
                condition=Q(kind=ActivityKind.DEVELOPMENT),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="activity_once_per_line", fields=["case", "line"], condition=~Q(line="")
            ),
        ]

    def __str__(self):
        return f"activity {self.pk}"


class TaskQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Narrow to tasks of cases that `user` sees in full."""
        return self.filter(case__in=Case.objects.seen_in_full_by(user))

    def to_do(self):
        """Narrow to open tasks of open cases: what was left open then is late no more."""
        return self.filter(state=TaskState.OPEN, case__state__in=OPEN_STATES)


class Task(PartOfCase, models.Model):
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    text = models.CharField(max_length=500)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=TaskState, default=TaskState.OPEN)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="task_done_by_someone_at_some_time",
                condition=~Q(state=TaskState.DONE)
                | Q(done_at__isnull=False, done_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"task {self.pk}"


class Product(PartOfCase, models.Model):
    """A product handed to somebody on a day. Added by the step `deliver` or by a return."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="products")
    kind = models.CharField(max_length=30, choices=Support)
    title = models.CharField(max_length=200)
    delivered_on = models.DateField()
    recipient = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    source = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="+", null=True)
    line = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [models.Index(name="product_by_day", fields=["delivered_on"])]
        constraints = [
            models.UniqueConstraint(
                name="product_once_per_line", fields=["case", "line"], condition=~Q(line="")
            ),
        ]

    def __str__(self):
        return f"product {self.pk}"


class SubjectRole(PartOfCase, models.Model):
    """What a pseudonymous subject is in a case, from a day on; the owning system gives the key."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="subjects")
    key = models.CharField(max_length=32)
    role = models.CharField(max_length=10, choices=SubjectPart)
    from_date = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        indexes = [models.Index(name="subject_by_key", fields=["key"])]
        constraints = [
            models.UniqueConstraint(
                name="subject_once_per_case_and_role", fields=["case", "key", "role"]
            ),
        ]

    def __str__(self):
        return f"subject {self.pk}"


class CaseAssessment(PartOfCase, AssessmentFields):
    """An assessment of a case, by its lead region: at reassessment or closure."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assessments")


class Reassessment(models.Model):
    """The joint reassessment of the threat at the end of development."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reassessments")
    summary = models.TextField(max_length=20_000)
    assessment = models.ForeignKey(
        CaseAssessment, on_delete=models.PROTECT, related_name="+", null=True
    )
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self):
        return f"{self.case_id} {self.at}"
