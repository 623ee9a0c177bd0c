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
        for field in self.choosing():
            subject = subject_of(field.label or "")
            sentence = f"{subject} must be one of the answers in the list."
            field.error_messages["invalid_choice"] = sentence

    def choosing(self):
        return [
            each
            for each in self.fields.values()
            if "invalid_choice" in each.default_error_messages
        ]


class LeavesOut:
    """Before a `FilterView` that goes on without a filter that makes no sense, and says so.

    Others may have the choice: an address that somebody passed on names what they see.
    """

    strict = False

    def get_filterset(self, filterset_class):
        filterset = super().get_filterset(filterset_class)
        for field in filterset.form.choosing():
            field.error_messages["invalid_choice"] = (
                f"The filter “{field.label}” was left out, because it asks for something that is "
                "not in your list."
            )
        return filterset


class DayFilter(django_filters.Filter):
    """A day in three boxes, or as 2026-06-16 in the address."""

    field_class = GovDateField
