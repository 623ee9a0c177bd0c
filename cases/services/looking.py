"""Why somebody who is of no region looks at a case: asked before the page, and in the trail."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from cases.choices import WhyLooking
from toex.accounts.choices import Role
from toex.audit.models import AuditEvent
from toex.audit.services import record_read
from toex.workflow.refusals import NotYourStep

ACTION = "case.why"
LASTS = timedelta(days=30)  # one reason does for what is done about a case in that time


def has_to_say_why(case, *, by, at) -> bool:
    """Return whether `by` has to give a reason before a page of the case.

    Nothing can be written down while the service is read-only, and nothing is asked then.
    """
    if by.role != Role.PROGRAMME_OFFICE or settings.READ_ONLY:
        return False
    said = AuditEvent.objects.about(case).reads().filter(actor=by, action=ACTION)
    return not said.filter(at__gte=at - LASTS).exists()


def check_why(*, by):
    """:raises NotYourStep: `by` is of a force or region, and nobody asks them"""
    if by.role != Role.PROGRAMME_OFFICE:
        raise NotYourStep("Only the programme office is asked why it looks at a case.")


@transaction.atomic
def say_why(case, *, by, at, why, text="") -> AuditEvent:
    """Write down why `by` looks at the case; its region reads it under “who has looked”.

    :raises NotYourStep: see `check_why`
    :raises ValidationError: the reason is unknown, or another one and not said
    """
    check_why(by=by)
    text = text.strip()
    if why not in WhyLooking.values:
        raise ValidationError({"why": ["Select why you are looking at the case."]})
    if why == WhyLooking.OTHER and not text:
        raise ValidationError({"text": ["Enter why you are looking at the case."]})
    note = ": ".join(filter(None, [WhyLooking(why).label, text]))
    return record_read(actor=by, action=ACTION, at=at, target=case, note=note)
