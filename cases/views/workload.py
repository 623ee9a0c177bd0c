"""What each analyst of a region works on now: counts that lead to the cases and tasks behind.

It helps to share out work. It says nothing of how somebody works: no order but by name, no
share, no time taken.
"""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import DetailView, ListView

from cases.choices import OPEN_STATES, MemberRole
from cases.models import Case, Member, Task
from toex.accounts.choices import Role
from toex.accounts.models import User
from toex.audit.services import record_read
from toex.core.periods import london_date
from toex.web.pages import RolesMixin


def analysts_of(user):
    """Return the analysts of the region of `user`, by name."""
    return User.objects.of_region(user.region_id, Role.ANALYST).order_by("name", "pk")


def parts_of(people, *, seen_by):
    """Return what `people` have a part in now: open cases in full sight, oldest first."""
    cases = Case.objects.seen_in_full_by(seen_by).filter(state__in=OPEN_STATES)
    parts = Member.objects.current().filter(user__in=people, case__in=cases)
    return parts.select_related("case__lead_region").order_by("case__opened_on", "case")


def overdue_of(people, *, seen_by, today):
    """Return their open tasks that are overdue, on open cases in full sight, oldest first."""
    tasks = Task.objects.visible_to(seen_by).to_do()
    tasks = tasks.filter(assignee__in=people, due_on__lt=today)
    return tasks.select_related("case").order_by("due_on", "pk")


class Workload(RolesMixin, ListView):
    roles = (Role.TOEX_MANAGER,)
    template_name = "cases/workload.html"
    context_object_name = "analysts"

    def get_queryset(self):
        return analysts_of(self.request.user)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        user, at = self.request.user, timezone.now()
        people = list(context["analysts"])
        parts = list(parts_of(people, seen_by=user))
        tasks = list(overdue_of(people, seen_by=user, today=london_date(at)))
        for person in people:
            person.work = work_of(person, parts, tasks)
        record_read(actor=user, action="workload.list", at=at, shown=people)
        return {**context, "analysts": people}


def work_of(person, parts, tasks):
    own = [part for part in parts if part.user_id == person.pk]
    return {
        "led": sum(part.role == MemberRole.LEAD for part in own),
        "member": sum(part.role == MemberRole.MEMBER for part in own),
        "overdue": sum(task.assignee_id == person.pk for task in tasks),
        "oldest": own[0].case if own else None,
    }


class WorkOfAnalyst(DetailView):
    """The cases and overdue tasks behind the counts of one analyst of the reader's region.

    To all but the managers of that region there is no such page.
    """

    template_name = "cases/work_of_analyst.html"
    context_object_name = "analyst"

    def get_object(self, queryset=None):
        user = self.request.user
        analysts = analysts_of(user)
        if user.role != Role.TOEX_MANAGER:
            analysts = analysts.none()
        return get_object_or_404(analysts, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        user, at = self.request.user, timezone.now()
        parts = list(parts_of([self.object], seen_by=user))
        record_read(actor=user, action="workload.view", at=at, shown=[part.case for part in parts])
        return super().get_context_data(
            led=[part for part in parts if part.role == MemberRole.LEAD],
            member=[part for part in parts if part.role == MemberRole.MEMBER],
            overdue=overdue_of([self.object], seen_by=user, today=london_date(at)),
            **kwargs,
        )
