"""What may be written into a request, field by field, and what a request needs to be sent."""

from django.core.exceptions import ValidationError
from django.db import models

from tasking.choices import ExploitationType, Flag, Reason, Support
from tasking.models import TaskingRequest
from toex.core.countries import COUNTRIES
from toex.forces.models import Force

TEXT = [
    "title",
    "operation_name",
    "summary",
    "objectives",
    "intelligence_gaps",
    "sio_name",
    "sio_role",
    "sio_contact",
    "requester_role",
    "authorising_supervisor",
    "force_reference",
    "safeguarding_done",
    "threat_reference",
    "deadlines",
    "data_held",
    "other_agencies",
    "lead_responsible_officer",
    "handling",
]
CODES = ["primary_type", "threat_status", "people_at_risk", "marking"]
BOOLEANS = ["immediate_risk", "deconfliction_done", "four_p_plan", "source_sensitivities"]
OTHERS = ["needed_by", "suspects_known"]
MOST_SUSPECTS = 99_999
LISTS = {
    "secondary_types": ExploitationType.values,
    "flags": Flag.values,
    "reasons": Reason.values,
    "support_requested": Support.values,
    "forces_affected": None,  # the codes of the forces, which are rows
    "countries": list(COUNTRIES),
}
WRITABLE = [*TEXT, *CODES, *BOOLEANS, *OTHERS, *LISTS]

NEEDED = {
    "title": "Enter a title.",
    "primary_type": "Select the primary type of exploitation.",
    "summary": "Enter a summary of the threat.",
    "reasons": "Select why you need TOEX.",
    "support_requested": "Select the support you ask for.",
    "sio_name": "Enter the name of the SIO.",
    "sio_contact": "Enter how to reach the SIO.",
    "safeguarding_done": "Enter the safeguarding that has already been done.",
    "immediate_risk": "Select yes if anyone is at immediate risk of harm.",
}


def missing(request):
    """Return {field: sentence} for what still has to be filled before the request is sent.

    `false` is an answer; text of spaces and an empty list are not.
    """
    return {
        field: sentence
        for field, sentence in NEEDED.items()
        if not is_filled(getattr(request, field))
    }


def is_filled(value):
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value != []


def check_complete(request):
    """:raises ValidationError: a needed field is empty; it names each of them"""
    lacking = missing(request)
    if lacking:
        raise ValidationError({field: [sentence] for field, sentence in lacking.items()})


def cleaned(fields):
    """Return the fields as they will be stored: text trimmed, each code in a list once.

    :raises ValidationError: names each field whose value does not fit
    """
    errors, values = {}, {}
    for name, value in fields.items():
        if name not in WRITABLE:
            raise TypeError(f"A request has no field “{name}” to write.")
        try:
            values[name] = _clean(name, value)
        except ValidationError as error:
            errors[name] = error.messages
    if "title" in values and not values["title"]:
        errors["title"] = [NEEDED["title"]]
    if errors:
        raise ValidationError(errors)
    return values


def _clean(name, value):
    if name in LISTS:
        return _codes(name, value)
    field = TaskingRequest._meta.get_field(name)
    if isinstance(value, str) and not isinstance(field, models.DateField):
        value = _text(field, value)
    value = field.clean(value, None)
    if name == "suspects_known" and value is not None and value > MOST_SUSPECTS:
        raise ValidationError(f"This must be {MOST_SUSPECTS} or fewer.")
    return value


def _text(field, value):
    value = value.strip()
    if "\x00" in value:
        raise ValidationError("Null characters are not allowed.")
    limit = field.max_length
    if limit and len(value) > limit:
        raise ValidationError(f"This must be {limit} characters or fewer.")
    return value


def _codes(name, value):
    if not isinstance(value, list | tuple) or not all(isinstance(code, str) for code in value):
        raise ValidationError("This must be a list of codes.")
    known = LISTS[name]
    if known is None:
        known = Force.objects.filter(code__in=value).values_list("code", flat=True)
    unknown = sorted(set(value) - set(known))
    if unknown:
        raise ValidationError([f"“{code[:40]}” is not one of the codes." for code in unknown])
    return list(dict.fromkeys(value))
