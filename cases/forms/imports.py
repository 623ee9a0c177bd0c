"""The upload of a regional return; once checked, its bytes come back with the page."""

from base64 import b64decode, b64encode

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from toex.core.forms import PlainForm

MOST_CARRIED = 3 * 1024 * 1024  # in base64 well below what a form without a file may hold


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


def carry(content, name):
    """Return what the page holds of a file, or None where it is too large to be carried."""
    if len(content) > MOST_CARRIED:
        return None
    return {"carried": b64encode(content).decode(), "carried_name": name}


def carried_file(posted):
    """Return the file that the page held, as an upload gives it; nothing where it is not whole."""
    try:
        content = b64decode(posted.get("carried", ""), validate=True)
    except ValueError:
        return {}
    name = posted.get("carried_name", "")
    return {"file": SimpleUploadedFile(name, content)} if content and name else {}
