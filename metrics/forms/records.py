"""What a reader asks for on the page of records behind a number."""

from django import forms

from metrics.asked_after import is_by_request
from toex.core.forms import PlainForm


class AskedAfterForm(PlainForm):
    """The reference of one case or request, beside the parameters that name the cell."""

    reference = forms.CharField(label="Reference", max_length=20)
    mark_optional = False

    def __init__(self, asked, *, measure):
        super().__init__(asked if "reference" in asked else None)
        self.asked = asked
        what = "request" if is_by_request(measure) else "case"
        self.fields["reference"].label = f"Reference of the {what}"

    def clean_reference(self):
        return self.cleaned_data["reference"].strip().upper()

    def others(self):
        """Return the name and value of each parameter that names the cell, to be sent again."""
        return [
            (name, value)
            for name in self.asked
            if name not in ("reference", "page")
            for value in self.asked.getlist(name)
        ]
