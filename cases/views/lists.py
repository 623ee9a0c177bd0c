"""The list of cases: my own, or all of the region; each with what it needs next."""

from django.db.models import Max, Min, OuterRef, Q, Subquery
from django.utils import timezone
from django_filters.views import FilterView

from cases.choices import State, TaskState
from cases.filters import CaseFilterSet
from cases.models import Activity, Case, Member, Task
from cases.views.base import manages, sees_in_full
from tasking.choices import ExploitationType, Flag
from toex.accounts.choices import Role
from toex.core.periods import london_date
from toex.web.pages import ListPage, RolesMixin

OPERATIONAL = (
    Role.FORCE_LEAD,
    Role.GATEWAY_OFFICER,
    Role.TOEX_MANAGER,
    Role.ANALYST,
    Role.PROGRAMME_OFFICE,
)
NONE_YET = {
    Role.FORCE_LEAD: "Your force has no cases yet. A case opens when a request is adopted.",
    Role.GATEWAY_OFFICER: "Your region has no cases yet. A case opens when a request is adopted.",
    Role.TOEX_MANAGER: "Your region has no cases yet. A case opens when you adopt a request.",
    Role.ANALYST: "Your region has no cases yet.",
    Role.PROGRAMME_OFFICE: "There are no cases yet.",
}


def with_what_is_next(cases):
    """Add the next due date of a task and the day of the last activity to each case."""
    due = (
        Task.objects.filter(case=OuterRef("pk"), state=TaskState.OPEN, due_on__isnull=False)
        .order_by()
        .values("case")
        .annotate(next=Min("due_on"))
        .values("next")
    )
    last = (
        Activity.objects.filter(case=OuterRef("pk"))
        .order_by()
        .values("case")
        .annotate(last=Max("occurred_at"))
        .values("last")
    )
    return cases.annotate(next_due=Subquery(due), last_activity=Subquery(last))


class CaseList(RolesMixin, ListPage, FilterView):
    roles = OPERATIONAL
    queryset = Case.objects.select_related("requesting_force", "lead_region").newest_first()
    filterset_class = CaseFilterSet
    template_name = "cases/cases.html"
    audit_noun = "case"
    context_object_name = "cases"
    paginate_by = 25
    strict = False

    @property
    def tab(self):
        if not sees_in_full(self.request.user):
            return "all"
        asked = self.request.GET.get("tab")
        usual = "my" if self.request.user.role == Role.ANALYST else "region"
        return asked if asked in ("my", "region") else usual

    def get_queryset(self):
        user = self.request.user
        cases = super().get_queryset()
        if sees_in_full(user):
            cases = with_what_is_next(cases)
        return cases.filter(my_cases(user)) if self.tab == "my" else cases

    def get_context_data(self, **kwargs):
        user = self.request.user
        context = super().get_context_data(full=sees_in_full(user), tab=self.tab, **kwargs)
        for case in context["object_list"]:
            case.type_words = ExploitationType(case.primary_type).label
            case.flag_words = flag_words(case)
            case.may_assign = manages(case, user) and case.state != State.CLOSED
        mine = "You have no cases. Your manager assigns cases from the gateway queue."
        return {
            **context,
            "today": london_date(timezone.now()),
            "empty": mine if self.tab == "my" else NONE_YET[user.role],
            "tabs": self.tabs(),
            "is_manager": user.role == Role.TOEX_MANAGER,
            "surveys": SURVEYS.get(user.role),
            "kept_tab": self.tab if sees_in_full(user) else "",
            "filtered": any(self.request.GET.get(name) for name in self.filterset.filters),
        }

    def tabs(self):
        if not sees_in_full(self.request.user):
            return []
        words = {"my": "My cases", "region": f"All of {self.request.user.region}"}
        return [
            {"words": text, "tab": name, "current": name == self.tab}
            for name, text in words.items()
        ]


# What each role does about the questions on closed cases: the page, and its words.
SURVEYS = {
    Role.FORCE_LEAD: ("cases:surveys-to-answer", "Closed cases to answer for"),
    Role.TOEX_MANAGER: ("cases:surveys", "What investigating officers say"),
    Role.PROGRAMME_OFFICE: ("cases:surveys", "What investigating officers say"),
}


def my_cases(user):
    members = Member.objects.current().filter(user=user.pk)
    return Q(pk__in=members.values("case"))


def flag_words(case):
    """Return what is special about a case, in words: never a colour or a sign alone."""
    words = [Flag(code).label for code in case.flags if code in Flag.values]
    return [
        *(["Restricted"] if case.restricted else []),
        *(["On hold"] if case.on_hold else []),
        *words,
    ]
