"""Who is told of what happens on a case. A notice holds the reference only."""

from toex.accounts.choices import Role
from toex.accounts.models import User
from toex.core.periods import QUARTER_IS_DUE, london_date, quarter_of
from toex.core.working_days import DAYS_TO_ANSWER, working_days_after
from toex.notices.tasks import notify


def tell_of_waiting_outcome(outcome, *, by, at):
    """Tell the lead region's managers, once a day and case, that outcomes wait for them."""
    case = outcome.case
    managers = User.objects.managing(case.lead_region).exclude(pk=by.pk)
    due_on = settled_by(outcome, today=london_date(at))
    team = case.lead_region
    _tell_once_a_day("outcomes_waiting", managers, case, at=at, due_on=due_on, team=team)


def settled_by(outcome, *, today):
    """Return the day by which nothing may be open about an outcome.

    It is the day on which its quarter is due, and never less than five working days away.
    """
    quarter = quarter_of(outcome.occurred_on)
    return max(quarter.last + QUARTER_IS_DUE, working_days_after(today, DAYS_TO_ANSWER))


def tell_of_waiting_case(case, assignees, *, is_stuck, at):
    """Tell those whose task is overdue, and the managers of a case that is stuck; once a day.

    A task is somebody's own: its reminder goes to them, whatever the region's mailbox gets.
    """
    today = london_date(at)
    _tell_once_a_day("waiting", assignees, case, at=at, due_on=today)
    if is_stuck:
        team = case.lead_region
        managers = User.objects.managing(team)
        _tell_once_a_day("waiting", managers, case, at=at, due_on=today, team=team)


def _tell_once_a_day(kind, people, case, *, at, **rest):
    day = london_date(at).isoformat()
    notify(kind=f"cases/{kind}", recipients=people, about=case, at=at, once=day, **rest)


def tell_of_outcome_query(outcome, query, *, at):
    """Tell the other side: the lead region's managers and the recorder, or the office.

    Of the office those are told who asked; all of it where nobody did who still can answer.
    """
    due_on = settled_by(outcome, today=london_date(at))
    if query.by_office:
        region = outcome.case.lead_region
        recorder = User.objects.of_region(region, Role.ANALYST).filter(pk=outcome.recorded_by_id)
        team = User.objects.managing(region) | recorder
        notify(kind="cases/outcome_query", recipients=team, about=outcome, at=at, due_on=due_on)
        return
    office = User.objects.active().filter(role=Role.PROGRAMME_OFFICE)
    asked = outcome.queries.filter(by_office=True).values("by")
    people = list(office.filter(pk__in=asked)) or list(office)
    notify(kind="cases/outcome_answer", recipients=people, about=outcome, at=at, due_on=due_on)


def tell_of_closed_case(case, *, at):
    """Tell the leads of the force that asked: why it closed, and that three questions wait.

    A case that came with a regional return was not asked for here; nobody is told of it.
    """
    if case.request_id:
        leads = User.objects.of_force(case.requesting_force)
        notify(kind="cases/closed", recipients=leads, about=case, at=at)
