"""What is entered to save an answer."""

from django import forms

from cases.forms.base import PageForm
from metrics.choices import AskedFor, Disclosure


class QuestionForm(PageForm):
    title = forms.CharField(label="Title", max_length=200, help_text="What was asked, in short.")
    asked_for = forms.ChoiceField(
        label="Asked for",
        choices=AskedFor.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what it was asked for."},
    )
    asked_by = forms.CharField(
        label="Asked by",
        max_length=200,
        required=False,
        help_text="An organisation or a reference, not the name of a private person.",
    )
    disclosure = forms.ChoiceField(
        label="May it be sent out?",
        choices=Disclosure.choices,
        widget=forms.RadioSelect,
        help_text="What may be sent out holds only numbers that a release shows, so that nothing "
        "can be worked out from the difference.",
        error_messages={"required": "Select whether it may be sent out."},
    )
