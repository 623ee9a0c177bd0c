"""Adding files to a case, one or several, and taking one out of use; none is ever deleted."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from cases.fields import Problems, cleaned
from cases.models import CaseFile, CaseFileContent, FileWithdrawal
from cases.services.guards import check_team, lock_for_team
from cases.versions import current_version
from tasking.services import give_file, keep_file, new_upload
from toex.audit.services import record_event
from toex.core.uploads import NotChecked, UploadRefused, plain_name
from toex.workflow.moves import lock
from toex.workflow.refusals import NotYourStep, StepNotAllowed


@transaction.atomic
def add_file(case, *, by, at, file, handling="", replaces=None):
    """Check an open file (with `name` and `size`) and keep it with the case, closed ones too.

    It is the newer version of `replaces`, or of the file on the list that has its name.

    :raises NotYourStep: `by` does not work on the case
    :raises ValidationError: the file is refused, or a field does not fit
    """
    case, handling = _opened(case, by=by, handling=handling)
    try:
        return _keep(case, file, by=by, at=at, handling=handling, replaces=replaces)
    except UploadRefused as refusal:
        raise ValidationError({"file": [f"{refusal}."]}) from None


@transaction.atomic
def add_files(case, *, by, at, files, handling=""):
    """Add several files: those that pass are kept, and each other is refused for itself.

    Return the files added, and a sentence for each that was refused.

    :raises NotYourStep: `by` does not work on the case
    :raises ValidationError: a field does not fit, or files cannot be checked: nothing is kept
    """
    case, handling = _opened(case, by=by, handling=handling)
    most = settings.ATTACHMENTS_MOST
    if len(files) > most:
        raise ValidationError({"file": [f"Select {most} files or fewer at a time."]})
    added, refused = [], []
    for file in files:
        try:
            added.append(_keep(case, file, by=by, at=at, handling=handling))
        except NotChecked as refusal:
            raise ValidationError({"file": [f"{refusal}."]}) from None
        except UploadRefused as refusal:
            refused.append(f"{plain_name(file.name)}: {refusal}.")
    return added, refused


def _opened(case, *, by, handling):
    """Return the case, locked, and how its new files are to be handled."""
    case = lock_for_team(case, by=by)
    problems = Problems()
    values = cleaned(CaseFile, problems, optional=["handling"], handling=handling)
    problems.refuse()
    return case, values["handling"]


def _keep(case, file, *, by, at, handling, replaces=None):
    """:raises UploadRefused: :raises NotChecked:"""
    most = settings.CASE_FILES_MOST
    if case.files.kept().count() >= most:
        raise UploadRefused(f"A case can have {most} files. Withdraw one first")
    before = current_version(case, of=replaces, name=plain_name(file.name))
    if replaces and not before:
        raise UploadRefused("The file that you replace is not on the list any more")
    upload = new_upload(file, known=case.files.kept(), noun="case")
    newest = before.newest if before else None
    number = newest.number + 1 if newest else 1
    return keep_file(
        case.files,
        CaseFileContent,
        upload,
        action="case.add-file",
        by=by,
        at=at,
        handling=handling,
        replaces=newest,
        number=number,
        scanned=upload.scanned,
        told={"number": number} if newest else None,
    )


def not_theirs(file, by):
    """Return why the file is not for `by` to withdraw, or None.

    A supporting region takes no step on what others did: there it is only one's own file.
    """
    if file.case.lead_region_id == by.region_id or file.by_id == by.pk:
        return None
    return "Only the region that leads the case, or whoever added a file, may withdraw it."


def check_withdraw(file, *, by):
    """Look whether `by` may take the file out of use.

    :raises NotYourStep: :raises StepNotAllowed: it has been withdrawn already
    """
    check_team(file.case, by)
    refusal = not_theirs(file, by)
    if refusal:
        raise NotYourStep(refusal)
    if file.is_withdrawn:
        raise StepNotAllowed("This file has been withdrawn already.")


@transaction.atomic
def withdraw_file(file, *, by, at, reason):
    """Take one version of a file out of use: its line and its bytes stay, nobody downloads it.

    :raises NotYourStep: :raises StepNotAllowed: see `check_withdraw`
    :raises ValidationError: there is no reason
    """
    case = lock(file.case, by=by)
    file = case.files.select_related("withdrawal", "case").get(pk=file.pk)
    check_withdraw(file, by=by)
    problems = Problems()
    values = cleaned(FileWithdrawal, problems, reason=reason)
    problems.refuse()
    FileWithdrawal.objects.create(file=file, at=at, by=by, **values)
    record_event(actor=by, action="case.withdraw-file", target=file, at=at, note=values["reason"])
    return case.files.select_related("withdrawal__by", "by").get(pk=file.pk)


@transaction.atomic
def open_file(file, *, by, at):
    """Return the bytes of a file in sight, and note who took it.

    :raises DoesNotExist: it has been withdrawn
    """
    kept = CaseFile.objects.kept().get(pk=file.pk)
    return give_file(kept, CaseFileContent, action="case.file.download", by=by, at=at)
