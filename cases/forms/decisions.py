"""What a manager enters to decide a request. Score informs; people decide."""

from django import forms

from cases.forms.assessments import AssessmentField
from cases.forms.base import PageForm
from cases.forms.steps import date, radios, text
from tasking.choices import DecisionOutcome, DeclineCode, Forum, MeetingState
from tasking.models import TaskingMeeting
from tasking.models.meetings import NOT_THEN

OUTCOMES = [
    (DecisionOutcome.ADOPT, "Adopt"),
    (DecisionOutcome.ADOPT_WITH_CONDITIONS, "Adopt with conditions"),
    (DecisionOutcome.DEFER, "Defer"),
    (DecisionOutcome.REFER, "Refer to somebody else"),
    (DecisionOutcome.DECLINE, "Decline"),
    (DecisionOutcome.OVERTAKEN, "Overtaken by events"),
]


# What the check says before a decision is confirmed.
ABOUT_TO = {
    DecisionOutcome.ADOPT: "adopt this request. Its case opens as you confirm.",
    DecisionOutcome.ADOPT_WITH_CONDITIONS: "adopt this request with conditions. Its case opens as "
    "you confirm.",
    DecisionOutcome.DEFER: "defer this request until its review date.",
    DecisionOutcome.REFER: "refer the force to somebody else.",
    DecisionOutcome.DECLINE: "decline this request.",
    DecisionOutcome.OVERTAKEN: "record that events have overtaken this request.",
}


class MeetingField(forms.ModelChoiceField):
    def label_from_instance(self, meeting):
        return f"{meeting.reference}: {meeting.forum_name}, {meeting.held_on:%-d %B %Y}"


class DecisionForm(PageForm):
    """All fields are on the page, so it works without JavaScript; each says when it is needed."""

    needed_when = {
        "conditions": ("outcome", [DecisionOutcome.ADOPT_WITH_CONDITIONS]),
        "review_on": ("outcome", [DecisionOutcome.DEFER]),
        "referred_to": ("outcome", [DecisionOutcome.REFER]),
        "decline_code": ("outcome", [DecisionOutcome.DECLINE]),
        "meeting": ("forum", [Forum.MEETING]),
    }
    outcome = radios("Decision", OUTCOMES)
    conditions = text(
        "Conditions", required=False, rows=3, help_text="Only if adopted with conditions"
    )
    review_on = date(
        "Review date", required=False, help_text="Only if deferred. For example, 16 6 2027"
    )
    referred_to = forms.CharField(
        label="Referred to", required=False, max_length=200, help_text="Only if referred"
    )
    decline_code = radios(
        "Why declined", DeclineCode.choices, required=False, help_text="Only if declined"
    )
    rationale = text(
        "Rationale",
        help_text="Always needed. The force reads it. Say why: the threat, and the harm.",
    )
    forum = radios("Where it was decided", Forum.choices)
    meeting = MeetingField(
        label="Which meeting",
        queryset=None,
        required=False,
        empty_label="Select a meeting",
        help_text="Only if decided in a tasking meeting, held since the request was sent",
        error_messages={"invalid_choice": NOT_THEN},
    )
    assessment = AssessmentField(
        label="Assessment seen",
        queryset=None,
        required=False,
        empty_label="None",
        help_text="For information. A score never decides.",
    )

    def __init__(self, *args, row, by, today, **kwargs):
        super().__init__(*args, **kwargs)
        meetings = TaskingMeeting.objects.visible_to(by).that_could_decide(row, on=today)
        self.fields["meeting"].queryset = meetings.exclude(state=MeetingState.SIGNED).order_by(
            "-held_on", "-pk"
        )
        self.fields["assessment"].queryset = row.assessments.select_related("model").order_by(
            "-assessed_at"
        )

    def clean(self):
        """Drop the meeting of a decision outside one: without JavaScript both are on the page."""
        given = super().clean()
        if given.get("forum") == Forum.OUTSIDE_MEETING:
            given["meeting"] = None
        return given
