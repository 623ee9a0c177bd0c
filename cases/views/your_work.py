"""Your work: where analysts and managers land. What waits for the reader, in order of date."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.views.generic import ListView

from cases.choices import OPEN_STATES
from cases.models import Case, Member, Outcome, OutcomeQuery, Task
from cases.views.base import WORKERS, manages
from cases.views.todo import Doing, page_of, standings, terms_wanted_by, what_needs_doing
from cases.views.verifying import awaiting
from cases.workflow import CASE, OUTCOME
from tasking.choices import WaitsOn, states_waiting_on
from tasking.models import MeetingAction, TaskingRequest
from tasking.waits import waits
from tasking.workflow import MANAGERS, REQUEST
from toex.accounts.models import Cover
from toex.audit.services import record_read
from toex.core.periods import london_date
from toex.web.lists import counted
from toex.web.pages import RolesMixin
from toex.workflow.authority import may

NOTHING = "Nothing needs doing on this case now."


@dataclass(frozen=True)
class Line:
    """One thing to do: what, where, about which row, and by when if there is a day."""

    words: str
    address: str
    row: object = None
    title: str = ""
    due_on: date | None = None
    waits: bool = True
    at_risk: bool = False

    def order(self, today):
        """Return where it stands: by its day, then without a day, then nothing to do."""
        if not self.waits:
            return (2, today)
        return (1, today) if self.due_on is None else (0, self.due_on)


class YourWork(RolesMixin, ListView):
    roles = WORKERS
    template_name = "cases/your_work.html"
    context_object_name = "lines"
    paginate_by = 50

    def get_queryset(self):
        """Return the lines; each kind of them takes the same number of queries for any number."""
        user, self.at = self.request.user, timezone.now()
        self.today = today = london_date(self.at)
        lines = [
            *of_requests(user, self.at),
            *of_outcomes(user),
            *of_disputes(user),
            *of_questions(user),
            *of_tasks(user),
            *of_actions(user),
            *of_cases(user, today),
            *of_cases_that_nobody_leads(user),
        ]
        return sorted(lines, key=lambda line: line.order(today))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        user, today = self.request.user, self.today
        shown = list(dict.fromkeys(line.row for line in context["lines"] if line.row))
        record_read(actor=user, action="work.list", at=self.at, shown=shown)
        held = Cover.objects.standing().filter(person=user, until_on__gte=today)
        return {
            **context,
            "today": today,
            "is_manager": user.role in MANAGERS,
            "without_lead": address_without_lead(),
            "covers": held.select_related("manager").order_by("from_on"),
            "sentence": sentence(self.object_list, today),
        }


def sentence(lines, today):
    """Return how much there is to do, and how much of it is overdue."""
    waiting = [line for line in lines if line.waits]
    late = sum(line.due_on is not None and line.due_on < today for line in waiting)
    words = f"{counted(len(waiting), 'thing')} to do"
    return f"{words}, {late} overdue, in order of date" if late else f"{words}, in order of date"


def of_requests(user, at):
    """Yield the requests that the reader may decide now, as manager or under cover."""
    if not may(user, MANAGERS):
        return
    waiting = TaskingRequest.objects.visible_to(user).filter(
        region=user.region_id, state__in=states_waiting_on(WaitsOn.MANAGER)
    )
    rows = list(waiting.order_by("pk").prefetch_related("decisions", "conflicts"))
    waited = waits(rows, at=at)
    for row in rows:
        if "decide" in REQUEST.open_steps(row=row, by=user):
            address = reverse("cases:decide", args=[row.reference])
            due_on = waited[row.pk].due_on
            at_risk = bool(row.immediate_risk)
            yield Line("Decide the request", address, row, row.title, due_on, at_risk=at_risk)


def of_outcomes(user):
    """Yield one line for all outcomes that the reader may verify: they are verified together."""
    if not may(user, MANAGERS):
        return
    found = awaiting(user).aggregate(drafts=Count("pk"), cases=Count("case", distinct=True))
    if found["drafts"]:
        words = f"Verify {counted(found['drafts'], 'outcome')}"
        title = f"Of {counted(found['cases'], 'case')}"
        yield Line(words, reverse("cases:outcomes-to-verify"), title=title)


def of_disputes(user):
    """Yield what forces dispute and the reader may void: the outcome, or one line for several."""
    if not may(user, MANAGERS):
        return
    disputed = Outcome.objects.visible_to(user).disputed().select_related("case")
    of_region = disputed.filter(case__lead_region=user.region_id)
    found = [each for each in of_region if "void" in OUTCOME.open_steps(row=each, by=user)]
    if len(found) == 1:
        (outcome,) = found
        words = f"Settle what the force disputes: outcome number {outcome.pk}"
        yield Line(words, outcome.get_absolute_url(), outcome.case, outcome.case.title)
    elif found:
        words = f"Settle what forces dispute: {counted(len(found), 'outcome')}"
        yield Line(words, f"{reverse('cases:outcomes')}?disputed=true")


def of_questions(user):
    """Yield what the office asked and nobody has answered: of one's own, or of a case led."""
    asked = OutcomeQuery.objects.visible_to(user).waiting().select_related("outcome__case")
    manages = may(user, MANAGERS)
    for query in asked.order_by("pk"):
        outcome = query.outcome
        theirs = manages and outcome.case.lead_region_id == user.region_id
        if theirs or outcome.recorded_by_id == user.pk:
            words = f"Answer the question about outcome number {outcome.pk}"
            address = reverse("cases:outcome-queries", args=[outcome.pk])
            yield Line(words, address, outcome.case, outcome.case.title)


def of_tasks(user):
    mine = Task.objects.visible_to(user).filter(assignee=user).to_do()
    for task in mine.select_related("case").order_by("due_on", "pk"):
        yield Line(task.text, page_of(task.case, "tasks"), task.case, task.case.title, task.due_on)


def of_actions(user):
    mine = MeetingAction.objects.visible_to(user).of(user).open().soonest_first()
    for action in mine.select_related("meeting"):
        title = f"Action of {action.meeting.reference}"
        yield Line(action.text, action.get_absolute_url(), action, title, action.due_on)


def of_cases(user, today):
    """Yield the next step of each open case that the reader works on, or that there is none."""
    mine = Member.objects.current().filter(user=user).values("case")
    cases = list(
        Case.objects.seen_in_full_by(user)
        .filter(pk__in=mine, state__in=OPEN_STATES)
        .select_related("lead_region")
        .order_by("opened_on", "pk")
    )
    stands = standings(cases, today)
    for case in cases:
        found = what_needs_doing(
            case,
            stands[case.pk],
            open_steps=CASE.open_steps(row=case, by=user),
            manages=False,
            today=today,
        )
        yield line_of(case, found)


def line_of(case, found):
    """Return the first thing to do on a case; what waits for a manager is only told."""
    own = [doing for doing in found if not doing.for_manager]
    if own:
        return Line(own[0].words, own[0].address, case, case.title, own[0].due_on)
    told = found[0] if found else Doing(NOTHING, page_of(case, "case"))
    return Line(told.words, told.address, case, case.title, waits=False)


def of_cases_that_nobody_leads(user):
    """Yield the open cases of the region for which a manager has not named a case lead."""
    if not may(user, MANAGERS):
        return
    cases = Case.objects.seen_in_full_by(user).led(False)
    of_region = cases.filter(lead_region=user.region_id, state__in=OPEN_STATES)
    for case in of_region.order_by("opened_on", "pk"):
        if manages(case, user):
            address, due_on = page_of(case, "add-member"), terms_wanted_by(case)
            yield Line("Name a case lead", address, case, case.title, due_on)


def address_without_lead():
    """Return the list of the open cases that nobody leads, from which several are assigned."""
    asked = QueryDict(mutable=True)
    asked.update({"tab": "region", "has_lead": "false"})
    asked.setlist("state", OPEN_STATES)
    return f"{reverse('cases:cases')}?{asked.urlencode()}"
