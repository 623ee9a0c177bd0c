"""What is entered to confirm a regional quarter, and what data quality is looked at for."""

from django import forms

from cases.forms.base import PageForm
from cases.forms.steps import text
from metrics.quarters.making import quarters_until
from metrics.wording import period_in_words
from toex.core.forms import PlainForm
from toex.core.periods import financial_year, financial_year_start
from toex.forces.models import Region


class ConfirmForm(PageForm):
    nil_return = forms.BooleanField(
        label="This is a nil return: there were no outcomes in this quarter", required=False
    )
    note = text("Note", help_text="Kept with the quarter.", required=False, rows=3)


class ReopenForm(PageForm):
    reason = text(
        "Why is this quarter opened again?",
        help_text="The managers of the region are told, and read it here.",
        needed="Say why this quarter is opened again.",
    )


class QualityForm(PlainForm):
    """A quarter or a financial year, and for the programme office a region."""

    period = forms.ChoiceField(label="Period")
    region = forms.ChoiceField(label="Region", required=False)
    mark_optional = False

    def __init__(self, asked, *, today, all_regions):
        quarters = quarters_until(today)[::-1]
        data = asked.copy()
        data.setdefault("period", quarters[min(1, len(quarters) - 1)].name)
        super().__init__(data)
        self.fields["period"].choices = period_choices(today)
        codes = Region.objects.in_official_order().values_list("code", flat=True)
        self.fields["region"].choices = [("", "All regions"), *((code, code) for code in codes)]
        if not all_regions:
            del self.fields["region"]


def period_choices(today):
    """Return the financial years and quarters of the programme, the latest first."""
    quarters = quarters_until(today)[::-1]
    years = sorted({financial_year_start(each.first) for each in quarters}, reverse=True)
    return [
        ("Quarters", [(each.name, period_in_words(each.name)) for each in quarters]),
        ("Financial years", [(financial_year(year).name,) * 2 for year in years]),
    ]
