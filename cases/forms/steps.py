"""What people enter to take a step of a case. Input only: the rules are the services'."""

from django import forms

from cases.choices import CloseReason, Owner
from cases.forms.assessments import AssessmentField
from cases.forms.base import MAX_TEXT, PageForm
from tasking.choices import ExploitationType, Flag, Support
from toex.core.fields import GovDateField
from toex.forces.models import Region

NOT_HERE = {CloseReason.IMPORTED}


def text(label, *, help_text="", required=True, rows=5, needed=""):
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=MAX_TEXT,
        error_messages={"required": needed} if needed else None,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def date(label, *, help_text="", required=True):
    return GovDateField(label=label, help_text=help_text, required=required)


def radios(label, choices, **kwargs):
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **kwargs)


def boxes(label, choices, **kwargs):
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, **kwargs
    )


class ReasonForm(PageForm):
    reason = text("Reason", help_text="This goes on the record with your name and the time.")


class TermsForm(PageForm):
    support = text(
        "Support that TOEX will give",
        help_text="What the team will do, and what stays with the force.",
    )
    products = boxes("Products", Support.choices)
    due_on = date("Due date")
    agreed_on = date("Date agreed")
    sio_name = forms.CharField(
        label="Name of the SIO who agreed",
        max_length=100,
        help_text="The force's senior investigating officer.",
    )

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sio_name"].initial = case.sio_name


class DeliverForm(PageForm):
    kind = radios("Kind of product", Support.choices)
    title = forms.CharField(
        label="Title", max_length=200, help_text="Do not name a person in the title."
    )
    delivered_on = date("Date delivered")
    recipient = forms.CharField(
        label="Delivered to",
        max_length=200,
        required=False,
        help_text="A role or a team, for example “SIO, Exercise Juniper”.",
    )


class ReassessForm(PageForm):
    summary = text(
        "What the joint reassessment found",
        help_text="Agreed with the force. Do not name a person.",
    )
    assessment = AssessmentField(
        label="Assessment it rests on",
        queryset=None,
        required=False,
        empty_label="None",
    )

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["assessment"].queryset = case.assessments.select_related("model").order_by(
            "-assessed_at"
        )


class CloseForm(PageForm):
    reason = radios(
        "Why the case closes", [each for each in CloseReason.choices if each[0] not in NOT_HERE]
    )
    owner = radios("Who owns the threat now", Owner.choices)
    note = text("Note", required=False, rows=3)


class TransferForm(PageForm):
    region = forms.ModelChoiceField(
        label="Region that takes the lead",
        queryset=Region.objects.in_official_order(),
        to_field_name="code",
        empty_label="Select a region",
    )
    from_date = date(
        "First day on which it leads",
        help_text="Today or earlier. For example, 16 6 2026",
    )
    reason = text("Reason")

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        regions = self.fields["region"].queryset
        self.fields["region"].queryset = regions.exclude(pk=case.lead_region_id)


class ReclassifyForm(PageForm):
    title = forms.CharField(
        label="Title", max_length=200, help_text="Do not name a person in the title."
    )
    operation_name = forms.CharField(label="Operation name", max_length=100, required=False)
    primary_type = radios("Main type of exploitation", ExploitationType.choices)
    secondary_types = boxes(
        "Other types of exploitation", ExploitationType.choices, required=False
    )
    flags = boxes("What else applies", Flag.choices, required=False)
    reason = text("Reason", rows=3)

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("title", "operation_name", "primary_type", "secondary_types", "flags"):
            self.fields[name].initial = getattr(case, name)
