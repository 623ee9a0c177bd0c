"""A file to add to a request. What may be in it is checked by the service, not here."""

from django import forms

from tasking.forms.fields import Line
from toex.core.forms import PlainForm

TAKEN = ".pdf,.docx,.xlsx,.csv,.png,.jpg,.jpeg"


class FileForm(PlainForm):
    file = forms.FileField(
        label="Add a file",
        allow_empty_file=True,  # the check says so in its own words
        max_length=None,
        help_text="PDF, DOCX, XLSX, CSV, PNG or JPG, smaller than 20MB. Nothing above "
        "OFFICIAL-SENSITIVE, and no subject named in the name of the file.",
        error_messages={"required": "Select a file."},
        widget=forms.FileInput(attrs={"class": "govuk-file-upload", "accept": TAKEN}),
    )
    handling = Line(
        label="How must it be handled?",
        hint="Shown before anybody downloads it. For example: not to be copied.",
        limit=200,
    )
