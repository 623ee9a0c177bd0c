"""Having the trail checked by a worker."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction

from toex.audit.integrity import tasks
from toex.audit.integrity.checking import new_check, running_check
from toex.audit.models import READER, TrailCheck
from toex.audit.services import record_event


@transaction.atomic
def ask_for_check(*, by, at) -> TrailCheck:
    """Have a worker check the whole trail. One that is under way is sent off again.

    :raises PermissionDenied: `by` is no auditor
    """
    if by.role != READER:
        raise PermissionDenied
    check = running_check() or new_check(by=by, at=at)
    record_event(actor=by, action="audit.check", target=check, at=at)
    transaction.on_commit(partial(tasks.run_check.delay, check.pk), robust=True)
    return check
