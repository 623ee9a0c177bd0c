"""What a form says of an empty answer."""

from django import forms

from cases.forms.base import PageForm


class ExerciseForm(PageForm):
    due_on = forms.DateField(label="Due date")
    stage = forms.ChoiceField(label="Which stage", choices=[("a", "A")])
    words = forms.CharField(label="Your question or answer")
    agreed = forms.ChoiceField(label="Has the force agreed?", choices=[("yes", "Yes")])
    sent = forms.CharField(
        label="Sent", error_messages={"required": "Select whether it may be sent out."}
    )


def test_an_article_stands_where_one_is_wanted_and_nowhere_else():
    assert ExerciseForm({}).errors == {
        "due_on": ["Enter the due date."],
        "stage": ["Select which stage."],
        "words": ["Enter your question or answer."],
        "agreed": ["Answer “Has the force agreed?”."],
        "sent": ["Select whether it may be sent out."],
    }
