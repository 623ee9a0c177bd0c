"""Taking a file of a release away: noted, and written into the register of exports."""

from django.db import transaction

from metrics.releases.access import note_download
from metrics.releases.files import media_type
from toex.audit.choices import ExportKind, Purpose
from toex.audit.services import Package, record_export


@transaction.atomic
def package_of(release, file, *, by, at) -> Package:
    """Note that `by` takes the file, and return it byte for byte."""
    note_download(release, file.name, by=by, at=at)
    content = bytes(file.content)
    rows = len(content.splitlines()) - 1 if file.name.endswith(".csv") else None
    saved_as = f"{release.reference}-{file.name}"
    return Package(content, file.name, media_type(file.name), rows, saved_as)


@transaction.atomic
def take_file(release, file, *, by, at) -> Package:
    """Return the file for the API, written into the register with `by` as its recipient.

    The API asks for no recipient and no purpose: whoever has the key has the file.
    """
    package = package_of(release, file, by=by, at=at)
    record_export(
        by=by,
        at=at,
        kind=ExportKind.RELEASE_FILE,
        package=package,
        target=release,
        recipient=by.email,
        purpose=Purpose.PUBLISHED if release.is_out(at) else Purpose.API,
    )
    return package
