"""What somebody looks for, in one box."""

from django import forms

from toex.core.forms import PlainForm

HINT = (
    "Looks in {kinds} that you may see. Enter a reference, like TR-000123, or words of a title "
    "or an operation name: the beginning of a word is enough."
)


class SearchForm(PlainForm):
    q = forms.CharField(
        label="Search for",
        max_length=200,
        error_messages={"required": "Enter a reference or a word to search for."},
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["q"].help_text = HINT.format(kinds=kinds)
