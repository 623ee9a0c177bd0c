"""The filters of requests as pages show them: small boxes, and only what the reader may see."""

import django_filters as filters
from django import forms

from tasking.choices import ExploitationType, Flag, State
from tasking.filters import YES_OR_NO, RequestFilterSet
from tasking.models import TaskingRequest
from toex.core.fields import GovDateField
from toex.forces.models import Force
from toex.web.lists import Sort

DUE_FIRST = {
    "waiting": Sort("time waiting", says="descending"),
    "-waiting": Sort("time waiting, shortest first"),
}
SORTS = {
    "newest": Sort("newest first", ("-submitted_at", "-pk")),
    "force": Sort("force", ("force__short_name", "submitted_at", "pk")),
    "-force": Sort("force, Z to A", ("-force__short_name", "submitted_at", "pk"), "descending"),
    "title": Sort("title", ("title", "pk")),
    "-title": Sort("title, Z to A", ("-title", "-pk"), "descending"),
    "type": Sort("type", ("primary_type", "submitted_at", "pk")),
    "-type": Sort("type, Z to A", ("-primary_type", "submitted_at", "pk"), "descending"),
}
QUEUE_SORTS = {**DUE_FIRST, **SORTS}
LIST_SORTS = {
    "newest": Sort("newest first", ("-pk",)),
    "sent": Sort("date sent", ("submitted_at", "pk")),
    "-sent": Sort("date sent, latest first", ("-submitted_at", "-pk"), "descending"),
    "changed": Sort("last update", ("changed_at", "pk")),
    "-changed": Sort("last update, latest first", ("-changed_at", "-pk"), "descending"),
    **DUE_FIRST,
    **{code: sort for code, sort in SORTS.items() if code.strip("-") in ("title", "force")},
}


class SmallBoxes(forms.CheckboxSelectMultiple):
    def __init__(self, attrs=None, **kwargs):
        super().__init__({**(attrs or {}), "class": "toex-small"}, **kwargs)


class DayFilter(filters.Filter):
    """A day in three boxes, or as 2026-06-16 in the address."""

    field_class = GovDateField


def sort_filter(sorts):
    """Return the box that names the orders of a list; choosing one narrows nothing."""
    return filters.ChoiceFilter(
        choices=[(code, sort.words.capitalize()) for code, sort in sorts.items()],
        method="as_it_is",
        label="Sort by",
        empty_label=None,
    )


class PageFilterSet(RequestFilterSet):
    """The filters of requests, with the order and the tab kept in the address beside them.

    Only forces of which the reader sees a request are offered: no list tells of others.
    """

    state = filters.MultipleChoiceFilter(
        choices=[(each.value, each.label) for each in State if each != State.DRAFT],
        label="Status",
        widget=SmallBoxes,
    )
    force = filters.MultipleChoiceFilter(
        field_name="force__code", label="Force", widget=SmallBoxes
    )
    primary_type = filters.MultipleChoiceFilter(
        choices=ExploitationType.choices, label="Main type of exploitation", widget=SmallBoxes
    )
    flags = filters.MultipleChoiceFilter(
        choices=Flag.choices, method="with_flags", label="Also said of it", widget=SmallBoxes
    )
    submitted_from = DayFilter(
        field_name="submitted_at", lookup_expr="date__gte", label="Sent on or after"
    )
    submitted_to = DayFilter(
        field_name="submitted_at", lookup_expr="date__lte", label="Sent on or before"
    )
    has_score = filters.ChoiceFilter(
        choices=YES_OR_NO,
        method="with_or_without_score",
        label="Has a score",
        empty_label="Either",
    )
    tab = filters.CharFilter(method="as_it_is", widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        user = self.request.user
        if user.force_id:
            del self.filters["force"]
        else:
            seen = TaskingRequest.objects.visible_to(user).values("force")
            forces = Force.objects.filter(pk__in=seen).by_name()
            choices = list(forces.values_list("code", "short_name"))
            self.filters["force"].extra["choices"] = choices
        if user.region_id or user.force_id:
            del self.filters["region"]

    def as_it_is(self, rows, name, value):
        return rows


class QueueFilterSet(PageFilterSet):
    sort = sort_filter(QUEUE_SORTS)


class ListFilterSet(PageFilterSet):
    sort = sort_filter(LIST_SORTS)
