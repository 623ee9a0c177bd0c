"""What a reader chooses on the page of figures."""

from django import forms
from django.http import QueryDict

from metrics.choices import Basis, Breakdown, MeasureClass
from metrics.index import spans
from metrics.measures import MEASURES
from metrics.wording import BASES, period_in_words
from toex.accounts.choices import Role
from toex.core.fields import GovDateField
from toex.core.forms import PlainForm, speak_plainly
from toex.core.periods import (
    NotAPeriod,
    financial_year,
    financial_year_start,
    parse,
    quarter,
    quarter_of,
)

FIRST_YEAR = 2021
PILOT = spans.PILOT.name
PILOT_YEAR = {"from": spans.PILOT.first.isoformat(), "to": spans.PILOT.last.isoformat()}
EVERYTHING = "all"


class FigureForm(PlainForm):
    """A period by its name or by two days, what to show, by what, and on which basis."""

    show = forms.ChoiceField(label="Figures", required=False)
    period = forms.ChoiceField(label="Period", required=False)
    by = forms.ChoiceField(label="Broken down by", required=False)
    basis = forms.ChoiceField(label="Counted for", choices=list(BASES.items()), required=False)
    mark_optional = False

    def __init__(self, asked, *, reader, today):
        super().__init__(self._filled(asked, today))
        for name, label in (("from", "First day"), ("to", "Last day")):
            self.fields[name] = GovDateField(label=label, required=False)
            speak_plainly(self.fields[name], label)
        self.order_fields(["show", "period", "from", "to", "by", "basis"])
        self.fields["show"].choices = showing()
        self.fields["period"].choices = _periods(today, self.data.get("period"))
        self.fields["by"].choices = _breakdowns(reader)

    @staticmethod
    def _filled(asked, today):
        """Return what was asked, with the present financial year and people where nothing was."""
        data = asked.copy()
        dated = any(name.split("_")[0] in ("from", "to") and asked[name] for name in asked)
        this_year = financial_year(financial_year_start(today)).name
        data.setdefault("period", "" if dated else this_year)
        data.setdefault("show", MeasureClass.PEOPLE)
        data.setdefault("basis", Basis.LEAD)
        return data

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("from"), cleaned.get("to")
        if not cleaned.get("period") and not self.errors:
            if first is None or last is None:
                self.add_error("period", "Select a period, or enter the first and the last day.")
            elif last < first:
                self.add_error("to", "The last day must be on or after the first day.")
        return cleaned

    def measures(self):
        """Return the measures to show, in their order."""
        show = self.cleaned_data["show"]
        return [
            measure
            for measure in MEASURES.values()
            if show in (EVERYTHING, measure.code, measure.measure_class)
        ]

    def span(self):
        """Return the parameters that name the period, as the API has them."""
        period = self.cleaned_data["period"]
        if period == PILOT:
            return PILOT_YEAR
        if period:
            return {"period": period}
        return {name: self.cleaned_data[name].isoformat() for name in ("from", "to")}

    def parameters(self):
        """Return the choices as parameters of a query, not yet broken down."""
        params = QueryDict(mutable=True)
        params.update({**self.span(), "basis": self.cleaned_data["basis"] or Basis.LEAD})
        return params


def showing():
    """Return what may be shown: everything, a class of measures, or one measure."""
    return [
        (EVERYTHING, "All measures"),
        ("Classes", MeasureClass.choices),
        ("Single measures", [(measure.code, measure.label) for measure in MEASURES.values()]),
    ]


def _periods(today, asked):
    this_year = financial_year_start(today)
    years = [financial_year(year).name for year in range(this_year, FIRST_YEAR - 1, -1)]
    quarters = [
        quarter(year, number)
        for year in range(this_year, FIRST_YEAR - 1, -1)
        for number in (4, 3, 2, 1)
    ]
    begun = [each.name for each in quarters if each.first <= quarter_of(today).first]
    listed = [
        ("", "The days entered below"),
        (PILOT, "Pilot year, December 2021 to November 2022"),
        ("Financial years", [(name, name) for name in years]),
        ("Quarters", [(name, period_in_words(name)) for name in begun]),
    ]
    if asked and asked not in {PILOT, *years, *begun} and _is_a_period(asked):
        listed.insert(2, (asked, period_in_words(asked)))
    return listed


def _is_a_period(text):
    try:
        return bool(parse(text))
    except NotAPeriod:
        return False


def _breakdowns(reader):
    """Return the breakdowns that make sense for a reader: a force has no other forces to see."""
    hidden = {Breakdown.REGION, Breakdown.FORCE} if reader.role == Role.FORCE_LEAD else set()
    return [
        ("", "Not broken down"),
        *[(each.value, each.label) for each in Breakdown if each not in hidden],
    ]
