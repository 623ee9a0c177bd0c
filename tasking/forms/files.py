"""A file to add to a request, and how it must be handled."""

from tasking.forms.fields import Line
from toex.core.forms import PlainForm
from toex.web.uploads import OneFile


class FileForm(PlainForm):
    file = OneFile(label="Add a file")
    handling = Line(
        label="How must it be handled?",
        hint="Shown before anybody downloads it. For example: not to be copied.",
        limit=200,
    )
