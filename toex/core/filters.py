"""What every list that can be narrowed shares: the form of its filters, and one for a day."""

import django_filters

from toex.core.fields import GovDateField
from toex.core.forms import PlainForm
from toex.core.pasted import subject_of


class FilterForm(PlainForm):
    """The form of a set of filters (`Meta.form`). Whoever asks by hand is told which is wrong."""

    mark_optional = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if "invalid_choice" in field.default_error_messages:
                subject = subject_of(field.label or "")
                sentence = f"{subject} must be one of the answers in the list."
                field.error_messages["invalid_choice"] = sentence


class DayFilter(django_filters.Filter):
    """A day in three boxes, or as 2026-06-16 in the address."""

    field_class = GovDateField
