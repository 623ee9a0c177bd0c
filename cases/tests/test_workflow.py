"""The tables of steps: every state, every role, every step."""

import pytest

from cases.choices import OPEN_STATES, OutcomeState, State, TaskState, ThreatState
from cases.models import Case, CaseThreat, Outcome, Task, Threat
from cases.workflow import CASE, OUTCOME, OUTCOME_EDITS, TASK, THREAT
from toex.accounts.choices import Role
from toex.accounts.models import User
from toex.workflow.refusals import NotYourStep, StepNotAllowed

HERE, ELSEWHERE = 1, 2
TEAM = {Role.TOEX_MANAGER, Role.ANALYST}
MANAGERS = {Role.TOEX_MANAGER}
EVERY = set(State)
OPEN = set(OPEN_STATES)
CASE_STEPS = {
    "agree-terms": ({State.TERMS}, TEAM),
    "deliver": ({State.DEVELOPMENT, State.DELIVERED, State.REASSESSED}, TEAM),
    "reassess": ({State.DELIVERED}, TEAM),
    "close": (OPEN, MANAGERS),
    "reopen": ({State.CLOSED}, MANAGERS),
    "hold": (OPEN, TEAM),
    "resume": (OPEN, TEAM),
    "reclassify": (OPEN, TEAM),
    "transfer-lead": (OPEN, MANAGERS),
    "restrict": (EVERY, MANAGERS),
    "unrestrict": (EVERY, MANAGERS),
}
THREAT_STEPS = {
    "map": {ThreatState.NOMINATED},
    "activate": {ThreatState.MAPPED, ThreatState.ARCHIVED},
    "archive": {ThreatState.ACTIVE},
    "flag": set(ThreatState),
}


def somebody(role, place=HERE, pk=10):
    region = place if role in (*TEAM, Role.GATEWAY_OFFICER) else None
    force = place if role == Role.FORCE_LEAD else None
    return User(pk=pk, role=role, region_id=region, force_id=force)


def answer(workflow, name, row, by):
    try:
        workflow.step_for(name, row=row, by=by)
    except NotYourStep:
        return 403
    except StepNotAllowed:
        return 409
    return 200


class TestCase:
    @pytest.mark.parametrize("role", Role)
    @pytest.mark.parametrize("state", State)
    @pytest.mark.parametrize("name", CASE_STEPS)
    def test_a_step_is_open_in_its_states_to_its_roles_of_the_lead_region(self, name, state, role):
        flag = name in ("resume", "unrestrict")
        case = Case(state=state, lead_region_id=HERE, on_hold=flag, restricted=flag)
        states, roles = CASE_STEPS[name]

        told = answer(CASE, name, case, somebody(role))

        assert told == (403 if role not in roles else 200 if state in states else 409)

    def test_the_table_names_every_step(self):
        assert set(CASE.steps) == set(CASE_STEPS)

    @pytest.mark.parametrize("role", sorted(TEAM))
    @pytest.mark.parametrize("name", CASE_STEPS)
    def test_another_region_takes_none_of_them(self, name, role):
        case = Case(state=State.TERMS, lead_region_id=HERE)

        assert answer(CASE, name, case, somebody(role, ELSEWHERE)) == 403

    @pytest.mark.parametrize(
        ("name", "set_already"),
        [("hold", True), ("resume", False), ("restrict", True), ("unrestrict", False)],
    )
    def test_a_flag_is_not_set_or_lifted_twice(self, name, set_already):
        case = Case(
            state=State.TERMS, lead_region_id=HERE, on_hold=set_already, restricted=set_already
        )

        assert answer(CASE, name, case, somebody(Role.TOEX_MANAGER)) == 409


class TestThreat:
    def threat(self, state, *, lead=HERE):
        threat = Threat(pk=1, state=state)
        link = CaseThreat(threat=threat, case=Case(pk=1, lead_region_id=lead))
        threat._prefetched_objects_cache = {"cases": _Fetched([link])}
        return threat

    @pytest.mark.parametrize("role", Role)
    @pytest.mark.parametrize("state", ThreatState)
    @pytest.mark.parametrize("name", THREAT_STEPS)
    def test_a_step_is_open_to_the_team_that_leads_a_linked_case(self, name, state, role):
        told = answer(THREAT, name, self.threat(state), somebody(role))

        in_state = state in THREAT_STEPS[name]
        assert told == (403 if role not in TEAM else 200 if in_state else 409)

    @pytest.mark.parametrize("name", THREAT_STEPS)
    def test_whoever_leads_no_linked_case_takes_none_of_them(self, name):
        threat = self.threat(ThreatState.ACTIVE, lead=ELSEWHERE)

        assert answer(THREAT, name, threat, somebody(Role.TOEX_MANAGER)) == 403


class _Fetched(list):
    """Stands for the linked cases as they come out of a prefetch."""

    def all(self):
        return self


def outcome(state, *, recorded_by=99):
    case = Case(pk=1, lead_region_id=HERE, requesting_force_id=HERE)
    return Outcome(case=case, state=state, recorded_by_id=recorded_by)


class TestOutcome:
    @pytest.mark.parametrize("role", Role)
    @pytest.mark.parametrize("state", OutcomeState)
    def test_a_manager_of_the_lead_region_verifies_a_draft(self, state, role):
        told = answer(OUTCOME, "verify", outcome(state), somebody(role))

        is_draft = state == OutcomeState.DRAFT
        assert told == (403 if role not in MANAGERS else 200 if is_draft else 409)

    @pytest.mark.parametrize("role", Role)
    @pytest.mark.parametrize("state", OutcomeState)
    def test_a_manager_of_the_lead_region_voids_what_is_not_void(self, state, role):
        told = answer(OUTCOME, "void", outcome(state), somebody(role))

        is_void = state == OutcomeState.VOID
        assert told == (403 if role not in MANAGERS else 409 if is_void else 200)

    @pytest.mark.parametrize(
        ("role", "place", "state", "expected"),
        [
            (Role.ANALYST, HERE, OutcomeState.DRAFT, 200),
            (Role.ANALYST, HERE, OutcomeState.VERIFIED, 409),
            (Role.ANALYST, HERE, OutcomeState.VOID, 409),
            (Role.ANALYST, ELSEWHERE, OutcomeState.DRAFT, 200),
            (Role.ANALYST, ELSEWHERE, OutcomeState.VERIFIED, 409),
            (Role.TOEX_MANAGER, HERE, OutcomeState.DRAFT, 200),
            (Role.TOEX_MANAGER, HERE, OutcomeState.VERIFIED, 403),
            (Role.TOEX_MANAGER, HERE, OutcomeState.VOID, 409),
            (Role.TOEX_MANAGER, ELSEWHERE, OutcomeState.DRAFT, 200),
        ],
    )
    def test_a_recorder_takes_back_a_draft_and_nothing_later(self, role, place, state, expected):
        recorder = somebody(role, place, pk=7)

        assert answer(OUTCOME, "void", outcome(state, recorded_by=7), recorder) == expected

    @pytest.mark.parametrize("state", OutcomeState)
    def test_nobody_verifies_what_they_recorded(self, state):
        recorder = somebody(Role.TOEX_MANAGER, pk=7)

        assert answer(OUTCOME, "verify", outcome(state, recorded_by=7), recorder) == 403

    def test_a_manager_of_a_supporting_region_neither_verifies_nor_voids(self):
        neighbour = somebody(Role.TOEX_MANAGER, ELSEWHERE)

        draft = outcome(OutcomeState.DRAFT)
        assert answer(OUTCOME, "verify", draft, neighbour) == 403
        assert answer(OUTCOME, "void", draft, neighbour) == 403

    @pytest.mark.parametrize("role", Role)
    @pytest.mark.parametrize("state", OutcomeState)
    @pytest.mark.parametrize("name", ["confirm", "dispute"])
    def test_the_force_that_asked_confirms_or_disputes_what_is_not_void(self, name, state, role):
        told = answer(OUTCOME, name, outcome(state), somebody(role))

        is_void = state == OutcomeState.VOID
        assert told == (403 if role != Role.FORCE_LEAD else 409 if is_void else 200)

    def test_another_force_neither_confirms_nor_disputes(self):
        neighbour = somebody(Role.FORCE_LEAD, ELSEWHERE)

        assert answer(OUTCOME, "confirm", outcome(OutcomeState.VERIFIED), neighbour) == 403

    def test_a_manager_sees_voiding_offered_once(self):
        by = somebody(Role.TOEX_MANAGER)

        assert OUTCOME.open_steps(row=outcome(OutcomeState.DRAFT), by=by) == ["verify", "void"]

    @pytest.mark.parametrize(
        ("state", "recorder", "expected"),
        [
            (OutcomeState.DRAFT, 10, 200),
            (OutcomeState.VERIFIED, 10, 409),
            (OutcomeState.DRAFT, 99, 403),
        ],
    )
    def test_a_draft_is_changed_by_its_recorder_only(self, state, recorder, expected):
        row = outcome(state, recorded_by=recorder)

        assert answer(OUTCOME_EDITS, "change", row, somebody(Role.ANALYST)) == expected


class TestTask:
    @pytest.mark.parametrize("role", Role)
    @pytest.mark.parametrize("state", TaskState)
    def test_the_team_that_leads_finishes_an_open_task(self, state, role):
        task = Task(state=state, case=Case(lead_region_id=HERE))

        told = answer(TASK, "done", task, somebody(role))

        assert told == (403 if role not in TEAM else 200 if state == TaskState.OPEN else 409)

    def test_a_supporting_region_finishes_none(self):
        task = Task(state=TaskState.OPEN, case=Case(lead_region_id=HERE))

        assert answer(TASK, "done", task, somebody(Role.ANALYST, ELSEWHERE)) == 403
