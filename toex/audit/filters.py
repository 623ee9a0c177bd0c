"""What narrows the access log, for the page and the API."""

from datetime import datetime, time, timedelta

import django_filters

from toex.audit.models import Act, AuditEvent
from toex.core.periods import LONDON


def start_of(day):
    return datetime.combine(day, time.min, LONDON)


class AuditEventFilterSet(django_filters.FilterSet):
    """Days are London days, first and last both included."""

    target = django_filters.CharFilter(
        label="Record", method="of_record", help_text="A reference, like TR-000123", max_length=60
    )
    actor = django_filters.CharFilter(
        label="Person",
        field_name="actor__email",
        lookup_expr="iexact",
        help_text="Their email address",
        max_length=254,
    )
    act = django_filters.ChoiceFilter(
        label="What they did", choices=Act.choices, empty_label="Anything"
    )

    class Meta:
        model = AuditEvent
        fields = ["target", "actor", "act"]

    def of_record(self, queryset, name, value):
        return queryset.touching(value.strip())


# “from” is no name Python allows in a class body.
AuditEventFilterSet.base_filters["from"] = django_filters.DateFilter(
    label="From", method=lambda queryset, name, day: queryset.filter(at__gte=start_of(day))
)
AuditEventFilterSet.base_filters["to"] = django_filters.DateFilter(
    label="To",
    method=lambda queryset, name, day: queryset.filter(at__lt=start_of(day + timedelta(days=1))),
)
