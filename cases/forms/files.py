"""Files to add to a case: several at once, or the newer version of one."""

from cases.forms.base import Takes
from tasking.forms.files import FileForm
from toex.web.uploads import HINT, OneFile, SeveralFiles


class FilesForm(Takes, FileForm):
    file = SeveralFiles(
        label="Add files",
        hint=f"One file or several. {HINT} A file with the name of one on the list becomes its "
        "newer version.",
    )


class VersionForm(Takes, FileForm):
    file = OneFile(
        label="The newer version", hint=f"{HINT} The new file may have a different name."
    )
