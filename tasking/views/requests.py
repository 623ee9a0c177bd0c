"""Your requests, and beginning a new one."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, OuterRef, Q, Subquery
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView

from tasking import services
from tasking.choices import State
from tasking.forms.steps import StartForm
from tasking.models import TaskingRequest
from tasking.views.base import new_key, once, tell
from tasking.views.clock import clock_words
from tasking.views.narrowing import LIST_SORTS, ListFilterSet
from tasking.views.saved import WithSavedViews
from tasking.views.words import with_whom
from tasking.waits import waits
from toex.accounts.choices import FORCE_ROLES, REGION_ROLES, Role
from toex.audit.models import AuditEvent
from toex.core.periods import london_date
from toex.web.lists import FilteredList, InOrder, counted
from toex.web.pages import RolesMixin
from toex.workflow.refusals import Refusal

TABS = {
    "reply": ("Needs your reply", [State.RETURNED]),
    "progress": (
        "In progress",
        [State.SUBMITTED, State.IN_TRIAGE, State.WITH_TOEX, State.DEFERRED],
    ),
    "decided": ("Decided or withdrawn", [State.DECIDED, State.WITHDRAWN]),
    "drafts": ("Drafts", [State.DRAFT]),
}
COLUMNS = [("sent", "Sent"), ("waiting", "With whom"), ("changed", "Last update"), ("", "Status")]
WITH_THE_FORCE = "With the force"
MAY_BEGIN = [*FORCE_ROLES, Role.GATEWAY_OFFICER]


def latest_change():
    """Return the moment of the last change to a request, from the trail."""
    about = AuditEvent.objects.writes().filter(
        target_model=TaskingRequest._meta.label_lower, target_pk=OuterRef("pk")
    )
    return Subquery(about.newest_first().values("at")[:1])


class TabbedRequests(WithSavedViews, FilteredList):
    """Requests in sight, in tabs by state; each tab says how many rows it holds."""

    filterset_class = ListFilterSet
    audit_noun = "request"
    context_object_name = "rows"
    tabs = {}

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.at = timezone.now()

    def get_queryset(self):
        return super().get_queryset().select_related("force", "region")

    def rows_of(self, found):
        """Count the rows of each tab after the filters, then narrow to the tab asked for."""
        self.counts = found.order_by().aggregate(
            **{
                tab: Count("pk", filter=Q(state__in=states))
                for tab, (_, states) in self.tabs.items()
            }
        )
        asked = self.request.GET.get("tab")
        self.tab = asked if asked in self.tabs else self.first_tab()
        self.in_tab = found.filter(state__in=self.tabs[self.tab][1])
        return self.in_order(self.in_tab)

    def in_order(self, rows):
        """Return the rows as they are sorted; for the time waiting, days are worked out first."""
        order = self.sorts[self.sort].order
        if order:
            return rows.order_by(*order)
        way = 1 if self.sort.startswith("-") else -1
        return InOrder(rows, sorted(self.days, key=lambda pk: way * self.days[pk]))

    @cached_property
    def days(self):
        """Return {pk: working days waited} of the tab, earliest sent first; never sent is -1."""
        found = waits(self.in_tab.order_by("submitted_at", "pk"), at=self.at)
        return {pk: each.days if each else -1 for pk, each in found.items()}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = context["object_list"] = list(context["object_list"])
        waited, today = waits(rows, at=self.at), london_date(self.at)
        for row in rows:
            row.with_whom = with_whom(row)
            row.clock = clock_words(waited[row.pk], state=row.state, today=today)
        return {**context, "rows": rows, "tabs": list(self.links()), "tab": self.tab}

    def first_tab(self):
        return next((tab for tab, count in self.counts.items() if count), next(iter(self.tabs)))

    def links(self):
        query = self.request.GET.copy()
        query.pop("page", None)
        for tab, (words, _) in self.tabs.items():
            query["tab"] = tab
            yield {
                "words": words,
                "address": f"?{query.urlencode()}",
                "current": tab == self.tab,
                "count": self.counts[tab],
            }


class YourRequests(TabbedRequests):
    """F1: what the force has asked for; to others, the requests in their sight."""

    roles = [*FORCE_ROLES, *REGION_ROLES, Role.PROGRAMME_OFFICE]
    queryset = TaskingRequest.objects.all()
    template_name = "tasking/requests.html"
    saved_as = "requests"
    sorts = LIST_SORTS

    def get_queryset(self):
        return super().get_queryset().annotate(changed_at=latest_change())

    @property
    def columns(self):
        force = [] if self.request.user.force_id else [("force", "Force")]
        return [("title", "Request"), *force, *COLUMNS]

    @property
    def tabs(self):
        if self.request.user.role in FORCE_ROLES:
            return TABS
        shown = {**TABS, "reply": (WITH_THE_FORCE, TABS["reply"][1])}
        if self.request.user.role != Role.GATEWAY_OFFICER:
            del shown["drafts"]
        return shown

    def get_context_data(self, **kwargs):
        role = self.request.user.role
        context = super().get_context_data(
            theirs=role in FORCE_ROLES, may_begin=role in MAY_BEGIN, **kwargs
        )
        number = counted(self.counts[self.tab], "request")
        return {
            **context,
            "any": any(self.counts.values()),
            "sentence": f"{number}, {self.sentence_end()}",
        }


class Before(RolesMixin, FormView):
    """F2: what to know before asking. Starting makes the draft, so nothing typed is lost."""

    roles = MAY_BEGIN
    form_class = StartForm
    template_name = "tasking/before.html"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_context_data(self, **kwargs):
        user = self.request.user
        linked = bool(user.force_id or user.region_id)
        key = self.request.POST.get("once_key") or new_key()
        return super().get_context_data(linked=linked, once_key=key, **kwargs)

    def form_valid(self, form):
        try:
            return redirect(once(self.request, lambda: self.begin(form)))
        except ValidationError as error:
            tell(form, error)
        except Refusal as error:
            raise PermissionDenied(str(error)) from None
        return self.form_invalid(form)

    def begin(self, form):
        row = services.create_request(by=self.request.user, at=timezone.now(), **form.cleaned_data)
        return reverse("tasking:tasks", args=[row.reference])
