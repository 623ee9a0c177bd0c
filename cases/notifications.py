"""Who is told of what happens on a case. A notice holds the reference only."""

from django.db.models import Q

from toex.accounts.choices import Role
from toex.accounts.models import User
from toex.core.periods import london_date
from toex.notices.tasks import notify


def tell_of_waiting_outcome(outcome, *, by, at):
    """Tell the lead region's managers, once a day and case, that outcomes wait for them."""
    case = outcome.case
    managers = User.objects.of_region(case.lead_region, Role.TOEX_MANAGER).exclude(pk=by.pk)
    _tell_once_a_day("outcomes_waiting", managers, case, at=at)


def tell_of_waiting_case(case, people, *, at):
    """Tell `people`, once a day, that the next step of a case waits for them."""
    _tell_once_a_day("waiting", people, case, at=at, due_on=london_date(at))


def _tell_once_a_day(kind, people, case, *, at, due_on=None):
    day = london_date(at).isoformat()
    notify(kind=f"cases/{kind}", recipients=people, about=case, at=at, once=day, due_on=due_on)


def tell_of_outcome_query(outcome, query, *, at):
    """Tell the other side: the lead region's managers and the recorder, or the office.

    Of the office those are told who asked; all of it where nobody did who still can answer.
    """
    if query.by_office:
        team = User.objects.of_region(
            outcome.case.lead_region, Role.TOEX_MANAGER, Role.ANALYST
        ).filter(Q(role=Role.TOEX_MANAGER) | Q(pk=outcome.recorded_by_id))
        notify(kind="cases/outcome_query", recipients=team, about=outcome, at=at)
        return
    office = User.objects.active().filter(role=Role.PROGRAMME_OFFICE)
    asked = outcome.queries.filter(by_office=True).values("by")
    people = list(office.filter(pk__in=asked)) or list(office)
    notify(kind="cases/outcome_answer", recipients=people, about=outcome, at=at)


def tell_of_closed_case(case, *, at):
    """Tell the leads of the force that asked: why it closed, and that three questions wait.

    A case that came with a regional return was not asked for here; nobody is told of it.
    """
    if case.request_id:
        leads = User.objects.of_force(case.requesting_force)
        notify(kind="cases/closed", recipients=leads, about=case, at=at)
