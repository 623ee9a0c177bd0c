"""What a list of requests can be narrowed by, on the page and over the API alike."""

import django_filters as filters
from django.db.models import Exists, OuterRef, Q
from drf_spectacular.utils import extend_schema_field

from tasking.choices import ActionState, ExploitationType, Flag, State, WaitsOn, states_waiting_on
from tasking.models import Assessment, MeetingAction, TaskingRequest
from tasking.models.requests import REQUESTS
from toex.core.filters import FilterForm
from toex.forces.models import Force, Region
from toex.web.narrowing import having_all

YES_OR_NO = [("true", "Yes"), ("false", "No")]


def force_choices():
    return list(Force.objects.by_name().values_list("code", "short_name"))


def region_choices():
    return list(Region.objects.in_official_order().values_list("code", "name"))


class ChoicesField(filters.fields.MultipleChoiceField):
    """Several of the choices; an empty one, as a form sends it, says nothing."""

    def clean(self, value):
        return super().clean([each for each in value or [] if each])


class ChoicesFilter(filters.MultipleChoiceFilter):
    field_class = ChoicesField


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class CodesOfRowsFilter(ChoicesFilter):
    """Choices that are rows: the schema does not read them out of the database."""


class RequestFilterSet(filters.FilterSet):
    """Narrows rows that are in the reader's sight already; an unknown code is an error."""

    q = filters.CharFilter(method="search", label="Reference or title", max_length=200)
    state = ChoicesFilter(choices=State.choices, label="Status")
    force = CodesOfRowsFilter(choices=force_choices, field_name="force__code", label="Force")
    region = CodesOfRowsFilter(choices=region_choices, field_name="region__code", label="Region")
    primary_type = ChoicesFilter(
        choices=ExploitationType.choices, label="Main type of exploitation"
    )
    flags = ChoicesFilter(choices=Flag.choices, method="with_flags", label="Also said of it")
    submitted_from = filters.DateFilter(
        field_name="submitted_at", lookup_expr="date__gte", label="Sent on or after"
    )
    submitted_to = filters.DateFilter(
        field_name="submitted_at", lookup_expr="date__lte", label="Sent on or before"
    )
    waiting_on = ChoicesFilter(choices=WaitsOn.choices, method="waiting_for", label="Waiting on")
    has_score = filters.ChoiceFilter(
        choices=YES_OR_NO, method="with_or_without_score", label="Has a score"
    )

    class Meta:
        model = TaskingRequest
        form = FilterForm
        fields = []

    def search(self, rows, name, text):
        text = text.strip()
        found = Q(title__icontains=text) | Q(operation_name__icontains=text)
        number = REQUESTS.number(text.upper())
        if number:
            found |= Q(pk=number)
        return rows.filter(found)

    def waiting_for(self, rows, name, sides):
        return rows.filter(state__in=states_waiting_on(*sides)) if sides else rows

    def with_or_without_score(self, rows, name, answer):
        scored = Exists(Assessment.objects.filter(request=OuterRef("pk")))
        return rows.filter(scored if answer == "true" else ~scored)

    def with_flags(self, rows, name, flags):
        """Narrow to requests that carry each of the flags: a list of codes, kept as JSON."""
        return having_all(rows, "flags", flags)


class ActionFilterSet(filters.FilterSet):
    """Narrows actions of meetings in sight. `owner` is an email address, as people are named."""

    state = ChoicesFilter(choices=ActionState.choices, label="Status")
    owner = filters.CharFilter(field_name="owner__email", lookup_expr="iexact", label="Owner")
    due_from = filters.DateFilter(field_name="due_on", lookup_expr="gte", label="Due on or after")
    due_to = filters.DateFilter(field_name="due_on", lookup_expr="lte", label="Due on or before")

    class Meta:
        model = MeetingAction
        fields = []
