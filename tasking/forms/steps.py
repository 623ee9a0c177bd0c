"""What is typed when a step is taken, a message is written, or a request is begun."""

from django import forms

from tasking.forms.fields import Line, Narrative
from toex.core.forms import PlainForm
from toex.forces.models import Force, Region


class NoteForm(PlainForm):
    note = Narrative(label="Note", hint="Kept in the timeline.", rows=3)


class ReferForm(NoteForm):
    """What was checked before a request goes on; what was ticked stands above the note, in words.

    Immediate risk is asked about only where the force says that there is some.
    """

    risk_passed_on = forms.BooleanField(
        label="The immediate risk has been passed on to the force's emergency route",
        help_text="For example, the force control room.",
        error_messages={
            "required": "Select the box once the immediate risk has been passed on to the "
            "force's emergency route."
        },
    )
    deconfliction_checked = forms.BooleanField(
        label="Deconfliction was checked",
        help_text="You may leave this open.",
        required=False,
    )
    field_order = ["risk_passed_on", "deconfliction_checked", "note"]

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        if not request.immediate_risk:
            del self.fields["risk_passed_on"]

    def clean(self):
        """Turn the boxes into sentences of the note, which is what the trail keeps."""
        boxes = ("risk_passed_on", "deconfliction_checked")
        given = super().clean()
        said = [f"{self.fields[name].label}." for name in boxes if given.pop(name, False)]
        note = given.pop("note", "")
        return {**given, "note": "\n".join([*said, note]) if note else "\n".join(said)}


class ReasonForm(PlainForm):
    reason = Narrative(label="Reason", needed="Enter a reason.")


class ReturnForm(PlainForm):
    reason = Narrative(
        label="What does the force need to tell you?",
        hint="The force sees this as a message.",
        needed="Enter what the force needs to tell you.",
    )


class ReplyForm(PlainForm):
    note = Narrative(
        label="Your reply", hint="The gateway sees this as a message.", needed="Enter your reply."
    )


class MessageForm(PlainForm):
    text = Narrative(
        label="Write a message",
        hint="Force and region both see it. Do not enter names or dates of birth.",
        needed="Enter a message.",
        rows=4,
    )


class PassOnForm(PlainForm):
    region = forms.ModelChoiceField(
        label="Which region should have this request?",
        queryset=Region.objects.none(),
        to_field_name="code",
        empty_label="Select a region",
        error_messages={
            "required": "Select a region.",
            "invalid_choice": "Select a region from the list.",
        },
    )
    reason = Narrative(
        label="Why are you passing it on?", needed="Enter why you are passing it on."
    )

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = Region.objects.in_official_order().exclude(
            pk=request.region_id
        )
        self.fields["region"].label_from_instance = lambda region: region.name


class StartForm(PlainForm):
    """Begin a request. Who has no region of their own chooses one; a gateway names the force."""

    title = Line(
        label="What should we call this request?",
        limit=200,
        hint="A title that does not identify anyone, for example “Exercise Juniper 014”. "
        "You can change it later.",
        needed="Enter a title.",
    )
    force = forms.ModelChoiceField(
        label="Which force are you entering this for?",
        queryset=Force.objects.none(),
        to_field_name="code",
        empty_label="Select a force",
        error_messages={
            "required": "Select the force you are entering this for.",
            "invalid_choice": "Select a force from the list.",
        },
    )
    region = forms.ModelChoiceField(
        label="Which gateway should receive it?",
        help_text="Your organisation belongs to no region.",
        queryset=Region.objects.none(),
        to_field_name="code",
        empty_label="Select a region",
        error_messages={
            "required": "Select the gateway that should receive it.",
            "invalid_choice": "Select a region from the list.",
        },
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].label_from_instance = lambda region: region.name
        if user.region_id:
            self.fields["force"].queryset = Force.objects.by_name()
            del self.fields["region"]
        else:
            del self.fields["force"]
            self.fields["region"].queryset = Region.objects.in_official_order()
            if user.force and user.force.region_id:
                del self.fields["region"]
