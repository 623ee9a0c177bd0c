"""How a refusal or an error becomes an answer of the API: one shape everywhere."""

from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig
from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.core.exceptions import ValidationError as DomainError
from django.http import Http404
from drf_standardized_errors.handler import exception_handler as standard_handler
from rest_framework.exceptions import APIException, NotFound, PermissionDenied, ValidationError

from toex.web.api import CODES, DETAILS
from toex.workflow.refusals import NotYourStep, StepNotAllowed, VersionMissing, VersionStale

ANSWERS = {
    NotYourStep: (403, "permission_denied"),
    VersionMissing: (428, "version_missing"),
    VersionStale: (412, "version_stale"),
    StepNotAllowed: (409, "step_not_allowed"),
}


class Refused(APIException):
    """A refusal of the workflow, with the status the contract gives it."""

    def __init__(self, refusal):
        self.status_code, code = ANSWERS[type(refusal)]
        super().__init__(str(refusal), code)


class TooLarge(APIException):
    status_code = 413
    default_code = CODES[413]
    default_detail = DETAILS[413]


def exception_handler(exc, context):
    return standard_handler(_as_answer(exc), context)


def _as_answer(exc):
    if type(exc) in ANSWERS:
        return Refused(exc)
    if isinstance(exc, Http404 | ObjectDoesNotExist | NotFound):
        return NotFound("Not found.")
    if isinstance(exc, DjangoPermissionDenied):
        return PermissionDenied()
    if isinstance(exc, RequestDataTooBig):
        return TooLarge()
    if isinstance(exc, DomainError):
        return ValidationError(_by_field(exc))
    return exc


def _by_field(error):
    if hasattr(error, "error_dict"):
        return {
            "non_field_errors" if field == "__all__" else field: messages
            for field, messages in error.message_dict.items()
        }
    return {"non_field_errors": error.messages}
