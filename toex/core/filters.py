"""A filter for a day, as every list asks for one."""

import django_filters

from toex.core.fields import GovDateField


class DayFilter(django_filters.Filter):
    """A day in three boxes, or as 2026-06-16 in the address."""

    field_class = GovDateField
