"""Why somebody of the programme office looks at a case."""

from django import forms

from cases.choices import WhyLooking
from cases.forms.base import PageForm
from cases.forms.steps import radios

MOST_WORDS = 200


class WhyForm(PageForm):
    why = radios(
        "Reason",
        WhyLooking.choices,
        error_messages={"required": "Select why you are looking at the case."},
    )
    text = forms.CharField(
        label="Which one, or what for",
        help_text="The region reads this. Do not enter names or subject keys.",
        required=False,
        max_length=MOST_WORDS,
    )
