"""What a meeting keeps besides its agenda: declared conflicts of interest, and actions."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from tasking.choices import ActionState
from tasking.models.meetings import TaskingMeeting
from tasking.models.requests import TaskingRequest
from toex.core.references import ReferenceSeries

ACTIONS = ReferenceSeries("TA")


class Declaration(models.Model):
    """What one attendee declared in a meeting: the conflicts it holds, or expressly none.

    An attendee without a declaration was not asked yet. `person` is their account, where they
    have one: a conflict binds a person, and the list of who attends is text.
    """

    meeting = models.ForeignKey(
        TaskingMeeting, on_delete=models.CASCADE, related_name="declarations"
    )
    attendee = models.CharField(max_length=200)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    nature = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_declaration_of_each_attendee", fields=["meeting", "attendee"]
            ),
            models.UniqueConstraint(
                name="one_declaration_of_each_account",
                fields=["meeting", "person"],
                condition=Q(person__isnull=False),
            ),
        ]

    def __str__(self):
        return f"declaration {self.pk}"


class ConflictManager(models.Manager):
    """Reads the declaration along: whose conflict it is stands there."""

    def get_queryset(self):
        return super().get_queryset().select_related("declaration")


class Conflict(models.Model):
    """A request in which an attendee has an interest of their own."""

    declaration = models.ForeignKey(
        Declaration, on_delete=models.CASCADE, related_name="conflicts"
    )
    request = models.ForeignKey(TaskingRequest, on_delete=models.PROTECT, related_name="conflicts")

    objects = ConflictManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_conflict_is_declared_once", fields=["declaration", "request"]
            ),
        ]

    def __str__(self):
        return f"{self.declaration_id} {self.request_id}"


class MeetingActionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Narrow to the actions of meetings in sight."""
        return self.filter(meeting__in=TaskingMeeting.objects.visible_to(user))

    def open(self):
        return self.filter(state=ActionState.OPEN)

    def of(self, owner):
        return self.filter(owner=owner)

    def carried_into(self, meeting):
        """Narrow to actions of the region's earlier meetings that were open on the day of this."""
        earlier = Q(meeting__held_on__lt=meeting.held_on) | Q(
            meeting__held_on=meeting.held_on, meeting__lt=meeting.pk
        )
        still = Q(state=ActionState.OPEN) | Q(done_on__gt=meeting.held_on)
        return self.filter(earlier, still, meeting__region=meeting.region_id)

    def soonest_first(self):
        return self.order_by("due_on", "pk")


class MeetingAction(models.Model):
    """Something that a meeting asked somebody to do, by when; perhaps about a request."""

    meeting = models.ForeignKey(TaskingMeeting, on_delete=models.PROTECT, related_name="actions")
    text = models.CharField(max_length=500)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    request = models.ForeignKey(
        TaskingRequest, on_delete=models.PROTECT, related_name="actions", null=True
    )
    state = models.CharField(max_length=10, choices=ActionState, default=ActionState.OPEN)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    done_on = models.DateField(null=True)
    done_note = models.CharField(max_length=500, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    objects = MeetingActionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(name="action_by_owner", fields=["owner", "state", "due_on"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="action_done_has_its_day_its_note_and_who",
                condition=Q(state=ActionState.OPEN)
                | (
                    Q(done_on__isnull=False, done_at__isnull=False, done_by__isnull=False)
                    & ~Q(done_note="")
                ),
            ),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("tasking:action", args=[self.reference])

    @property
    def reference(self):
        return ACTIONS.of(self.pk)

    @property
    def belongs_to(self):
        return self.meeting.reference

    @property
    def audit_region_id(self):
        return self.meeting.region_id

    def is_overdue(self, today):
        return self.state == ActionState.OPEN and self.due_on < today
