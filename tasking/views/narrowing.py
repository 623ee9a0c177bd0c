"""The filters of requests as pages show them: small boxes, and only what the reader may see."""

import django_filters as filters

from tasking.choices import ExploitationType, Flag, State, WaitsOn
from tasking.filters import YES_OR_NO, RequestFilterSet
from tasking.models import TaskingRequest
from toex.core.filters import DayFilter
from toex.forces.models import Force
from toex.web.lists import Sort
from toex.web.narrowing import InTheAddress, SmallBoxes, orders, sort_filter, tab_filter

DUE_FIRST = {
    "waiting": Sort("time waiting", says="descending"),
    "-waiting": Sort("time waiting, shortest first"),
}
SORTS = {
    "newest": Sort("date sent, newest first", ("-submitted_at", "-pk")),
    "force": Sort("force", ("force__short_name", "submitted_at", "pk")),
    "-force": Sort("force, Z to A", ("-force__short_name", "submitted_at", "pk"), "descending"),
    "title": Sort("title", ("title", "pk")),
    "-title": Sort("title, Z to A", ("-title", "-pk"), "descending"),
    "type": Sort("type", ("primary_type", "submitted_at", "pk")),
    "-type": Sort("type, Z to A", ("-primary_type", "submitted_at", "pk"), "descending"),
}
QUEUE_SORTS = {**DUE_FIRST, **SORTS}
LIST_SORTS = {
    "newest": Sort("reference, newest first", ("-pk",)),
    "sent": Sort("date sent", ("submitted_at", "pk")),
    "-sent": Sort("date sent, latest first", ("-submitted_at", "-pk"), "descending"),
    "changed": Sort("last update", ("changed_at", "pk")),
    "-changed": Sort("last update, latest first", ("-changed_at", "-pk"), "descending"),
    **DUE_FIRST,
    **{code: sort for code, sort in SORTS.items() if code.strip("-") in ("title", "force")},
}


class PageFilterSet(InTheAddress, RequestFilterSet):
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
    waiting_on = filters.MultipleChoiceFilter(
        choices=WaitsOn.choices, method="waiting_for", label="Waiting on", widget=SmallBoxes
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
    sort = sort_filter()
    tab = tab_filter()
    sorts = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["sort"].extra["choices"] = orders(self.sorts)
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


class QueueFilterSet(PageFilterSet):
    sorts = QUEUE_SORTS


class ListFilterSet(PageFilterSet):
    sorts = LIST_SORTS
