"""Who is told of what happens to figures. A notice holds the reference only."""

from toex.accounts.models import User
from toex.notices.tasks import notify


def tell_of_reopened_quarter(quarter, *, at):
    """Tell the region's managers that their quarter waits for them again."""
    managers = User.objects.managing(quarter.region)
    notify(kind="metrics/quarter_reopened", recipients=managers, about=quarter, at=at)
