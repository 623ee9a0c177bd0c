"""A tasking meeting of a region: who sat, what was on the agenda, and when it was signed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from tasking.choices import MeetingState
from tasking.models.requests import TaskingRequest
from toex.accounts.choices import REGION_ROLES, Role
from toex.core.periods import london_date
from toex.core.references import ReferenceSeries
from toex.forces.models import Region

MEETINGS = ReferenceSeries("TM")
NOT_THEN = "Select a meeting held on a day from when the request was sent up to today."


class TaskingMeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Narrow to a region's own meetings; for the programme office, those signed."""
        role = getattr(user, "role", "")
        if role in REGION_ROLES:
            return self.filter(region=user.region_id)
        if role == Role.PROGRAMME_OFFICE:
            return self.filter(state=MeetingState.SIGNED)
        return self.none()

    def that_could_decide(self, request, *, on):
        """Narrow to its region's on a day up to `on`, and not before the request was sent."""
        sent_on = london_date(request.submitted_at)
        return self.filter(region=request.region_id, held_on__range=(sent_on, on))


class TaskingMeeting(models.Model):
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    forum_name = models.CharField(max_length=200)
    attendees = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    objects = TaskingMeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="meeting_signed_by_someone_at_some_time",
                condition=~Q(state=MeetingState.SIGNED)
                | Q(signed_at__isnull=False, signed_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("tasking:meeting", args=[self.reference])

    @property
    def reference(self):
        return MEETINGS.of(self.pk)

    @property
    def audit_region_id(self):
        return self.region_id


class AgendaItem(models.Model):
    meeting = models.ForeignKey(TaskingMeeting, on_delete=models.CASCADE, related_name="agenda")
    request = models.ForeignKey(
        TaskingRequest, on_delete=models.PROTECT, related_name="agenda_items"
    )
    order = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="request_once_on_an_agenda", fields=["meeting", "request"]
            ),
        ]

    def __str__(self):
        return f"{self.meeting_id} {self.request_id}"
