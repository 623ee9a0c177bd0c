"""Planning a tasking meeting and keeping its agenda."""

from django import forms

from tasking.choices import MeetingState, State
from tasking.forms.fields import AnyOf, Day, Line, References
from tasking.models import TaskingRequest
from toex.core.forms import PlainForm
from toex.core.templatetags.toex_tags import long_date

ON_THE_TABLE = [State.WITH_TOEX, State.DEFERRED]


class MeetingForm(PlainForm):
    forum_name = Line(
        label="Name of the meeting",
        limit=200,
        hint="For example, regional tasking meeting.",
        needed="Enter the name of the meeting.",
    )
    held_on = Day(label="Date of the meeting", needed="Enter the date of the meeting.")
    attendees = References(
        label="Who attends",
        hint="Enter each on a line of their own: a role and organisation rather than a name.",
    )
    agenda = AnyOf(
        label="Requests on the agenda", choices=[], hint="Requests with TOEX, and those deferred."
    )

    def __init__(self, *args, user, meeting=None, **kwargs):
        super().__init__(*args, **kwargs)
        there = [item.request for item in meeting.agenda.all()] if meeting else []
        seen = TaskingRequest.objects.visible_to(user).filter(
            region=user.region_id, state__in=ON_THE_TABLE
        )
        rows = {row.reference: row for row in [*there, *seen.order_by("submitted_at")[:200]]}
        self.requests = rows
        self.fields["agenda"].choices = [
            (reference, f"{reference}: {row.title}") for reference, row in rows.items()
        ]

    def meeting_fields(self):
        fields = dict(self.cleaned_data)
        fields["agenda"] = [self.requests[reference] for reference in fields["agenda"]]
        if fields.pop("held", False):
            fields["state"] = MeetingState.HELD
        return fields


class AgendaForm(PlainForm):
    """What waits for a decision and is not on the agenda yet, oldest first."""

    chosen = AnyOf(
        label="Requests to put on the agenda",
        choices=[],
        hint="Oldest first. A score decides nothing here.",
        needed="Select at least one request.",
    )

    def __init__(self, *args, waiting, **kwargs):
        super().__init__(*args, **kwargs)
        self.requests = {row.reference: row for row in waiting}
        self.fields["chosen"].choices = [
            (reference, _words(row)) for reference, row in self.requests.items()
        ]

    def chosen_requests(self):
        return [self.requests[reference] for reference in self.cleaned_data["chosen"]]


def _words(row):
    sent = long_date(row.submitted_at)
    return f"{row.reference}: {row.title}. {row.force}, sent {sent}. {row.get_state_display()}"


class ChangeMeetingForm(MeetingForm):
    held = forms.BooleanField(
        label="The meeting has been held", required=False, help_text="This cannot be undone."
    )

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, meeting=meeting, **kwargs)
        if meeting.state != MeetingState.PLANNED:
            del self.fields["held"]
