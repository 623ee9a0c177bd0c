"""How a person wants their messages."""

from django import forms

from toex.core.forms import PlainForm


class MailForm(PlainForm):
    at_once = forms.TypedChoiceField(
        label="When do you want messages that are not urgent?",
        choices=[
            ("no", "Together, in one email a day at 7am"),
            ("yes", "Each at once"),
        ],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
