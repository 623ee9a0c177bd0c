"""What narrows the access log, for the page and the API."""

from datetime import datetime, time, timedelta

import django_filters

from toex.audit.choices import EXPORTED, Purpose
from toex.audit.models import Act, AuditEvent, Export
from toex.core.filters import DayFilter, FilterForm
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


class ExportFilterSet(django_filters.FilterSet):
    """What narrows the register of exports."""

    by = django_filters.CharFilter(
        label="Taken by",
        field_name="by__email",
        lookup_expr="iexact",
        help_text="Their email address",
        max_length=254,
    )
    recipient = django_filters.CharFilter(
        label="Recipient", lookup_expr="icontains", max_length=200
    )
    target = django_filters.CharFilter(
        label="Record", lookup_expr="iexact", help_text="A reference", max_length=60
    )
    kind = django_filters.ChoiceFilter(label="What", choices=list(EXPORTED.items()))
    purpose = django_filters.ChoiceFilter(label="What for", choices=Purpose.choices)

    class Meta:
        model = Export
        form = FilterForm
        fields = ["by", "recipient", "target", "kind", "purpose"]


def _from(queryset, name, day):
    return queryset.filter(at__gte=start_of(day))


def _to(queryset, name, day):
    return queryset.filter(at__lt=start_of(day + timedelta(days=1)))


# “from” is no name Python allows in a class body.
for filter_set, kind in (
    (AuditEventFilterSet, django_filters.DateFilter),
    (ExportFilterSet, DayFilter),
):
    filter_set.base_filters["from"] = kind(label="From", method=_from)
    filter_set.base_filters["to"] = kind(label="To", method=_to)
