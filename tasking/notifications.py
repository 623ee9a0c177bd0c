"""Who is told of what happens to a request. A notice holds the reference only."""

from toex.accounts.choices import Role
from toex.accounts.models import User
from toex.notices.tasks import notify


def force_people(request):
    """Return who hears for the force: the requester, or all its leads where that is no lead."""
    requester = request.requester
    if requester.is_active and requester.force_id == request.force_id:
        return [requester]
    return list(User.objects.of_force(request.force))


def tell_force(request, kind, *, at, once=""):
    people = force_people(request)
    notify(kind=f"tasking/{kind}", recipients=people, about=request, at=at, once=once)


def tell_region(request, kind, *roles, at, once=""):
    people = User.objects.of_region(request.region, *roles)
    notify(kind=f"tasking/{kind}", recipients=people, about=request, at=at, once=once)


def tell_of_message(request, *, by, at):
    """Tell the other side that there is a message: the force, or the region's gateway."""
    if by.role == Role.FORCE_LEAD:
        tell_region(request, "message", Role.GATEWAY_OFFICER, at=at)
    else:
        tell_force(request, "message", at=at)


def tell_owner(action, *, by, at):
    """Tell whoever an action was given to, unless they took it themselves."""
    if action.owner_id != by.pk:
        notify(kind="tasking/action", recipients=[action.owner], about=action, at=at)
