"""The kinds of answers that the request form asks for, with their sentences."""

from django import forms
from django.core.exceptions import ValidationError

from toex.core.countries import code_of, name_of
from toex.core.fields import GovDateField, YesNoField
from toex.core.pasted import as_pasted, too_long

NARRATIVE_LIMIT = 20_000


class Typed(forms.CharField):
    """Text that is kept as it was pasted; over its limit it stays in its box, whole."""

    def to_python(self, value):
        return as_pasted(super().to_python(value))

    def validate(self, value):
        super().validate(value)
        sentence = too_long(self.label, value, self.max_length)
        if sentence:
            raise ValidationError(sentence, code="max_length")


class Line(Typed):
    """A short answer on one line."""

    def __init__(self, *, label, limit, hint="", needed=""):
        super().__init__(
            label=label,
            help_text=hint,
            required=bool(needed),
            max_length=limit,
            error_messages={"required": needed},
        )


class Narrative(Typed):
    """A long answer, with the spaces and tabs at its ends; spaces alone are no answer."""

    def __init__(self, *, label, hint="", needed="", rows=5, limit=NARRATIVE_LIMIT):
        super().__init__(
            label=label,
            help_text=hint,
            required=bool(needed),
            max_length=limit,
            strip=False,
            widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
            error_messages={"required": needed},
        )

    def to_python(self, value):
        text = super().to_python(value)
        return text if text.strip() else ""


class OneOf(forms.ChoiceField):
    """One answer from a list, shown as radios."""

    def __init__(self, *, label, choices, hint="", needed=""):
        super().__init__(
            label=label,
            help_text=hint,
            choices=choices,
            required=bool(needed),
            widget=forms.RadioSelect,
            error_messages={
                "required": needed,
                "invalid_choice": f"{label}: select an answer from the list.",
            },
        )


class AnyOf(forms.MultipleChoiceField):
    """Any number of answers from a list, shown as checkboxes."""

    def __init__(self, *, label, choices, hint="", needed=""):
        super().__init__(
            label=label,
            help_text=hint,
            choices=choices,
            required=bool(needed),
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": needed,
                "invalid_choice": f"{label}: select answers from the list.",
            },
        )


class YesNo(YesNoField):
    """Yes, no, or not answered yet; “no” is an answer."""

    def __init__(self, *, label, hint="", needed=""):
        super().__init__(
            label=label,
            help_text=hint,
            required=bool(needed),
            error_messages={"required": needed, "invalid_choice": "Select yes or no."},
        )


class WholeNumber(forms.IntegerField):
    def __init__(self, *, label, hint="", limit=100_000):
        super().__init__(
            label=label,
            help_text=hint,
            required=False,
            min_value=0,
            max_value=limit,
            widget=forms.TextInput(
                attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}
            ),
            error_messages={
                "invalid": f"{label} must be a whole number, like 4.",
                "min_value": f"{label} must be 0 or more.",
                "max_value": f"{label} must be {limit:,} or fewer.",
            },
        )


class References(forms.CharField):
    """References or names, one a line; gives a list."""

    def __init__(self, *, label, hint="", limit=200):
        self.limit = limit
        super().__init__(
            label=label, help_text=hint, required=False, widget=forms.Textarea(attrs={"rows": 4})
        )

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        lines = [line.strip() for line in super().to_python(value).splitlines()]
        return [line for line in lines if line]

    def validate(self, value):
        super().validate(value)
        if any(len(line) > self.limit for line in value):
            raise ValidationError(f"Each line must be {self.limit} characters or fewer.")


class Day(GovDateField):
    """A date typed in three boxes."""

    def __init__(self, *, label, needed=""):
        super().__init__(label=label, required=bool(needed), error_messages={"required": needed})


class Countries(forms.CharField):
    """Countries by name or two-letter code, one a line; gives a list of codes."""

    def __init__(self, *, label, hint=""):
        super().__init__(
            label=label,
            help_text=hint,
            required=False,
            max_length=5_000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    def prepare_value(self, value):
        if isinstance(value, list):
            return "\n".join(map(name_of, value))
        return value

    def clean(self, value):
        lines = super().clean(value).replace(",", "\n").splitlines()
        return list(dict.fromkeys(_country(line.strip()) for line in lines if line.strip()))


class Country(forms.CharField):
    """One country by name or two-letter code, shown by its name; gives the code."""

    def prepare_value(self, value):
        return name_of(value) if value else value

    def clean(self, value):
        typed = super().clean(value)
        return _country(typed) if typed else self.empty_value


def _country(text):
    """Return the code of the country that was typed."""
    code = code_of(text)
    if code is None:
        raise ValidationError(
            f"“{text[:60]}” is not a country on our list. Enter its name or two-letter code."
        )
    return code
