"""What regions are compared by."""

from django import forms

from metrics.forms.signals import MeasureForm
from metrics.signals.between import COMPARED, REQUESTS, RESIDENTS, fits
from metrics.signals.places import last_full_quarter
from metrics.wording import period_in_words
from toex.core.periods import financial_year, financial_year_start, parse

AGAINST = {REQUESTS: "Requests received", RESIDENTS: "Residents"}


class BetweenForm(MeasureForm):
    """Which measure, in the last full quarter or year, against what."""

    period = forms.ChoiceField(label="Period", required=False)
    against = forms.ChoiceField(
        label="Compared with",
        choices=list(AGAINST.items()),
        error_messages={"required": "Select what to compare with."},
    )

    def __init__(self, asked, *, today):
        super().__init__(asked, measures=COMPARED)
        quarter = last_full_quarter(today)
        year = financial_year(financial_year_start(today) - 1)
        self.fields["period"].choices = [
            (each.name, period_in_words(each.name)) for each in (year, quarter)
        ]
        self.data.setdefault("period", year.name)
        self.data.setdefault("against", REQUESTS)

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not fits(self.chosen(), cleaned["against"]):
            self.add_error("against", self._why_not(cleaned["against"]))
        return cleaned

    def period_chosen(self):
        return parse(self.cleaned_data["period"])

    @staticmethod
    def _why_not(against):
        if against == REQUESTS:
            return "Select residents: requests cannot be compared with themselves."
        return "Select requests received: this measure has no rate per resident."
