"""A person's own lines of the access log speak to that person, in words."""

import pytest

from toex.audit.models import AuditEvent
from toex.audit.own import own_changes, own_record, own_words
from toex.audit.wording import STEPS, WORDS


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("notice.list", "Looked at your notices"),
        ("work.list", "Looked at what waits for you"),
        ("opinion.give", "Said what you think of this service"),
        ("case.why", "Said why you look at a case"),
        ("request.decide.view", "Opened the decision about a request"),
        ("case.asked.view", "Was asked why you look at a case"),
        ("case.form.view", "Opened a form of a case"),
        ("case.timeline.view", "Looked at the timeline of a case"),
        ("release.freeze", "Froze the figures of a release"),
    ],
)
def test_an_act_is_said_to_whoever_did_it(action, words):
    assert own_words(action) == words


def test_no_act_is_said_as_if_somebody_else_had_done_it():
    told = [f" {own_words(action)} " for action in {**WORDS, **STEPS}]

    assert [each for each in told if " their " in each or " them " in each] == []


def test_a_change_has_the_labels_of_its_row_and_days_in_words():
    event = AuditEvent(
        target_model="cases.outcome",
        changes={
            "kind": "person_safeguarded",
            "attribution": "direct",
            "occurred_on": "2026-11-24",
            "replaces": None,
            "quantity": 1,
        },
    )

    assert own_changes(event) == [
        "Kind: Person safeguarded",
        "What TOEX did: TOEX direct",
        "Happened on: 24 November 2026",
    ]


def test_a_step_tells_both_states_by_their_names():
    event = AuditEvent(
        target_model="tasking.taskingrequest", changes={"state": ["draft", "submitted"]}
    )

    assert own_changes(event) == ["Status: Draft → Sent"]


def test_what_is_a_code_or_a_size_is_not_told():
    event = AuditEvent(
        target_model="cases.casefile",
        changes={"kind": "text/csv", "size": 66, "sha256": "b67345", "mode": "threshold"},
    )

    assert own_changes(event) == []


@pytest.mark.parametrize(
    ("target", "model", "told"),
    [
        ("outcome 12", "cases.outcome", "Outcome 12"),
        ("TX-000001", "cases.case", "TX-000001"),
        ("437 66", "cases.member", "Member"),
        ("5 support 2", "cases.caseregion", "Case region"),
        ("a_person@force.example", "accounts.user", "a_person@force.example"),
        (
            "people_safeguarded from 2023-07",
            "metrics.rebase",
            "People safeguarded from 2023-07",
        ),
    ],
)
def test_a_record_is_named_as_at_the_beginning_of_a_sentence(target, model, told):
    assert own_record(AuditEvent(target=target, target_model=model)) == told
