"""The filters and orders of the lists of cases and outcomes as their pages show them."""

import django_filters as filters
from django.db.models import F

from cases.choices import State
from cases.filters import CaseFilterSet, OutcomeFilterSet
from cases.models import Case, CaseForce
from cases.views.base import sees_in_full
from tasking.choices import ExploitationType, Flag
from tasking.filters import YES_OR_NO
from toex.core.filters import DayFilter
from toex.forces.models import Force, Region
from toex.web.lists import Sort
from toex.web.narrowing import (
    InTheAddress,
    SmallBoxes,
    columns_filter,
    orders,
    sort_filter,
    spacing_filter,
    tab_filter,
)

SORTS = {
    "newest": Sort("reference, newest first", ("-pk",)),
    "title": Sort("title", ("title", "pk")),
    "-title": Sort("title, Z to A", ("-title", "-pk"), "descending"),
    "force": Sort("force", ("requesting_force__short_name", "pk")),
    "-force": Sort("force, Z to A", ("-requesting_force__short_name", "pk"), "descending"),
    "opened": Sort("date opened", ("opened_on", "pk")),
}
SORTS_OF_WORK = {
    **SORTS,
    "due": Sort("next task due", (F("next_due").asc(nulls_last=True), "pk")),
    "-due": Sort(
        "next task due, latest first", (F("next_due").desc(nulls_last=True), "pk"), "descending"
    ),
    "activity": Sort(
        "last activity, longest ago first", (F("last_activity").asc(nulls_first=True), "pk")
    ),
    "-activity": Sort(
        "last activity, latest first",
        (F("last_activity").desc(nulls_last=True), "pk"),
        "descending",
    ),
}


def sorts_for(user):
    """Return the orders open to the reader: only full sight knows of tasks and activities."""
    return SORTS_OF_WORK if sees_in_full(user) else SORTS


# The columns that can be left out, after the one with the reference and before the stage.
COLUMNS = {"force": "Force and lead region", "type": "Type and flags"}
COLUMNS_OF_WORK = {
    **COLUMNS,
    "due": "Next task due",
    "owner": "Case lead",
    "activity": "Last activity",
}


def columns_for(user):
    return COLUMNS_OF_WORK if sees_in_full(user) else COLUMNS


class CasePageFilterSet(InTheAddress, CaseFilterSet):
    """Only forces and regions that have a part in a case in sight are offered."""

    state = filters.MultipleChoiceFilter(choices=State.choices, label="Stage", widget=SmallBoxes)
    region = filters.MultipleChoiceFilter(
        field_name="lead_region__code", label="Lead region", widget=SmallBoxes
    )
    force = filters.MultipleChoiceFilter(
        method="with_a_part", label="Force with a part", widget=SmallBoxes
    )
    primary_type = filters.MultipleChoiceFilter(
        choices=ExploitationType.choices, label="Main type of exploitation", widget=SmallBoxes
    )
    flags = filters.MultipleChoiceFilter(
        choices=Flag.choices, method="with_flags", label="Flags", widget=SmallBoxes
    )
    on_hold = filters.ChoiceFilter(
        choices=YES_OR_NO, method="held", label="On hold", empty_label="Either"
    )
    has_lead = filters.ChoiceFilter(
        choices=YES_OR_NO, method="led", label="Has a case lead", empty_label="Either"
    )
    opened_from = DayFilter(field_name="opened_on", lookup_expr="gte", label="Opened on or after")
    opened_to = DayFilter(field_name="opened_on", lookup_expr="lte", label="Opened on or before")
    sort = sort_filter()
    leave_out = columns_filter()
    spacing = spacing_filter()
    tab = tab_filter()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        user = self.request.user
        if not sees_in_full(user):
            del self.filters["has_lead"]
        seen = Case.objects.visible_to(user)
        parts = CaseForce.objects.current().filter(case__in=seen)
        forces = Force.objects.filter(pk__in=parts.values("force")).by_name()
        regions = Region.objects.filter(pk__in=seen.values("lead_region")).in_official_order()
        self._offer("force", forces.values_list("code", "short_name"))
        self._offer("region", regions.values_list("code", "name"))
        self._offer("sort", orders(sorts_for(user)))
        self._offer("leave_out", columns_for(user).items())

    def _offer(self, name, choices):
        self.filters[name].extra["choices"] = list(choices)


class OutcomePageFilterSet(OutcomeFilterSet):
    disputed = filters.ChoiceFilter(
        choices=YES_OR_NO,
        method="with_dispute",
        label="Disputed by the force",
        empty_label="Either",
    )
    occurred_from = DayFilter(
        field_name="occurred_on", lookup_expr="gte", label="Happened on or after"
    )
    occurred_to = DayFilter(
        field_name="occurred_on", lookup_expr="lte", label="Happened on or before"
    )
