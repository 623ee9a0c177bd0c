"""The three questions to the investigating officer, in the words of the page and the report."""

from cases.choices import Verdict
from cases.forms.base import PageForm
from cases.forms.steps import radios, text

QUESTIONS = {
    "helped": "Did the support help the investigation?",
    "in_time": "Did it come in time to be used?",
    "again": "Would you ask for support again?",
}


class SurveyForm(PageForm):
    helped = radios(QUESTIONS["helped"], Verdict.choices)
    in_time = radios(QUESTIONS["in_time"], Verdict.choices)
    again = radios(QUESTIONS["again"], Verdict.choices)
    text = text(
        "What should be done differently?",
        help_text="The region reads this. Do not enter names or subject keys.",
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, words in QUESTIONS.items():
            self.fields[name].error_messages["required"] = f"Select an answer to “{words}”."
