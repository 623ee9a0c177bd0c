"""Who is told of what happens to figures. A notice holds the reference only."""

from toex.accounts.models import User
from toex.core.periods import london_date
from toex.core.working_days import DAYS_TO_ANSWER, working_days_after
from toex.notices.tasks import notify


def tell_of_reopened_quarter(quarter, *, at):
    """Tell the region's managers that their quarter waits for them again."""
    managers = User.objects.managing(quarter.region)
    due_on = working_days_after(london_date(at), DAYS_TO_ANSWER)
    notify(
        kind="metrics/quarter_reopened", recipients=managers, about=quarter, at=at, due_on=due_on
    )
