"""Drafting a release, and putting somebody on the early access list."""

from django import forms
from django.core.exceptions import ValidationError

from cases.forms.base import PageForm
from cases.forms.steps import date, text
from metrics.choices import BY_HAND, Mode
from metrics.forms.signals import MeasureForm
from metrics.models import RegionalQuarter
from metrics.releases.draft import USUAL_REASON, standard_time
from toex.accounts.choices import Role
from toex.accounts.models import User
from toex.core.fields import GovDateField
from toex.core.forms import PlainForm
from toex.core.periods import financial_year, financial_year_start, london_date, parse
from toex.forces.models import Region

LONGEST = 2000


class ReleaseForm(PlainForm):
    period = forms.ChoiceField(
        label="Period",
        help_text="Quarters and financial years that have ended, latest first.",
        error_messages={"required": "Select a period.", "invalid_choice": "Select a period."},
    )
    publish_on = GovDateField(
        label="Publish on",
        help_text="At 9:30am. Readers see from now on that these figures come out then, so set it "
        "four weeks ahead where you can.",
        error_messages={"required": "Enter the date of publication."},
    )
    reason = forms.CharField(
        label="Why is there a new edition?",
        help_text="Only if this period has been published before. Left empty, it says: "
        f"{USUAL_REASON}",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    mode = forms.ChoiceField(
        label="How are small numbers protected?",
        help_text="The first is usual. An internal release shows all and is never published: it "
        "needs no date.",
        choices=Mode.choices,
        required=False,
        initial=Mode.THRESHOLD,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.now, today = now, london_date(now)
        names = RegionalQuarter.objects.values_list("period", flat=True).distinct()
        spans = {parse(name) for name in names}
        spans |= {financial_year(financial_year_start(span.first)) for span in spans}
        ended = sorted(
            (span for span in spans if span.last < today),
            key=lambda span: (span.last, span.first),
            reverse=True,
        )
        self.fields["publish_on"].required = self["mode"].value() != Mode.INTERNAL
        self.today = today
        self.fields["period"].choices = [("", "Select")] + [
            (span.name, span.name.replace("-", " ")) for span in ended
        ]

    def clean(self):
        """Refuse a moment that has passed: no edition may say that it came out before it was made.

        An internal release comes out at none.
        """
        cleaned = super().clean()
        day, is_internal = cleaned.get("publish_on"), cleaned.get("mode") == Mode.INTERNAL
        if day and not is_internal and standard_time(day) <= self.now:
            self.add_error("publish_on", "The date of publication must lie ahead, at 9:30am.")
        return cleaned

    def draft(self):
        """Return what the service takes."""
        day = self.cleaned_data["publish_on"] or self.today
        return {
            "period": self.cleaned_data["period"],
            "publish_at": standard_time(day),
            "reason": self.cleaned_data["reason"],
            "mode": self.cleaned_data["mode"],
        }


class TriangleForm(MeasureForm):
    """Which measure, and of which region; of the nation where none was asked."""

    region = forms.ChoiceField(label="Place", required=False)

    def __init__(self, asked):
        super().__init__(asked, region=asked.get("region", ""))
        codes = Region.objects.in_official_order().values_list("code", flat=True)
        self.fields["region"].choices = [
            ("", "England and Wales"),
            *((code, code) for code in codes),
        ]


class FreezeForm(PlainForm):
    """Why to go on; whether that is needed is for the service to say."""

    mark_optional = False
    reason = forms.CharField(
        label="Why go on?",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


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


class PlanForm(PageForm):
    """Who does a step by when; `done` only where nothing else shows it."""

    owner = forms.ModelChoiceField(
        label="Owner", queryset=User.objects.none(), required=False, empty_label="Nobody yet"
    )
    due_on = date("Due date", required=False)
    done = forms.BooleanField(label="This step is done", required=False)

    def __init__(self, *args, step, plan, **kwargs):
        super().__init__(*args, **kwargs)
        office = User.objects.active().filter(role=Role.PROGRAMME_OFFICE)
        self.fields["owner"].queryset = office.order_by("name", "pk")
        self.fields["owner"].label_from_instance = lambda person: person.name
        if plan:
            self.initial = {
                "owner": plan.owner_id,
                "due_on": plan.due_on,
                "done": plan.done_at is not None,
            }
        if step not in BY_HAND:
            del self.fields["done"]


KEPT_IN_THE_LOG = "Kept in the access log with your name and the time, not published."


class ThawForm(PageForm):
    reason = text("Reason for taking it back", help_text=KEPT_IN_THE_LOG)


class SendBackForm(PageForm):
    reason = text("Reason for sending it back", help_text=KEPT_IN_THE_LOG)
