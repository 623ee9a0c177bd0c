"""The lives of a case, a threat, an outcome and a task, each as a table of steps."""

from cases.choices import OPEN_STATES, OutcomeState, State, TaskState, ThreatState
from cases.models import Member
from tasking.workflow import MANAGERS
from toex.accounts.choices import Role
from toex.workflow.authority import behind, cover_for, may
from toex.workflow.machine import Workflow, step

TEAM = [Role.TOEX_MANAGER, Role.ANALYST]
EVERY_STATE = list(State)
EVERY_THREAT_STATE = list(ThreatState)
NOT_VOID = [OutcomeState.DRAFT, OutcomeState.VERIFIED]


def _led_elsewhere(case, by):
    if case.lead_region_id != by.region_id:
        return "Only the region that leads the case may take this step."
    return None


def _is_on_hold(case):
    return case.on_hold


def _is_not_on_hold(case):
    return not case.on_hold


def _is_restricted(case):
    return case.restricted


def _is_not_restricted(case):
    return not case.restricted


def _of_lead_region(name, *, sources=OPEN_STATES, roles=TEAM, **rest):
    return step(name, sources=sources, roles=roles, refuses=_led_elsewhere, **rest)


def own_case_under_cover(case, by):
    """Refuse whoever covers for a manager on a case that they work on themselves."""
    cover = cover_for(by, MANAGERS)
    if cover is not None and case.pk in _own_cases(cover, by):
        return "You work on this case: under cover you take no step of its manager."
    return None


def _own_cases(cover, by):
    """Return the keys of the cases that `by` works on, asked once for all steps of all cases.

    It holds as long as the cover does: under cover nobody takes a case for themselves.
    """
    if not hasattr(cover, "own_cases"):
        parts = Member.objects.current().filter(user=by.pk)
        cover.own_cases = set(parts.values_list("case", flat=True))
    return cover.own_cases


def _not_its_manager(case, by):
    return _led_elsewhere(case, by) or own_case_under_cover(case, by)


def _of_its_manager(name, *, sources=OPEN_STATES, **rest):
    return step(name, sources=sources, roles=MANAGERS, refuses=_not_its_manager, **rest)


CASE = Workflow(
    "case",
    _of_lead_region("agree-terms", sources=[State.TERMS], target=State.DEVELOPMENT),
    _of_lead_region(
        "deliver",
        sources=[State.DEVELOPMENT, State.DELIVERED, State.REASSESSED],
        target=State.DELIVERED,
    ),
    _of_lead_region("reassess", sources=[State.DELIVERED], target=State.REASSESSED),
    _of_its_manager("close", target=State.CLOSED),
    _of_its_manager("reopen", sources=[State.CLOSED], target=State.DEVELOPMENT, needs_reason=True),
    _of_lead_region("hold", holds=_is_not_on_hold, needs_reason=True),
    _of_lead_region("resume", holds=_is_on_hold),
    _of_lead_region("reclassify", needs_reason=True),
    _of_its_manager("transfer-lead", needs_reason=True),
    _of_its_manager("restrict", sources=EVERY_STATE, holds=_is_not_restricted, needs_reason=True),
    _of_its_manager("unrestrict", sources=EVERY_STATE, holds=_is_restricted),
    said={
        "agree-terms": "agree the terms of reference of this case",
        "deliver": "deliver a product of this case",
        "hold": "put this case on hold",
        "reclassify": "change the title, types or flags of this case",
        "transfer-lead": "transfer the lead of this case",
        "unrestrict": "lift the restriction of this case",
    },
)


def _no_linked_case_led(threat, by):
    if any(link.case.lead_region_id == by.region_id for link in threat.cases.all()):
        return None
    return "Only a region that leads a case linked to this threat may take this step."


THREAT = Workflow(
    "threat",
    step(
        "map",
        sources=[ThreatState.NOMINATED],
        target=ThreatState.MAPPED,
        roles=TEAM,
        refuses=_no_linked_case_led,
    ),
    step(
        "activate",
        sources=[ThreatState.MAPPED, ThreatState.ARCHIVED],
        target=ThreatState.ACTIVE,
        roles=TEAM,
        refuses=_no_linked_case_led,
    ),
    step(
        "archive",
        sources=[ThreatState.ACTIVE],
        target=ThreatState.ARCHIVED,
        roles=TEAM,
        refuses=_no_linked_case_led,
    ),
    step(
        "flag",
        sources=EVERY_THREAT_STATE,
        roles=TEAM,
        refuses=_no_linked_case_led,
        needs_reason=True,
    ),
    said={
        "activate": "make this threat active",
        "flag": "change what is known about this threat",
    },
)


def _recorded_or_led_elsewhere(outcome, by):
    if outcome.recorded_by_id == by.pk:
        return "You recorded this outcome: another manager of the lead region decides on it."
    if outcome.recorded_by_id in behind(by):
        return "The manager you cover for recorded this outcome: another manager decides on it."
    return _led_elsewhere(outcome.case, by)


def _not_your_draft(outcome, by):
    """A recorder takes back a draft of theirs; once verified it is for another manager."""
    if outcome.recorded_by_id != by.pk:
        return "Only a manager of the lead region may void what somebody else recorded."
    leads = may(by, MANAGERS) and not _led_elsewhere(outcome.case, by)
    if leads and outcome.state == OutcomeState.VERIFIED:
        return _recorded_or_led_elsewhere(outcome, by)
    return None


def _asked_by_another_force(outcome, by):
    if outcome.case.requesting_force_id != by.force_id:
        return "Only the force that asked for the case may take this step."
    return None


def _is_not_confirmed(outcome):
    return outcome.confirmed_at is None


def _is_not_disputed(outcome):
    return outcome.disputed_at is None


OUTCOME = Workflow(
    "outcome",
    step(
        "verify",
        sources=[OutcomeState.DRAFT],
        target=OutcomeState.VERIFIED,
        roles=MANAGERS,
        refuses=_recorded_or_led_elsewhere,
    ),
    step(
        "void",
        sources=NOT_VOID,
        target=OutcomeState.VOID,
        roles=MANAGERS,
        refuses=_recorded_or_led_elsewhere,
        needs_reason=True,
    ),
    step(
        "void",
        sources=[OutcomeState.DRAFT],
        target=OutcomeState.VOID,
        roles=TEAM,
        refuses=_not_your_draft,
        needs_reason=True,
    ),
    step(
        "confirm",
        sources=NOT_VOID,
        roles=[Role.FORCE_LEAD],
        refuses=_asked_by_another_force,
        holds=_is_not_confirmed,
    ),
    step(
        "dispute",
        sources=NOT_VOID,
        roles=[Role.FORCE_LEAD],
        refuses=_asked_by_another_force,
        holds=_is_not_disputed,
        needs_reason=True,
    ),
    said={
        "void": "take this outcome out of the count",
    },
)


def _not_the_recorder(outcome, by):
    if outcome.recorded_by_id != by.pk:
        return "Only whoever recorded this outcome may change it."
    return None


# Not a step: it is offered to nobody as one, and leaves the state alone.
OUTCOME_EDITS = Workflow(
    "outcome",
    step("change", sources=[OutcomeState.DRAFT], roles=TEAM, refuses=_not_the_recorder),
)


def _case_led_elsewhere(task, by):
    return _led_elsewhere(task.case, by)


TASK = Workflow(
    "task",
    step(
        "done",
        sources=[TaskState.OPEN],
        target=TaskState.DONE,
        roles=TEAM,
        refuses=_case_led_elsewhere,
    ),
    said={
        "done": "finish this task",
    },
)
