"""The survey of the investigating officer, once a case is closed."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.choices import State
from cases.models import Survey
from toex.accounts.choices import Role
from toex.audit.services import record_event
from toex.workflow.moves import lock
from toex.workflow.refusals import NotYourStep, StepNotAllowed


def check_survey(case, *, by):
    """Refuse whoever may not answer for the case now; a case may be answered for once.

    :raises NotYourStep: `by` is not of the force that asked
    :raises StepNotAllowed: the case is open, came with a return, or is answered for
    """
    if by.role != Role.FORCE_LEAD or case.requesting_force_id != by.force_id:
        raise NotYourStep("Only the force that asked for the case may answer.")
    if case.state != State.CLOSED or not case.request_id:
        raise StepNotAllowed("The questions are for when the case is closed.")
    if Survey.objects.filter(case=case).exists():
        raise StepNotAllowed("The questions about this case are answered.")


@transaction.atomic
def answer_survey(case, *, by, at, helped, in_time, again, text=""):
    """Keep what the investigating officer says of the support; once for a case.

    :raises NotYourStep: :raises StepNotAllowed: see `check_survey`
    :raises ValidationError: an answer is missing or unknown
    """
    case = lock(case, by=by)
    check_survey(case, by=by)
    survey = Survey(
        case=case, at=at, by=by, helped=helped, in_time=in_time, again=again, text=text.strip()
    )
    try:
        survey.clean_fields()
    except ValidationError as error:
        raise ValidationError(error.message_dict) from None
    survey.save()
    record_event(actor=by, action="case.survey", target=case, at=at)
    return survey
