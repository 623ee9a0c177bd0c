"""The life of a tasking request and of a tasking meeting, each on one page.

A force asks, the region's gateway checks, a TOEX manager decides. A request that was decided and
not adopted may be decided again. `MESSAGES`, `EDITS`, `FILES` and `SCORING` are what may be done
to a request besides its steps, and `MINUTES` to a meeting; they change no state and are not
offered as steps.
"""

from tasking import step_words
from tasking.choices import ADOPTING, ActionState, MeetingState, State
from toex.accounts.choices import REGION_ROLES, Role
from toex.workflow.authority import behind
from toex.workflow.machine import Workflow, step

MANAGERS = [Role.TOEX_MANAGER]
WAITING = [State.SUBMITTED, State.IN_TRIAGE, State.WITH_TOEX]
PAST_DRAFT = [state for state in State if state != State.DRAFT]


def not_its_force(request, by):
    if request.force_id != by.force_id:
        return "Only the force that asked can do this."
    return None


def not_its_region(row, by):
    if row.region_id != by.region_id:
        return "Only the region that this is with can do this."
    return None


def not_entered_by(request, by):
    if not request.on_behalf or request.requester_id != by.pk:
        return "Only who entered this request for the force can do this."
    return None


def not_to_be_decided_by(request, by):
    if request.requester_id in behind(by):
        return "You cannot decide a request that you made yourself."
    return not_its_region(request, by) or declared_a_conflict(request, by)


def declared_a_conflict(request, by):
    """Refuse whoever declared a conflict on the request, in that meeting and outside it."""
    declared = {each.declaration.person_id for each in request.conflicts.all()}
    if by.pk in declared:
        return "You declared a conflict of interest on this request, so you cannot decide it."
    if declared & behind(by):
        return "The manager you cover for declared a conflict of interest on this request."
    return None


def not_its_owner(action, by):
    if action.owner_id != by.pk:
        return "Only its owner or a TOEX manager of the region can close this action."
    return not_its_region(action.meeting, by)


def not_of_its_region(action, by):
    return not_its_region(action.meeting, by)


def minutes_are_open(action):
    """Once the minutes are signed an action is not reworded, but it may still be done."""
    return action.meeting.state in UNSIGNED


def latest_decision(request):
    """Return the latest decision on the request, or None; reads what was prefetched."""
    return max(request.decisions.all(), key=lambda decision: decision.pk, default=None)


def may_be_decided_again(request):
    if request.state != State.DECIDED:
        return True
    latest = latest_decision(request)
    return not request.case_reference and (latest is None or latest.outcome not in ADOPTING)


def was_sent(request):
    return request.submitted_at is not None


REQUEST = Workflow(
    "request",
    step(
        "submit",
        sources=[State.DRAFT],
        target=State.SUBMITTED,
        roles=[Role.FORCE_LEAD],
        refuses=not_its_force,
    ),
    step(
        "submit",
        sources=[State.DRAFT],
        target=State.SUBMITTED,
        roles=[Role.GATEWAY_OFFICER],
        refuses=not_entered_by,
    ),
    step(
        "start-triage",
        sources=[State.SUBMITTED],
        target=State.IN_TRIAGE,
        roles=[Role.GATEWAY_OFFICER],
        refuses=not_its_region,
    ),
    step(
        "refer",
        sources=[State.IN_TRIAGE],
        target=State.WITH_TOEX,
        roles=[Role.GATEWAY_OFFICER],
        refuses=not_its_region,
    ),
    step(
        "pass-on",
        sources=[State.SUBMITTED, State.IN_TRIAGE],
        target=State.SUBMITTED,
        roles=[Role.GATEWAY_OFFICER],
        refuses=not_its_region,
        needs_reason=True,
    ),
    step(
        "return",
        sources=[State.SUBMITTED, State.IN_TRIAGE],
        target=State.RETURNED,
        roles=[Role.GATEWAY_OFFICER],
        refuses=not_its_region,
        needs_reason=True,
    ),
    step(
        "return",
        sources=[State.WITH_TOEX],
        target=State.RETURNED,
        roles=MANAGERS,
        refuses=not_its_region,
        needs_reason=True,
    ),
    step(
        "resubmit",
        sources=[State.RETURNED],
        target=State.IN_TRIAGE,
        roles=[Role.FORCE_LEAD],
        refuses=not_its_force,
    ),
    step(
        "decide",
        sources=[State.WITH_TOEX, State.DEFERRED, State.DECIDED],
        target=State.DECIDED,
        others=[State.DEFERRED],
        roles=MANAGERS,
        refuses=not_to_be_decided_by,
        holds=may_be_decided_again,
    ),
    step(
        "withdraw",
        sources=[*WAITING, State.DRAFT, State.RETURNED, State.DEFERRED],
        target=State.WITHDRAWN,
        roles=[Role.FORCE_LEAD],
        refuses=not_its_force,
        needs_reason=True,
    ),
    said=step_words.REQUEST,
)

EDITS = Workflow(
    "request",
    step(
        "change",
        sources=[State.DRAFT, State.RETURNED],
        roles=[Role.FORCE_LEAD],
        refuses=not_its_force,
    ),
    step(
        "change",
        sources=[State.DRAFT],
        roles=[Role.GATEWAY_OFFICER],
        refuses=not_entered_by,
    ),
)

MESSAGES = Workflow(
    "request",
    step(
        "write",
        sources=PAST_DRAFT,
        roles=[Role.FORCE_LEAD],
        refuses=not_its_force,
        holds=was_sent,
    ),
    step("write", sources=PAST_DRAFT, roles=REGION_ROLES, refuses=not_its_region, holds=was_sent),
    said=step_words.REQUEST,
)

FILES = Workflow(
    "request",
    step(
        "add-file",
        sources=[state for state in State if state != State.WITHDRAWN],
        roles=[Role.FORCE_LEAD],
        refuses=not_its_force,
    ),
    step("add-file", sources=[State.DRAFT], roles=[Role.GATEWAY_OFFICER], refuses=not_entered_by),
    step(
        "add-file",
        sources=[*WAITING, State.RETURNED, State.DEFERRED, State.DECIDED],
        roles=REGION_ROLES,
        refuses=not_its_region,
    ),
    step(
        "remove-file",
        sources=[State.DRAFT, State.RETURNED],
        roles=[Role.FORCE_LEAD],
        refuses=not_its_force,
    ),
    step(
        "remove-file", sources=[State.DRAFT], roles=[Role.GATEWAY_OFFICER], refuses=not_entered_by
    ),
    said=step_words.REQUEST,
)

SCORING = Workflow(
    "request",
    step(
        "assess",
        sources=[state for state in State if state != State.WITHDRAWN],
        roles=[Role.FORCE_LEAD],
        refuses=not_its_force,
    ),
    step(
        "assess",
        sources=[*WAITING, State.RETURNED, State.DEFERRED],
        roles=REGION_ROLES,
        refuses=not_its_region,
    ),
    said=step_words.REQUEST,
)

MEETING = Workflow(
    "meeting",
    step(
        "change",
        sources=[MeetingState.PLANNED, MeetingState.HELD],
        roles=MANAGERS,
        refuses=not_its_region,
    ),
    step(
        "hold",
        sources=[MeetingState.PLANNED],
        target=MeetingState.HELD,
        roles=MANAGERS,
        refuses=not_its_region,
    ),
    step(
        "sign",
        sources=[MeetingState.HELD],
        target=MeetingState.SIGNED,
        roles=MANAGERS,
        refuses=not_its_region,
    ),
    said=step_words.MEETING,
)
MEETING_STEPS = ["sign"]
UNSIGNED = [MeetingState.PLANNED, MeetingState.HELD]

MINUTES = Workflow(
    "meeting",
    step("declare", sources=UNSIGNED, roles=MANAGERS, refuses=not_its_region),
    step("keep-actions", sources=UNSIGNED, roles=MANAGERS, refuses=not_its_region),
    said=step_words.MEETING,
)

ACTION = Workflow(
    "action",
    step(
        "change",
        sources=[ActionState.OPEN],
        roles=MANAGERS,
        refuses=not_of_its_region,
        holds=minutes_are_open,
    ),
    step(
        "done",
        sources=[ActionState.OPEN],
        target=ActionState.DONE,
        roles=MANAGERS,
        refuses=not_of_its_region,
    ),
    step(
        "done",
        sources=[ActionState.OPEN],
        target=ActionState.DONE,
        roles=REGION_ROLES,
        refuses=not_its_owner,
    ),
    said=step_words.ACTION,
)
ACTION_STEPS = ["done"]
