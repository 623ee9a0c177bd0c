"""Who is told of what happens on a case. A notice holds the reference only."""

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
    _tell_once_a_day("waiting", people, case, at=at)


def _tell_once_a_day(kind, people, case, *, at):
    day = london_date(at).isoformat()
    notify(kind=f"cases/{kind}", recipients=people, about=case, at=at, once=day)
