"""The files of a release: made from its snapshot alone, kept byte for byte, and checked."""

import hashlib
import json

from django.core.exceptions import ValidationError

from metrics import files
from metrics.choices import ReleaseState
from metrics.models import Release, ReleaseFile
from metrics.releases.snapshot import snapshot_of, text_of

SNAPSHOT = "snapshot.json"
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "pdf": "application/pdf",
    "svg": "image/svg+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def rebuild(release: Release) -> None:
    """Make the snapshot and the files of a frozen release again, inside its transaction.

    :raises RuntimeError: the release is past freezing, so that its files stand
    """
    if release.state != ReleaseState.FROZEN:
        raise RuntimeError("Only the files of a frozen release are made again.")
    release.snapshot = text_of(snapshot_of(release))
    release.sha256 = digest(release.snapshot.encode())
    release.save(update_fields=["snapshot", "sha256"])
    release.files.all().delete()
    made = {SNAPSHOT: release.snapshot.encode(), **files.build(json.loads(release.snapshot))}
    ReleaseFile.objects.bulk_create(
        ReleaseFile(
            release=release,
            name=name,
            content=content,
            sha256=digest(content),
            made_with=files.made_with(),
        )
        for name, content in made.items()
    )


def verify(release: Release) -> list[str]:
    """Return what is wrong with the stored files, in sentences; nothing where all is well.

    The bytes are held against their digests for ever. Where the tools are still those that made
    them, each file is made again from the snapshot and compared byte for byte.

    :raises ValidationError: the release is a draft
    """
    if release.state == ReleaseState.DRAFT:
        raise ValidationError("A draft has no files yet.")
    stored = {file.name: file for file in release.files.all()}
    wrong = [
        f"{file.name} is not what its SHA-256 says."
        for file in stored.values()
        if digest(bytes(file.content)) != file.sha256
    ]
    if SNAPSHOT not in stored or stored[SNAPSHOT].sha256 != release.sha256:
        wrong.append(f"{SNAPSHOT} is not what the release says.")
    if digest(release.snapshot.encode()) != release.sha256:
        wrong.append("The snapshot is not what the SHA-256 of the release says.")
    for name, content in files.build(json.loads(release.snapshot)).items():
        if name not in stored:
            wrong.append(f"{name} is missing.")
        elif stored[name].made_with == files.made_with() and digest(content) != digest(
            bytes(stored[name].content)
        ):
            wrong.append(f"{name} comes out differently from the same snapshot.")
    return wrong


def media_type(name: str) -> str:
    return TYPES[name.rsplit(".", 1)[-1]]
