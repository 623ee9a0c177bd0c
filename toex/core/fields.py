"""Form fields of the house: a date in three boxes, and a question answered yes or no."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from toex.core.forms import lower_first

PARTS = ("day", "month", "year")


class GovDate(forms.MultiWidget):
    """Day, month and year. One text such as 2026-06-16 under the field's own name is read too."""

    template_name = "django/forms/widgets/gov_date.html"
    use_fieldset = True

    def __init__(self, attrs=None):
        boxes = {part: forms.TextInput({"inputmode": "numeric"}) for part in PARTS}
        super().__init__(boxes, attrs)

    def decompress(self, value):
        if isinstance(value, str):
            value = _from_iso(value)
        return [value.day, value.month, value.year] if value else [None, None, None]

    def value_from_datadict(self, data, files, name):
        if data.get(name):
            return data[name]
        return super().value_from_datadict(data, files, name)

    def value_omitted_from_data(self, data, files, name):
        return name not in data and super().value_omitted_from_data(data, files, name)


class GovDateField(forms.Field):
    """A date typed as day, month and year."""

    widget = GovDate

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        if not self.help_text:
            self.help_text = "For example, 16 6 2026"

    def to_python(self, value):
        if isinstance(value, date) or value in self.empty_values:
            return value or None
        if isinstance(value, str):
            found = _from_iso(value)
            if found is None:
                raise self._not_real()
            return found
        parts = [str(part or "").strip() for part in value]
        if not any(parts):
            return None
        missing = [name for name, part in zip(PARTS, parts, strict=True) if not part]
        if missing:
            raise ValidationError(f"{self._subject} must include a {' and '.join(missing)}.")
        return self._real(parts)

    def _real(self, parts):
        if not all(part.isascii() and part.isdecimal() and len(part) <= 4 for part in parts):
            raise self._not_real()
        day, month, year = map(int, parts)
        if year < 1000:
            raise ValidationError(f"{self._subject} must have a year of four numbers.")
        try:
            return date(year, month, day)
        except ValueError:
            raise self._not_real() from None

    def _not_real(self):
        return ValidationError(f"{self._subject} must be a real date.")

    @property
    def _subject(self):
        label = str(self.label or "The date")
        return "The date" if label.endswith("?") else label

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True


class YesNoField(forms.TypedChoiceField):
    """Yes or no, and None until answered; both are answers."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs):
        kwargs.setdefault("choices", [("true", "Yes"), ("false", "No")])
        super().__init__(coerce=lambda text: text == "true", empty_value=None, **kwargs)

    def prepare_value(self, value):
        return str(value).lower() if isinstance(value, bool) else value


class RegionOrForceField(forms.ModelChoiceField):
    """A place from the reference data, sent and received as its code."""

    def __init__(self, queryset, **kwargs):
        kwargs.setdefault("to_field_name", "code")
        label = lower_first(kwargs.get("label", "place"))
        kwargs.setdefault("empty_label", f"Select {label}")
        super().__init__(queryset, **kwargs)


def _from_iso(text):
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
