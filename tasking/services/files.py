"""Adding a file to a request, and taking one away again while the request is being written.

`keep_file` and `give_file` are what the files of every record go through.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from tasking.models import FileContent, RequestFile
from tasking.workflow import FILES
from toex.audit.services import record_event, record_read
from toex.core.uploads import UploadRefused, check_upload
from toex.workflow.moves import lock


@transaction.atomic
def add_file(request, *, by, at, file, handling=""):
    """Check an open file (with `name` and `size`) and keep it with the request.

    The trail holds its kind, size and digest: a name can tell what it should not.

    :raises NotYourStep: :raises StepNotAllowed: see `FILES`
    :raises ValidationError: the file is refused, or there are too many
    """
    request = lock(request, by=by)
    FILES.step_for("add-file", row=request, by=by)
    if request.files.kept().count() >= settings.ATTACHMENTS_MOST:
        most = settings.ATTACHMENTS_MOST
        raise ValidationError({"file": [f"A request can have {most} files. Remove one first."]})
    try:
        upload = new_upload(file, known=request.files.kept(), noun="request")
    except UploadRefused as refusal:
        raise ValidationError({"file": [f"{refusal}."]}) from None
    told = {"action": "request.add-file", "by": by, "at": at}
    return keep_file(request.files, FileContent, upload, handling=handling, **told)


def new_upload(file, *, known, noun):
    """Check an open file of which none of the rows `known` has the bytes already.

    :raises UploadRefused: :raises NotChecked:
    """
    upload = check_upload(file.name, file)
    if known.filter(sha256=upload.sha256).exists():
        raise UploadRefused(f"This file is already with the {noun}")
    return upload


def keep_file(files, contents, upload, *, action, by, at, handling, told=None, **more):
    """Add what passed to `files` of a record, its bytes to `contents`, and tell the trail.

    `told` is what the trail says besides its kind, size and digest.
    """
    added = files.create(
        name=upload.name,
        content_type=upload.content_type,
        size=len(upload.content),
        sha256=upload.sha256,
        handling=handling.strip(),
        at=at,
        by=by,
        **more,
    )
    contents.objects.create(file=added, content=upload.content)
    changes = {"kind": added.content_type, "size": added.size, "sha256": added.sha256}
    record_event(actor=by, action=action, target=added, at=at, changes=changes | (told or {}))
    return added


def give_file(file, contents, *, action, by, at):
    """Return the bytes of a file in sight, and note who took it. :raises DoesNotExist:"""
    content = contents.objects.get(file=file)
    record_read(actor=by, action=action, at=at, target=file)
    return bytes(content.content)


@transaction.atomic
def remove_file(file, *, by, at):
    """Take a file away from a request: its line stays, its bytes do not.

    :raises NotYourStep: :raises StepNotAllowed: see `FILES`; or it is removed already
    """
    request = lock(file.request, by=by)
    FILES.step_for("remove-file", row=request, by=by)
    kept = RequestFile.objects.kept().filter(pk=file.pk)
    if kept.update(removed_at=at, removed_by=by):
        FileContent.objects.filter(file=file).delete()
        record_event(actor=by, action="request.remove-file", target=file, at=at)


@transaction.atomic
def open_file(file, *, by, at):
    """Return the bytes of a kept file in sight, and note who took it.

    :raises DoesNotExist: it was removed
    """
    return give_file(file, FileContent, action="request.file.download", by=by, at=at)
