"""Adding a file to a request, and taking one away again while the request is being written."""

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
        upload = check_upload(file.name, file)
    except UploadRefused as refusal:
        raise ValidationError({"file": [f"{refusal}."]}) from None
    if request.files.kept().filter(sha256=upload.sha256).exists():
        raise ValidationError({"file": ["This file is already with the request."]})
    added = RequestFile.objects.create(
        request=request,
        name=upload.name,
        content_type=upload.content_type,
        size=len(upload.content),
        sha256=upload.sha256,
        handling=handling.strip(),
        at=at,
        by=by,
    )
    FileContent.objects.create(file=added, content=upload.content)
    record_event(
        actor=by,
        action="request.add-file",
        target=added,
        at=at,
        changes={"kind": added.content_type, "size": added.size, "sha256": added.sha256},
    )
    return added


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
    content = FileContent.objects.get(file=file)
    record_read(actor=by, action="request.file.download", at=at, target=file)
    return bytes(content.content)
