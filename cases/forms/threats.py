"""What people enter to take a step of a threat."""

from django import forms

from cases.choices import ArchiveReason
from cases.forms.base import PageForm
from cases.forms.steps import date, radios, text


class ArchiveForm(PageForm):
    archive_reason = radios("Why the threat is archived", ArchiveReason.choices)


class FlagForm(PageForm):
    identified_by_toex = forms.BooleanField(
        label="First identified by TOEX work, and not known elsewhere", required=False
    )
    identified_on = date("Date identified", required=False)
    high_harm = forms.BooleanField(label="High harm", required=False)
    reason = text("Reason", rows=3)

    def __init__(self, *args, threat, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("identified_by_toex", "identified_on", "high_harm"):
            self.fields[name].initial = getattr(threat, name)
