"""How what is written into rows of this floor is cleaned: text, codes and lists of codes."""

from django.core.exceptions import ValidationError
from django.db import models

NEEDED = {
    "agreed_on": "Enter the date on which the terms were agreed.",
    "delivered_on": "Enter the date on which the product was delivered.",
    "due_on": "Enter the date by which the work is due.",
    "key": "Enter the pseudonymous key.",
    "kind": "Choose the kind.",
    "occurred_at": "Enter when it happened.",
    "owner": "Choose who owns the threat now.",
    "primary_type": "Choose the main type of exploitation.",
    "products": "Choose at least one product.",
    "reason": "Enter a reason.",
    "recipient": "Enter who received it.",
    "reference": "Enter the reference.",
    "role": "Choose the part in the case.",
    "sio_name": "Enter the name of the senior investigating officer.",
    "summary": "Enter a summary.",
    "support": "Enter the support that was agreed.",
    "text": "Enter the text.",
    "title": "Enter a title.",
}


class Problems:
    """Collects what is wrong, field by field, so that everything is said at once."""

    def __init__(self):
        self.by_field = {}

    def add(self, field, sentence):
        self.by_field.setdefault(field, []).append(sentence)

    def add_all(self, pairs):
        for field, sentence in pairs:
            self.add(field, sentence)

    def refuse(self):
        """:raises ValidationError: something was wrong"""
        if self.by_field:
            raise ValidationError(self.by_field)


def cleaned(model, problems, *, optional=(), **fields):
    """Return `fields` as `model` will store them; tell `problems` of those that do not fit.

    Text is trimmed; whatever is not in `optional` must hold something.
    """
    values = {}
    for name, value in fields.items():
        try:
            values[name] = _clean(model._meta.get_field(name), value, name in optional)
        except ValidationError as error:
            problems.add_all((name, sentence) for sentence in error.messages)
    return values


def _clean(field, value, is_optional):
    if isinstance(field, models.CharField | models.TextField):
        value = _text(field, value)
    if value is None or value == "":
        if not is_optional:
            raise ValidationError(NEEDED.get(field.name, "This must not be empty."))
        return None if field.null else ""
    if field.choices and value not in dict(field.flatchoices):
        raise ValidationError("Choose one of the codes.")
    return field.to_python(value)


def _text(field, value):
    value = (value or "").strip()
    if "\x00" in value:
        raise ValidationError("Null characters are not allowed.")
    if field.max_length and len(value) > field.max_length:
        raise ValidationError(f"This must be {field.max_length:,} characters or fewer.")
    return value


def codes(name, given, known, problems, *, optional=True):
    """Return each code of `given` once; tell `problems` of those not `known`."""
    unknown = [code for code in given if code not in known]
    problems.add_all((name, f"“{code}” is not one of the codes.") for code in unknown)
    if not given and not optional:
        problems.add(name, NEEDED[name])
    return list(dict.fromkeys(given))
