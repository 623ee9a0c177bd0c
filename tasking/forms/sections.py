"""The question pages of a request, one topic a page; together they ask all that it can say."""

from django.core.exceptions import ValidationError

from tasking.choices import (
    ExploitationType,
    Flag,
    Marking,
    PeopleBand,
    Reason,
    Support,
    ThreatStatus,
)
from tasking.fields import NEEDED
from tasking.forms.fields import (
    AnyOf,
    Countries,
    Day,
    Line,
    Narrative,
    OneOf,
    WholeNumber,
    YesNo,
)
from toex.core.forms import PlainForm
from toex.forces.models import Force


class SectionForm(PlainForm):
    """One question page. `partly` takes an unfinished page: nothing but a title is needed.

    `initial` is what is saved; `today` is given where a day that is typed has to be to come.
    """

    always_needed = ("title",)

    def __init__(self, *args, partly=False, today=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.partly, self.today = partly, today

    def full_clean(self):
        needed = [
            field
            for name, field in self.fields.items()
            if self.partly and field.required and name not in self.always_needed
        ]
        for field in needed:
            field.required = False
        super().full_clean()
        for field in needed:
            field.required = True


class ThreatForm(SectionForm):
    title = Line(
        label="Title",
        limit=200,
        hint="A title that does not identify anyone, for example “Exercise Juniper 014”.",
        needed=NEEDED["title"],
    )
    operation_name = Line(
        label="Operation name", limit=100, hint="It is never put in an email or an address."
    )
    summary = Narrative(
        label="Summary of the threat",
        hint="What is happening, since when, and how it is organised. Do not enter names or "
        "dates of birth.",
        needed=NEEDED["summary"],
        rows=10,
    )
    objectives = Narrative(label="Objectives", hint="What the SIO wants to achieve.")
    intelligence_gaps = Narrative(
        label="Intelligence gaps", hint="What you do not know and need to know."
    )


class TypesForm(SectionForm):
    primary_type = OneOf(
        label="Primary type",
        choices=ExploitationType,
        hint="The one type that describes it best.",
        needed=NEEDED["primary_type"],
    )
    secondary_types = AnyOf(
        label="Secondary types", choices=ExploitationType, hint="Select all that apply."
    )
    flags = AnyOf(
        label="What else is true of this threat?", choices=Flag, hint="Select all that apply."
    )


class HarmForm(SectionForm):
    immediate_risk = YesNo(
        label="Is anyone at immediate risk of harm?",
        hint="If a life is in danger now, do not use this form. Call your force control room.",
        needed=NEEDED["immediate_risk"],
    )
    safeguarding_done = Narrative(
        label="Safeguarding already done",
        hint="What has been done so far to keep people safe. If nothing, say so and why.",
        needed=NEEDED["safeguarding_done"],
    )
    people_at_risk = OneOf(
        label="How many people may be at risk?",
        choices=PeopleBand,
        hint="A number range only. Do not enter names.",
    )
    suspects_known = WholeNumber(
        label="Number of suspects and persons of interest", hint="How many are known so far."
    )
    threat_status = OneOf(
        label="Is the threat already on record?",
        choices=ThreatStatus,
        hint="As an organised crime group, a priority individual or a vulnerability.",
    )
    threat_reference = Line(
        label="Threat reference", limit=100, hint="Its APMIS or mapping reference, if it has one."
    )


class WhereForm(SectionForm):
    forces_affected = AnyOf(
        label="Forces affected",
        choices=[],
        hint="Select all that apply. Being named here does not let a force see the request.",
    )
    countries = Countries(
        label="Countries",
        hint="Enter each on a line of its own: a name or its two-letter code, for example Romania "
        "or RO.",
    )
    other_agencies = Narrative(label="Other agencies involved", rows=3)
    deconfliction_done = YesNo(
        label="Has deconfliction been done?",
        hint="A check that no other investigation is working on the same threat.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["forces_affected"].widget.attrs["class"] = "toex-small"
        self.fields["forces_affected"].choices = [
            (force.code, force.short_name) for force in Force.objects.by_name()
        ]


class HelpForm(SectionForm):
    reasons = AnyOf(
        label="Why do you need TOEX?",
        choices=Reason,
        hint="Select all that apply.",
        needed=NEEDED["reasons"],
    )
    support_requested = AnyOf(
        label="What support do you ask for?",
        choices=Support,
        hint="Select all that apply.",
        needed=NEEDED["support_requested"],
    )
    data_held = Narrative(label="Data you hold", hint="Volumes, devices and languages.", rows=3)
    needed_by = Day(label="The date you need it by")
    deadlines = Narrative(
        label="Deadlines", hint="Court, custody or tasking dates, and what they are for.", rows=3
    )
    four_p_plan = YesNo(label="Is there a 4P plan?", hint="Pursue, prevent, protect, prepare.")

    def clean_needed_by(self):
        """Refuse a day that is over, unless it was saved before: that is how it was."""
        day = self.cleaned_data["needed_by"]
        if day and self.today and day < self.today and day != self.initial.get("needed_by"):
            raise ValidationError("The date you need it by must be today or later.")
        return day


class ContactsForm(SectionForm):
    sio_name = Line(
        label="Name of the senior investigating officer (SIO)",
        limit=100,
        needed=NEEDED["sio_name"],
    )
    sio_role = Line(label="Rank or role of the SIO", limit=100)
    sio_contact = Line(
        label="How to reach the SIO",
        limit=200,
        hint="An email address or telephone number at work.",
        needed=NEEDED["sio_contact"],
    )
    requester_role = Line(label="Your rank or role", limit=100)
    lead_responsible_officer = Line(
        label="Lead responsible officer", limit=100, hint="If one has been named."
    )
    authorising_supervisor = Line(label="Supervisor who authorised this request", limit=100)
    force_reference = Line(
        label="Your force's reference", limit=100, hint="From Niche, Athena or a crime number."
    )


class HandlingForm(SectionForm):
    marking = OneOf(
        label="Security marking",
        choices=Marking,
        hint="OFFICIAL-SENSITIVE is a marking within OFFICIAL.",
        needed="Select the security marking.",
    )
    handling = Line(
        label="Handling instruction", limit=200, hint="Who may see this, and who may not."
    )
    source_sensitivities = YesNo(
        label="Are there source sensitivities?",
        hint="Answer yes or no only. Do not give details here.",
    )


SECTIONS = {
    "threat": ThreatForm,
    "types": TypesForm,
    "harm": HarmForm,
    "where": WhereForm,
    "help": HelpForm,
    "contacts": ContactsForm,
    "handling": HandlingForm,
}
TITLES = {
    "threat": "What is happening",
    "types": "Type of exploitation",
    "harm": "Harm and safeguarding",
    "score": "Score",
    "where": "Places and agencies",
    "help": "Support and dates",
    "contacts": "Contacts",
    "handling": "Handling",
}
GROUPS = {
    "The threat": ["threat", "types"],
    "Score and harm": ["harm", "score"],
    "Where": ["where"],
    "What help": ["help"],
    "Contacts and handling": ["contacts", "handling"],
}
