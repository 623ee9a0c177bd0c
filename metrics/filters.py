"""What lists of the metrics floor can be narrowed by, on pages and by the API."""

import django_filters as filters
from django.core.exceptions import ValidationError

from metrics.choices import QuarterState
from metrics.models import RegionalQuarter
from tasking.filters import ChoicesFilter, CodesOfRowsFilter, region_choices
from toex.core.periods import NotAPeriod, parse


def is_of_quarters(text):
    """:raises ValidationError: the text names neither a quarter nor a financial year"""
    try:
        if "/" in text and parse(text):
            return
    except NotAPeriod:
        pass
    raise ValidationError("The period must be like 2022/23-Q3 or 2022/23.")


class QuarterFilterSet(filters.FilterSet):
    """Narrows regional quarters in sight; `period` is a quarter, or a year for its four."""

    region = CodesOfRowsFilter(choices=region_choices, field_name="region__code", label="Region")
    period = filters.CharFilter(
        method="of_period", label="Period", max_length=10, validators=[is_of_quarters]
    )
    state = ChoicesFilter(choices=QuarterState.choices, label="Status")

    class Meta:
        model = RegionalQuarter
        fields = []

    def of_period(self, rows, name, text):
        return rows.filter(period__in=[each.name for each in parse(text).quarters()])
