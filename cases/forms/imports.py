"""The upload of a regional return."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from toex.core.forms import PlainForm


class ReturnForm(PlainForm):
    file = forms.FileField(
        label="Return",
        allow_empty_file=True,  # the return itself says in its own words that it is empty
        help_text="A CSV file in UTF-8 or an XLSX file, with the headings in the first row.",
        error_messages={"required": "Select the file of the return."},
        widget=forms.FileInput(attrs={"class": "govuk-file-upload", "accept": ".csv,.xlsx"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.RETURN_MAX_BYTES:
            most = settings.RETURN_MAX_BYTES // 1024 // 1024
            raise ValidationError(f"The file must be smaller than {most}MB.")
        return file
