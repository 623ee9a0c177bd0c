"""The list of cases: my own, or all of the region; each with what it needs next."""

from django.db.models import Count, Max, Min, OuterRef, Prefetch, Q, Subquery
from django.utils import timezone

from cases.choices import MemberRole, State
from cases.models import Activity, Case, Member, Task
from cases.views.base import manages, sees_in_full
from cases.views.narrowing import CasePageFilterSet, columns_for, sorts_for
from tasking.choices import ExploitationType, Flag
from tasking.views.saved import WithSavedViews
from toex.accounts.choices import Role
from toex.core.periods import london_date
from toex.web.lists import FilteredList, counted

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
        Task.objects.to_do()
        .filter(case=OuterRef("pk"), due_on__isnull=False)
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


def my_cases(user):
    return _with_member(user=user.pk)


def cases_of_the_team(user):
    """Narrow to cases on which somebody of the reader's region works now."""
    return _with_member(user__region=user.region_id)


def _with_member(**who):
    return Q(pk__in=Member.objects.current().filter(**who).values("case"))


def every_case(user):
    return Q(pk__isnull=False)


TABS = {
    "my": ("My cases", my_cases),
    "team": ("My team's cases", cases_of_the_team),
    "region": ("All of {region}", every_case),
}
NO_CASES = {
    "my": "You have no cases. Your manager assigns cases from the gateway queue.",
    "team": "Nobody of your region is named on a case yet.",
}


class CaseList(WithSavedViews, FilteredList):
    """C1. Tabs are for those who see all of a case; for others there is one list."""

    roles = OPERATIONAL
    queryset = Case.objects.select_related("requesting_force", "lead_region")
    filterset_class = CasePageFilterSet
    template_name = "cases/cases.html"
    saved_as = "cases"
    audit_noun = "case"
    context_object_name = "cases"

    @property
    def sorts(self):
        return sorts_for(self.request.user)

    @property
    def columns(self):
        between = [
            (code if code in self.sorts else "", words)
            for code, words in columns_for(self.request.user).items()
            if code in self.shown
        ]
        return [("title", "Case"), *between, ("", "Stage")]

    @property
    def shown(self):
        """Return the codes of the columns that are not left out."""
        left_out = self.request.GET.getlist("leave_out")
        return [code for code in columns_for(self.request.user) if code not in left_out]

    @property
    def tab(self):
        if not sees_in_full(self.request.user):
            return "all"
        asked = self.request.GET.get("tab")
        usual = "my" if self.request.user.role == Role.ANALYST else "region"
        return asked if asked in TABS else usual

    def get_queryset(self):
        cases = super().get_queryset()
        if not sees_in_full(self.request.user):
            return cases
        leads = Member.objects.current().filter(role=MemberRole.LEAD).select_related("user")
        owners = Prefetch("members", leads.order_by("pk"), to_attr="owners")
        return with_what_is_next(cases).prefetch_related(owners)

    def rows_of(self, found):
        """Count the cases of each tab after the filters, then narrow to the tab asked for."""
        user = self.request.user
        self.counts = {}
        if sees_in_full(user):
            counts = {tab: Count("pk", filter=narrow(user)) for tab, (_, narrow) in TABS.items()}
            self.counts = found.order_by().aggregate(**counts)
            found = found.filter(TABS[self.tab][1](user))
        return found.order_by(*self.sorts[self.sort].order)

    def get_context_data(self, **kwargs):
        user = self.request.user
        is_manager = user.role == Role.TOEX_MANAGER
        context = super().get_context_data(full=sees_in_full(user), tab=self.tab, **kwargs)
        for case in context["object_list"]:
            case.type_words = ExploitationType(case.primary_type).label
            case.flag_words = flag_words(case)
            case.may_assign = is_manager and manages(case, user) and case.state != State.CLOSED
        return {
            **context,
            "shown": self.shown,
            "today": london_date(timezone.now()),
            "empty": NO_CASES.get(self.tab, NONE_YET[user.role]),
            "tabs": list(self.links()),
            "is_manager": is_manager,
            "surveys": SURVEYS.get(user.role),
            "sentence": f"{counted(context['paginator'].count, 'case')}, {self.sentence_end()}",
        }

    def links(self):
        query = self.request.GET.copy()
        query.pop("page", None)
        for tab, count in self.counts.items():
            query["tab"] = tab
            yield {
                "words": TABS[tab][0].format(region=self.request.user.region),
                "address": f"?{query.urlencode()}",
                "current": tab == self.tab,
                "count": count,
            }


# What each role does about the questions on closed cases: the page, and its words.
SURVEYS = {
    Role.FORCE_LEAD: ("cases:surveys-to-answer", "Questions about closed cases"),
    Role.TOEX_MANAGER: ("cases:surveys", "What investigating officers say"),
    Role.PROGRAMME_OFFICE: ("cases:surveys", "What investigating officers say"),
}


def flag_words(case):
    """Return what is special about a case, in words: never a colour or a sign alone."""
    words = [Flag(code).label for code in case.flags if code in Flag.values]
    return [
        *(["Restricted"] if case.restricted else []),
        *(["On hold"] if case.on_hold else []),
        *words,
    ]
