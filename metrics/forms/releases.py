"""Drafting a release, and putting somebody on the early access list."""

from django import forms
from django.core.exceptions import ValidationError

from cases.forms.base import PageForm
from cases.forms.steps import text
from metrics.models import RegionalQuarter
from metrics.releases.draft import standard_time
from toex.accounts.models import User
from toex.core.fields import GovDateField
from toex.core.forms import PlainForm
from toex.core.periods import financial_year, financial_year_start, parse

LONGEST = 2000


class ReleaseForm(PlainForm):
    period = forms.ChoiceField(
        label="Period",
        help_text="Quarters and financial years that have ended, latest first.",
        error_messages={"required": "Select a period.", "invalid_choice": "Select a period."},
    )
    publish_on = GovDateField(
        label="Publish on",
        help_text="At 9:30am. Announce it four weeks ahead where you can.",
        error_messages={"required": "Enter the date of publication."},
    )
    reason = forms.CharField(
        label="Why is there a new edition?",
        help_text="Only if this period has been published before.",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        names = RegionalQuarter.objects.values_list("period", flat=True).distinct()
        spans = {parse(name) for name in names}
        spans |= {financial_year(financial_year_start(span.first)) for span in spans}
        ended = sorted(
            (span for span in spans if span.last < today),
            key=lambda span: (span.last, span.first),
            reverse=True,
        )
        self.fields["period"].choices = [("", "Select")] + [
            (span.name, span.name.replace("-", " ")) for span in ended
        ]

    def draft(self):
        """Return what the service takes."""
        day = self.cleaned_data["publish_on"]
        return {
            "period": self.cleaned_data["period"],
            "publish_at": standard_time(day),
            "reason": self.cleaned_data["reason"],
        }


class EarlyAccessForm(PlainForm):
    user = forms.CharField(
        label="Email of the person",
        max_length=254,
        error_messages={"required": "Enter the email of the person."},
    )
    reason = forms.CharField(
        label="Why do they need to see it early?",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why this person needs to see it early."},
    )

    def clean_user(self):
        found = User.objects.filter(email__iexact=self.cleaned_data["user"].strip()).first()
        if found is None:
            raise ValidationError("There is no account with this email.")
        return found


class ThawForm(PageForm):
    reason = text(
        "Reason for taking it back",
        help_text="Kept in the trail with your name and the time, not published.",
    )
