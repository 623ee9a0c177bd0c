"""What is chosen on the pages of signals, and what is said when limits start anew."""

from django import forms

from cases.forms.base import PageForm
from cases.forms.steps import text
from metrics.choices import MeasureClass
from metrics.measures import MEASURES
from metrics.signals.rebasing import LONGEST_REASON
from metrics.wording import period_in_words
from toex.core.forms import PlainForm

DEFAULT_MEASURE = "people_safeguarded"
SCREENED, PLAIN = "screened", "plain"


class MeasureForm(PlainForm):
    """Which measure; people safeguarded where nothing was asked."""

    measure = forms.ChoiceField(label="Measure", required=False)
    mark_optional = False

    def __init__(self, asked, *, measures=None, **more):
        super().__init__({**_first_of(asked), **more})
        measures = measures or list(MEASURES.values())
        self.fields["measure"].choices = [
            (label, [(each.code, each.label) for each in measures if each.get_class == label])
            for label in MeasureClass.labels
        ]

    def chosen(self):
        """Return the measure chosen. Ask only of a form that is in order."""
        return MEASURES[self.cleaned_data["measure"]]


class SignalsForm(MeasureForm):
    """Which measure, of which place, and whether the widest ranges are screened out."""

    place = forms.ChoiceField(label="Place", required=False)
    ranges = forms.ChoiceField(
        label="Unusually large jumps between months",
        choices=[(SCREENED, "Leave them out when working out limits"), (PLAIN, "Count them too")],
        required=False,
    )

    def __init__(self, asked, *, territories, territory):
        super().__init__(asked, place=territory.text)
        self.data.setdefault("ranges", SCREENED)
        self.fields["place"].choices = [(each.text, each.name) for each in territories]
        if len(territories) == 1:
            del self.fields["place"]

    @property
    def screened(self) -> bool:
        return self.cleaned_data["ranges"] != PLAIN


class StartAnewForm(PlainForm):
    """From which month on, and why."""

    month = forms.ChoiceField(label="First month of the new limits")
    reason = forms.CharField(
        label="Reason",
        help_text="For example a change of law, of recording or of how the team works. It is "
        "shown under the chart with your name.",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter a reason."},
    )

    def __init__(self, data=None, *, months):
        super().__init__(data)
        self.fields["month"].choices = [(name, period_in_words(name)) for name in months]


class WithdrawForm(PageForm):
    reason = text("Reason", help_text="It is shown under the chart with your name.", rows=4)


def _first_of(asked):
    return {"measure": DEFAULT_MEASURE, **{name: asked[name] for name in asked if asked[name]}}
