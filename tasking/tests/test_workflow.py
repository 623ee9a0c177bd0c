"""The tables of steps: every state, role and step, against the contract written out by hand."""

from itertools import product
from types import SimpleNamespace

import pytest

from tasking.choices import MeetingState, State
from tasking.models import Decision, TaskingMeeting, TaskingRequest
from tasking.workflow import ACTION, EDITS, FILES, MEETING, MESSAGES, MINUTES, REQUEST, SCORING
from toex.accounts.choices import FORCE_ROLES, REGION_ROLES, Role
from toex.accounts.models import User
from toex.workflow.refusals import NotYourStep, StepNotAllowed

OURS, THEIRS = 1, 2

# Who may take a step, in which states.
OPEN = {
    "submit": {("force_lead", "draft")},
    "resubmit": {("force_lead", "returned")},
    "withdraw": {
        ("force_lead", state)
        for state in ["draft", "submitted", "in_triage", "returned", "with_toex", "deferred"]
    },
    "start-triage": {("gateway_officer", "submitted")},
    "refer": {("gateway_officer", "in_triage")},
    "pass-on": {("gateway_officer", "submitted"), ("gateway_officer", "in_triage")},
    "return": {
        ("gateway_officer", "submitted"),
        ("gateway_officer", "in_triage"),
        ("toex_manager", "with_toex"),
    },
    "decide": {
        ("toex_manager", "with_toex"),
        ("toex_manager", "deferred"),
        ("toex_manager", "decided"),
    },
}
LEADS_TO = {
    "submit": {"submitted"},
    "resubmit": {"in_triage"},
    "withdraw": {"withdrawn"},
    "start-triage": {"in_triage"},
    "refer": {"with_toex"},
    "pass-on": {"submitted"},
    "return": {"returned"},
    "decide": {"decided", "deferred"},
}


def person(role, *, place=OURS, pk=7):
    here = {"force_id": place} if role in FORCE_ROLES else {}
    here |= {"region_id": place} if role in REGION_ROLES else {}
    return User(pk=pk, role=role, **here)


def request(state, *, decided=(), **fields):
    """Return a request that needs no database: its decisions are given."""
    given = [Decision(pk=number, outcome=each) for number, each in enumerate(decided, 1)]
    return SimpleNamespace(
        force_id=OURS,
        region_id=OURS,
        requester_id=99,
        state=state,
        get_state_display=lambda: State(state).label,
        decisions=SimpleNamespace(all=lambda: given),
        conflicts=SimpleNamespace(all=lambda: []),
        **{"on_behalf": False, "case_reference": "", "submitted_at": None, **fields},
    )


def outcome_of(workflow, name, row, by):
    try:
        workflow.step_for(name, row=row, by=by)
    except NotYourStep:
        return 403
    except StepNotAllowed:
        return 409
    return 200


EVERY = list(product(State.values, Role.values, OPEN))


class TestARequest:
    def test_the_steps_are_those_of_the_contract(self):
        assert set(REQUEST.steps) == set(OPEN)

    @pytest.mark.parametrize(("state", "role", "step"), EVERY)
    def test_a_step_is_open_to_this_role_in_this_state_or_refused_as_it_should(
        self, state, role, step
    ):
        row, by = request(state), person(role)
        ever = {each for each, _ in OPEN[step]}
        if role == Role.GATEWAY_OFFICER and step == "submit":
            expected = 403  # they did not enter it
        elif role not in ever:
            expected = 403
        else:
            expected = 200 if (role, state) in OPEN[step] else 409
        assert outcome_of(REQUEST, step, row, by) == expected
        assert (step in REQUEST.open_steps(row=row, by=by)) is (expected == 200)

    @pytest.mark.parametrize("step", OPEN)
    def test_nobody_of_another_place_takes_a_step(self, step):
        for role, state in OPEN[step]:
            by = person(role, place=THEIRS)
            assert outcome_of(REQUEST, step, request(state), by) == 403

    @pytest.mark.parametrize("step", OPEN)
    def test_each_step_leads_where_the_contract_says(self, step):
        targets = {each.target for each in REQUEST.steps[step]}
        others = {state for each in REQUEST.steps[step] for state in each.others}
        assert targets | others == LEADS_TO[step]

    @pytest.mark.parametrize("step", ["return", "withdraw", "pass-on"])
    def test_a_reason_is_needed_for(self, step):
        assert all(each.needs_reason for each in REQUEST.steps[step])

    def test_the_officer_who_entered_it_submits_it_for_the_force(self):
        row = request("draft", on_behalf=True)
        assert outcome_of(REQUEST, "submit", row, person("gateway_officer", pk=99)) == 200
        assert outcome_of(REQUEST, "submit", row, person("gateway_officer", pk=98)) == 403

    @pytest.mark.parametrize("state", ["with_toex", "deferred", "decided"])
    def test_nobody_decides_their_own_request(self, state):
        assert outcome_of(REQUEST, "decide", request(state), person("toex_manager", pk=99)) == 403


class TestDecidingAgain:
    @pytest.mark.parametrize(
        ("decided", "expected"),
        [
            (["decline"], 200),
            (["refer"], 200),
            (["overtaken"], 200),
            (["defer", "decline"], 200),
            (["adopt"], 409),
            (["decline", "adopt"], 409),
            (["decline", "adopt_with_conditions"], 409),
        ],
    )
    def test_it_depends_on_the_latest_decision(self, decided, expected):
        row = request("decided", decided=decided)
        assert outcome_of(REQUEST, "decide", row, person("toex_manager")) == expected

    def test_a_request_with_a_case_is_not_decided_again(self):
        row = request("decided", decided=["decline"], case_reference="TX-000001")
        assert outcome_of(REQUEST, "decide", row, person("toex_manager")) == 409


class TestWhatElseMayBeDone:
    @pytest.mark.parametrize("state", State.values)
    def test_a_request_is_changed_by_its_force_as_a_draft_and_when_returned(self, state):
        expected = 200 if state in ("draft", "returned") else 409
        assert outcome_of(EDITS, "change", request(state), person("force_lead")) == expected

    @pytest.mark.parametrize("state", State.values)
    def test_the_officer_who_entered_it_changes_the_draft_only(self, state):
        row = request(state, on_behalf=True)
        expected = 200 if state == "draft" else 409
        by = person("gateway_officer", pk=99)
        assert outcome_of(EDITS, "change", row, by) == expected

    @pytest.mark.parametrize(
        "role", ["toex_manager", "analyst", "programme_office", "auditor", "administrator"]
    )
    def test_nobody_else_changes_it(self, role):
        assert outcome_of(EDITS, "change", request("draft"), person(role)) == 403

    @pytest.mark.parametrize(("state", "role"), list(product(State.values, Role.values)))
    def test_the_force_scores_from_draft_on_and_the_region_until_it_is_decided(self, state, role):
        if role == Role.FORCE_LEAD:
            expected = 409 if state == "withdrawn" else 200
        elif role in REGION_ROLES:
            expected = 409 if state in ("draft", "decided", "withdrawn") else 200
        else:
            expected = 403
        assert outcome_of(SCORING, "assess", request(state), person(role)) == expected

    @pytest.mark.parametrize("role", [*FORCE_ROLES, *REGION_ROLES])
    def test_messages_begin_when_the_request_is_sent(self, role):
        sent = request("submitted", submitted_at="2026-11-02")
        assert outcome_of(MESSAGES, "write", request("draft"), person(role)) == 409
        assert outcome_of(MESSAGES, "write", sent, person(role)) == 200
        assert outcome_of(MESSAGES, "write", sent, person(role, place=THEIRS)) == 403


class TestAMeeting:
    OPEN = {
        "change": {"planned", "held"},
        "hold": {"planned"},
        "sign": {"held"},
    }

    @pytest.mark.parametrize(
        ("state", "role", "step"), list(product(MeetingState.values, Role.values, OPEN))
    )
    def test_a_manager_of_the_region_changes_holds_and_signs_it(self, state, role, step):
        row = TaskingMeeting(region_id=OURS, state=state)
        in_time = 200 if state in self.OPEN[step] else 409
        expected = in_time if role == Role.TOEX_MANAGER else 403
        assert outcome_of(MEETING, step, row, person(role)) == expected

    def test_no_manager_of_another_region_does(self):
        row = TaskingMeeting(region_id=OURS, state="held")
        assert outcome_of(MEETING, "sign", row, person("toex_manager", place=THEIRS)) == 403


class TestARefusalInWords:
    @pytest.mark.parametrize(
        ("workflow", "name", "row", "by", "sentence"),
        [
            (
                EDITS, "change", TaskingRequest(state="submitted", force_id=OURS), "force_lead",
                "You cannot change this request now: it is “Sent”.",
            ),
            (
                REQUEST, "decide", TaskingRequest(pk=1, state="submitted", region_id=OURS),
                "toex_manager", "You cannot decide this request now: it is “Sent”.",
            ),
            (
                MINUTES, "keep-actions", TaskingMeeting(state="signed", region_id=OURS),
                "toex_manager", "You cannot add an action to this meeting now: it is “Signed”.",
            ),
        ],
    )  # fmt: skip
    def test_says_what_cannot_be_done(self, workflow, name, row, by, sentence):
        row._prefetched_objects_cache = {"conflicts": []}

        with pytest.raises(StepNotAllowed) as refused:
            workflow.step_for(name, row=row, by=person(by))

        assert str(refused.value) == sentence

    @pytest.mark.parametrize(
        "workflow", [ACTION, EDITS, FILES, MEETING, MESSAGES, MINUTES, REQUEST, SCORING]
    )
    def test_no_step_is_named_by_its_code(self, workflow):
        assert {name for name in workflow.steps if "-" in name} <= set(workflow.said)
