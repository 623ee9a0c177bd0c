"""Telling people of cases that have waited too long: once a day for each case and person."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Max

from cases.choices import OPEN_STATES, State, TaskState
from cases.models import Case, Task
from cases.notifications import tell_of_waiting_case
from toex.accounts.models import User
from toex.core.periods import london_date
from toex.core.working_days import is_working_day, working_days_between

DAYS_TO_AGREE_TERMS = 10
DAYS_WITHOUT_WORK = 20


def remind_of_waiting_cases(*, at):
    """Tell whoever has the next step of a case that waits too long; return how many wait.

    A case waits where its terms are not agreed, nothing was done on it, or a task is overdue. A
    case on hold waits for nobody. Nobody is told on a day that is not a working day.
    """
    today = london_date(at)
    if not is_working_day(today):
        return 0
    waiting = _waiting_too_long(today)
    for case, assignees, is_stuck in waiting:
        with transaction.atomic():
            tell_of_waiting_case(case, assignees, is_stuck=is_stuck, at=at)
    return len(waiting)


def _waiting_too_long(today):
    """Return [(case, those whose task is overdue, whether the case itself is stuck)]."""
    overdue = _people_with_overdue_tasks(today)
    found = []
    for case in _open_cases():
        people = sorted(overdue.get(case.pk, ()), key=lambda person: person.pk)
        is_stuck = _is_stuck(case, today)
        if people or is_stuck:
            found.append((case, people, is_stuck))
    return found


def _open_cases():
    return (
        Case.objects.filter(state__in=OPEN_STATES, on_hold=False)
        .select_related("lead_region")
        .annotate(last_activity=Max("activities__recorded_at"))
        .order_by("pk")
    )


def _is_stuck(case, today):
    if case.state == State.TERMS:
        return working_days_between(case.opened_on, today) > DAYS_TO_AGREE_TERMS
    since = london_date(case.last_activity) if case.last_activity else case.opened_on
    return working_days_between(since, today) > DAYS_WITHOUT_WORK


def _people_with_overdue_tasks(today):
    """Return {case's number: people}; a task that became due yesterday is overdue today."""
    tasks = Task.objects.filter(
        state=TaskState.OPEN,
        due_on__lte=today - timedelta(days=1),
        assignee__in=User.objects.active(),
    )
    people = {}
    for task in tasks.select_related("assignee"):
        people.setdefault(task.case_id, set()).add(task.assignee)
    return people
