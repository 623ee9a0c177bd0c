"""Who is told of what happens to a request. A notice holds the reference only."""

from tasking.choices import State
from tasking.waiting import MOST_DAYS
from toex.accounts.choices import Role
from toex.accounts.models import User
from toex.core.periods import london_date
from toex.core.working_days import working_days_after
from toex.notices.tasks import notify

# What a message asks for is due when the state that the request is in then has lasted too long.
STATES = {
    "new_request": State.SUBMITTED,
    "resubmitted": State.IN_TRIAGE,
    "with_toex": State.WITH_TOEX,
    "returned": State.RETURNED,
}


def due_on(kind, *, at):
    """Return the day by which something needs to be done, or None: a reminder is due today."""
    today = london_date(at)
    if kind in STATES:
        return working_days_after(today, MOST_DAYS[STATES[kind]])
    return today if kind == "waiting" else None


def force_people(request):
    """Return who hears for the force: the requester, or all its leads where that is no lead."""
    requester = request.requester
    if requester.is_active and requester.force_id == request.force_id:
        return [requester]
    return list(User.objects.of_force(request.force))


def tell_force(request, kind, *, at, once=""):
    _tell(force_people(request), request, kind, at=at, once=once)


def tell_region(request, kind, *roles, at, once=""):
    people = User.objects.of_region(request.region, *roles)
    if Role.TOEX_MANAGER in roles:
        people = people | User.objects.managing(request.region)
    _tell(people, request, kind, at=at, once=once, team=request.region)


def tell_of_message(request, *, by, at):
    """Tell the other side that there is a message: the force, or the region's gateway."""
    if by.role == Role.FORCE_LEAD:
        tell_region(request, "message", Role.GATEWAY_OFFICER, at=at)
    else:
        tell_force(request, "message", at=at)


def _tell(people, request, kind, *, at, once, team=None):
    notify(
        kind=f"tasking/{kind}",
        recipients=people,
        about=request,
        at=at,
        once=once,
        due_on=due_on(kind, at=at),
        team=team,
    )


def tell_owner(action, *, by, at):
    """Tell whoever an action was given to, unless they took it themselves."""
    if action.owner_id != by.pk:
        notify(
            kind="tasking/action",
            recipients=[action.owner],
            about=action,
            at=at,
            due_on=action.due_on,
        )


def tell_of_cover(cover, kind, *, by, at):
    """Tell whoever covers, the manager who is away and the other managers of the region."""
    managers = User.objects.of_region(cover.region, Role.TOEX_MANAGER)
    people = {person.pk: person for person in [cover.person, cover.manager, *managers]}
    people.pop(by.pk, None)
    notify(kind=f"tasking/{kind}", recipients=people.values(), about=cover, at=at)
