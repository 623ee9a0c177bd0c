"""Hiding one more cell of a frozen release, or protecting it in another way."""

from django import forms

from metrics.models import ReleaseFigure
from tasking.forms.fields import Narrative
from toex.core.forms import PlainForm


class HideCellForm(PlainForm):
    """Which cell, of those shown of one measure, and why.

    A cell that was chosen and is hidden by now still stands there, as hidden: what was chosen is
    not lost because somebody else was first.
    """

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
        chosen = self["figure"].value()
        self.fields["figure"].choices = [("", "Select a cell")] + [
            (line.figure.pk, _told(line))
            for line in lines
            if line.may_hide or str(line.figure.pk) == chosen
        ]


def _told(line):
    number = line.mark if line.figure.hidden else line.number
    return f"{line.figure.get_table_display()}, {line.place}: {number}"


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
