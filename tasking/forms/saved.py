"""A name for the filters of a list."""

from django import forms

from tasking.models import SavedView
from toex.core.forms import PlainForm

LONGEST = SavedView._meta.get_field("name").max_length


class SaveViewForm(PlainForm):
    name = forms.CharField(
        label="Name of this view",
        max_length=LONGEST,
        help_text="Only you see it. Do not enter a name of a person or an operation.",
        error_messages={
            "required": "Enter a name for this view.",
            "max_length": f"The name must be {LONGEST} characters or fewer.",
        },
    )
