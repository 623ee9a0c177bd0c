"""G1 and G2: what waits at the gateway, and checking one request."""

import django_filters as filters
from django import forms
from django.db.models import Min, Prefetch, Q
from django.utils import timezone

from tasking.choices import ExploitationType, State
from tasking.filters import YES_OR_NO, RequestFilterSet
from tasking.models import Assessment, TaskingRequest
from tasking.views.base import ForThoseWhoMay
from tasking.views.requests import TabbedRequests
from tasking.views.steps import ACTS
from tasking.views.words import answers, lacking, score_words, with_whom
from tasking.workflow import REQUEST, SCORING, WAITING
from toex.accounts.choices import REGION_ROLES, Role
from toex.core.fields import GovDateField
from toex.core.periods import london_date
from toex.core.working_days import working_days_between
from toex.forces.models import Force

SORTS = {
    "waiting": ("time waiting", ["submitted_at", "pk"]),
    "newest": ("newest first", ["-submitted_at", "-pk"]),
    "force": ("force", ["force__short_name", "submitted_at", "pk"]),
    "title": ("title", ["title", "pk"]),
    "type": ("type", ["primary_type", "submitted_at", "pk"]),
}
TABS = {
    "waiting": ("Waiting", WAITING),
    "force": ("With the force", [State.RETURNED]),
    "deferred": ("Deferred", [State.DEFERRED]),
    "decided": ("Decided", [State.DECIDED, State.WITHDRAWN]),
}
COLUMNS = [
    ("title", "Request"),
    ("force", "Force"),
    ("type", "Type"),
    ("waiting", "Waiting"),
    ("", "Score, for information"),
    ("", "Status"),
]
ALIKE = {
    "threat_reference": "the same threat reference",
    "force_reference": "the same force reference",
    "operation_name": "the same operation name",
    "title": "the same title",
}
MOST_ALIKE = 10


class SmallBoxes(forms.CheckboxSelectMultiple):
    def __init__(self, attrs=None, **kwargs):
        super().__init__({**(attrs or {}), "class": "toex-small"}, **kwargs)


class DayFilter(filters.Filter):
    """A day in three boxes, or as 2026-06-16 in the address."""

    field_class = GovDateField


class QueueFilterSet(RequestFilterSet):
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
    sort = filters.ChoiceFilter(
        choices=[(code, words.capitalize()) for code, (words, _) in SORTS.items()],
        method="as_it_is",
        label="Sort by",
        empty_label=None,
    )
    tab = filters.CharFilter(method="as_it_is", widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        seen = TaskingRequest.objects.visible_to(self.request.user).values("force")
        forces = Force.objects.filter(pk__in=seen).by_name()
        self.filters["force"].extra["choices"] = list(forces.values_list("code", "short_name"))
        if self.request.user.region_id:
            del self.filters["region"]

    def as_it_is(self, rows, name, value):
        return rows


class Queue(TabbedRequests):
    """G1. A score is shown as information; nothing is sorted or hidden by it."""

    roles = [*REGION_ROLES, Role.PROGRAMME_OFFICE]
    queryset = TaskingRequest.objects.filter(submitted_at__isnull=False)
    filterset_class = QueueFilterSet
    template_name = "tasking/queue.html"
    tabs = TABS

    def first_tab(self):
        return "waiting"

    def get_queryset(self):
        current = Assessment.objects.filter(superseded_by__isnull=True).select_related("model")
        scores = Prefetch("assessments", current.order_by("side", "-pk"), to_attr="scores")
        return super().get_queryset().prefetch_related(scores).order_by(*SORTS[self.sort][1])

    @property
    def sort(self):
        asked = self.request.GET.get("sort")
        return asked if asked in SORTS else "waiting"

    def get_context_data(self, *, object_list, **kwargs):
        context = super().get_context_data(object_list=object_list, **kwargs)
        for row in context["object_list"]:
            row.score_words = [(each.get_side_display(), score_words(each)) for each in row.scores]
        return {
            **context,
            "sort": self.sort,
            "sentence": self.sentence(context),
            "columns": COLUMNS,
            "office": not self.request.user.region_id,
            "filtered": bool(set(context["filter"].form.changed_data) - {"tab", "sort"}),
        }

    def sentence(self, context):
        """Return how many there are, how long the oldest waits, and how they are sorted."""
        paginator = context["paginator"]
        count = paginator.count
        words = f"{count} request{'' if count == 1 else 's'}"
        if self.tab == "waiting":
            words += " waiting"
            oldest = paginator.object_list.order_by().aggregate(first=Min("submitted_at"))["first"]
            if oldest:
                days = working_days_between(london_date(oldest), london_date(timezone.now()))
                words += f", oldest {days} working day{'' if days == 1 else 's'}"
        return f"{words}, sorted by {SORTS[self.sort][0]}"


class Triage(ForThoseWhoMay):
    """G2: the request beside what a gateway officer looks at."""

    template_name = "tasking/triage.html"

    def check(self):
        REQUEST.step_for("pass-on", row=self.object, by=self.request.user)

    def get_context_data(self, **kwargs):
        row, user = self.object, self.request.user
        steps = REQUEST.open_steps(row=row, by=user)
        return super().get_context_data(
            groups=answers(row),
            with_whom=with_whom(row),
            lacking=lacking(row),
            alike=self.alike(),
            steps=[(name, ACTS[name]) for name in steps if name in ACTS],
            may_assess=bool(SCORING.open_steps(row=row, by=user)),
            **kwargs,
        )

    def alike(self):
        """Return (request, why) for those in the reader's sight that may be the same threat."""
        row = self.object
        given = {name: getattr(row, name).strip() for name in ALIKE}
        same = Q()
        for name, text in given.items():
            if text:
                same |= Q(**{f"{name}__iexact": text})
        rows = TaskingRequest.objects.visible_to(self.request.user).filter(same)
        rows = rows.exclude(pk=row.pk).select_related("force").newest_first()[:MOST_ALIKE]
        return [
            (
                other,
                ", ".join(
                    words
                    for name, words in ALIKE.items()
                    if given[name] and getattr(other, name).strip().lower() == given[name].lower()
                ),
            )
            for other in rows
        ]
