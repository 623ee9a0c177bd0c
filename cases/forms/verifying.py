"""How the outcomes that wait for a manager are narrowed."""

from django import forms

from cases.forms.base import PageForm


class QuarterForm(PageForm):
    mark_optional = False
    quarter = forms.ChoiceField(label="Quarter in which it happened", required=False)

    def __init__(self, *args, quarters, **kwargs):
        super().__init__(*args, **kwargs)
        named = [(name, name.replace("-", " ")) for name in quarters]
        self.fields["quarter"].choices = [("", "Every quarter"), *named]
