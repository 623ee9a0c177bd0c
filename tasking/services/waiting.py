"""Reminding whoever has the next step of a request that has waited too long."""

from django.db import transaction

from tasking.choices import WAITS_ON, State, WaitsOn
from tasking.models import TaskingRequest
from tasking.notifications import tell_force, tell_region
from tasking.waiting import MOST_DAYS
from tasking.workflow import latest_decision
from toex.accounts.choices import Role
from toex.core.periods import london_date
from toex.core.working_days import working_days_between

WHOSE_STEP = {WaitsOn.GATEWAY: Role.GATEWAY_OFFICER, WaitsOn.MANAGER: Role.TOEX_MANAGER}


def remind_of_waiting_requests(*, at):
    """Write a notice for each request that has waited too long; return how many those are.

    There is one notice for each request, reader and time that the limit is crossed: at once it,
    at twice it, and so on. A second run on the same day writes none again.
    """
    states = [*MOST_DAYS, State.DEFERRED]
    waiting = (
        TaskingRequest.objects.filter(state__in=states, in_state_since__lt=at)
        .select_related("region", "force", "requester")
        .prefetch_related("decisions")
        .order_by("pk")
    )
    reminded = 0
    for request in waiting.iterator(chunk_size=200):
        crossing = crossing_of(request, today=london_date(at))
        if crossing:
            remind(request, crossing=crossing, at=at)
            reminded += 1
    return reminded


def crossing_of(request, *, today):
    """Return a name for the limit that the request has crossed last, or "" where it has none."""
    since = london_date(request.in_state_since)
    if request.state == State.DEFERRED:
        due = latest_decision(request).review_on
        return f"review {due.isoformat()}" if due <= today else ""
    times = working_days_between(since, today) // MOST_DAYS[request.state]
    return f"{request.state} {since.isoformat()} {times}" if times else ""


@transaction.atomic
def remind(request, *, crossing, at):
    role = WHOSE_STEP.get(WAITS_ON[request.state])
    if role:
        tell_region(request, "waiting", role, at=at, once=crossing)
    else:
        tell_force(request, "waiting", at=at, once=crossing)
