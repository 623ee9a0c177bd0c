"""Hiding one more cell of a frozen release, or protecting it in another way."""

from django import forms

from metrics.models import ReleaseFigure
from tasking.forms.fields import Narrative
from toex.core.forms import PlainForm


class HideCellForm(PlainForm):
    """Which cell, of those shown of one measure, and why."""

    figure = forms.ModelChoiceField(
        label="Cell to hide",
        queryset=ReleaseFigure.objects.none(),
        error_messages={
            "required": "Select a cell.",
            "invalid_choice": "Select a cell that is shown and is not zero.",
        },
    )
    reason = Narrative(
        label="Reason", hint="Kept in the access log, not published.", needed="Enter a reason."
    )

    def __init__(self, *args, release, lines, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["figure"].queryset = release.figures.all()
        self.fields["figure"].choices = [("", "Select a cell")] + [
            (line.figure.pk, f"{line.figure.get_table_display()}, {line.place}: {line.number}")
            for line in lines
        ]


class AlternativeForm(PlainForm):
    """One of the alternatives that make the release safe, and why."""

    code = forms.ChoiceField(
        label="What to do",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select what to do.",
            "invalid_choice": "Select one of the alternatives.",
        },
    )
    reason = Narrative(
        label="Reason", hint="Kept in the access log, not published.", needed="Enter a reason."
    )

    def __init__(self, *args, alternatives, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [
            (each.code, each.label) for each in alternatives if not each.problem
        ]
