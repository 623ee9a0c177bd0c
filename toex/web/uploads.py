"""What all pages with files share: the box to choose them in, and a kept file to take out."""

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404

from toex.audit.choices import ExportKind
from toex.audit.services import Package
from toex.web.exports import ExportPage, Leaving

TAKEN = ".pdf,.docx,.xlsx,.csv,.png,.jpg,.jpeg"
HINT = (
    "PDF, DOCX, XLSX, CSV, PNG or JPG, smaller than 20MB. Nothing above OFFICIAL-SENSITIVE, and "
    "no subject named in the name of the file."
)


class OneFile(forms.FileField):
    """A file to choose. What may be in it is checked by the service, not here."""

    widget = forms.FileInput

    def __init__(self, *, label, hint=HINT, **kwargs):
        kwargs.setdefault("error_messages", {"required": "Select a file."})
        super().__init__(
            label=label,
            help_text=hint,
            allow_empty_file=True,  # the check says so in its own words
            max_length=None,
            **kwargs,
        )

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "class": "govuk-file-upload", "accept": TAKEN}


class ChooseSeveral(forms.FileInput):
    """Where there is JavaScript they can be dropped here, and their number is said."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/files.html"


class SeveralFiles(OneFile):
    """One file or more; the answer is a list."""

    widget = ChooseSeveral

    def clean(self, data, initial=None):
        return [super(SeveralFiles, self).clean(each, initial) for each in data or [None]]


class KeptFilePage(ExportPage):
    """One file that somebody added to a record, asked about like whatever leaves."""

    def find(self):
        """Return the file. :raises Http404: there is none in sight, or not any more"""
        raise NotImplementedError

    def record(self):
        """Return the row that the file is of, and the page of its files."""
        raise NotImplementedError

    def content(self):
        """Return its bytes, and note the look. :raises DoesNotExist: it is no longer given out"""
        raise NotImplementedError

    def leaving(self):
        self.file = self.find()
        row, back = self.record()
        return Leaving(
            ExportKind.REQUEST_FILE, self.file.name, back, row, handling=self.file.handling
        )

    def package(self):
        try:
            content = self.content()
        except ObjectDoesNotExist:
            raise Http404 from None
        return Package(content, str(self.file), self.file.content_type, saved_as=self.file.name)
