from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from cases import services
from cases.models import Outcome
from cases.tests.factories import (
    OPENED_AT,
    OPENED_ON,
    WHY,
    CaseFactory,
    OutcomeFactory,
    ThreatFactory,
    analyst_of,
    gateway_of,
    lead_of,
    manager_of,
    person,
    supporter,
)
from toex.accounts.choices import Role
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.forces.tests.factories import ForceFactory
from toex.workflow.refusals import NotYourStep, StepNotAllowed

pytestmark = pytest.mark.django_db
LATER = OPENED_AT + timedelta(days=20)
ARREST = {"kind": "arrest", "occurred_on": OPENED_ON, "attribution": "direct"}


def record(case, *, by=None, **fields):
    by = by or analyst_of(case)
    return services.record_outcome(case, by=by, at=LATER, **{**ARREST, **fields})


def wrong_fields(act, *args, **fields):
    with pytest.raises(ValidationError) as caught:
        act(*args, **fields)
    return sorted(caught.value.message_dict)


def taken(outcome, by):
    return {"version": outcome.version, "by": by, "at": LATER}


class TestRecordOutcome:
    def test_adds_a_draft_in_any_state_of_the_case(self):
        case = CaseFactory(closed=True)

        outcome = record(case, force=case.requesting_force, evidence_reference=" EX/1 ")

        assert (outcome.state, outcome.quantity, outcome.country) == ("draft", 1, "GB")
        assert (outcome.recorded_by, outcome.recorded_at) == (analyst_of(case), LATER)
        assert outcome.evidence_reference == "EX/1"

    def test_is_open_to_supporting_regions(self):
        case = CaseFactory()
        by = supporter(case)

        assert record(case, by=by).recorded_by == by

    def test_is_not_open_to_who_reads_the_summary(self):
        case = CaseFactory()

        for by in (lead_of(case), gateway_of(case), UserFactory(programme_office=True)):
            with pytest.raises(NotYourStep):
                record(case, by=by)

    def test_a_key_joins_its_subject_to_the_case_once(self):
        case = CaseFactory()

        record(case, subject_key="KEY-1")
        record(case, subject_key="KEY-1", occurred_on=OPENED_ON + timedelta(days=1))

        subject = case.subjects.get()
        assert (subject.key, subject.role, subject.from_date) == ("KEY-1", "suspect", OPENED_ON)
        assert subject.recorded_by == analyst_of(case)

    def test_a_convicted_suspect_is_both(self):
        case = CaseFactory()

        record(case, subject_key="KEY-1")
        record(case, subject_key="KEY-1", kind="conviction", months=18)

        assert sorted(subject.role for subject in case.subjects.all()) == ["convicted", "suspect"]

    def test_a_kind_without_a_role_joins_nobody(self):
        case = CaseFactory()

        record(case, subject_key="KEY-1", kind="warrant_executed")

        assert not case.subjects.exists()

    @pytest.mark.parametrize(
        ("given", "fields"),
        [
            ({"kind": "party"}, ["kind"]),
            ({"attribution": "mine"}, ["attribution"]),
            ({"occurred_on": OPENED_ON - timedelta(days=1)}, ["occurred_on"]),
            ({"occurred_on": OPENED_ON + timedelta(days=21)}, ["occurred_on"]),
            ({"subject_key": "nobody"}, ["subject_key"]),
            ({"subject_key": "KEY-1", "quantity": 2}, ["quantity"]),
            ({"country": "ZZ"}, ["country"]),
            ({"level": "major"}, ["level"]),
            ({"kind": "disruption"}, ["level"]),
            ({"evidence_reference": "x" * 101}, ["evidence_reference"]),
            ({"kind": "ocg_identified"}, ["threat"]),
        ],
    )
    def test_names_what_does_not_fit(self, given, fields):
        case = CaseFactory()

        assert wrong_fields(record, case, **given) == fields
        assert not Outcome.objects.exists()

    def test_a_threat_is_linked_to_the_case_and_of_the_kind(self):
        case = CaseFactory()
        here = ThreatFactory(case=case)
        elsewhere, individual = ThreatFactory(), ThreatFactory(case=case, kind="other")

        assert wrong_fields(record, case, kind="ocg_identified", threat=elsewhere) == ["threat"]
        assert wrong_fields(record, case, kind="ocg_identified", threat=individual) == ["threat"]
        assert record(case, kind="ocg_identified", threat=here).threat == here

    def test_tells_the_trail_without_the_key(self):
        record(CaseFactory(), subject_key="KEY-1")

        changes = AuditEvent.objects.get(action="outcome.record").changes
        assert changes["kind"] == "arrest"
        assert "KEY-1" not in str(changes)


class TestReplacing:
    def test_a_void_outcome_of_the_case_is_replaced_once(self):
        void = OutcomeFactory(void=True)

        correction = record(void.case, replaces=void)

        assert correction.replaces == void
        assert wrong_fields(record, void.case, replaces=void) == ["replaces"]

    def test_neither_one_that_stands_nor_one_of_another_case(self):
        case = CaseFactory()

        for other in (OutcomeFactory(case=case), OutcomeFactory(void=True)):
            assert wrong_fields(record, case, replaces=other) == ["replaces"]


class TestChangeOutcome:
    def test_its_recorder_changes_a_draft(self):
        outcome = OutcomeFactory()

        outcome = services.change_outcome(
            outcome,
            **taken(outcome, outcome.recorded_by),
            attribution="contributed",
            subject_key="KEY-2",
        )

        assert (outcome.attribution, outcome.version) == ("contributed", 2)
        assert outcome.case.subjects.get().key == "KEY-2"

    def test_another_kind_empties_what_it_does_not_take(self):
        outcome = OutcomeFactory(kind="asset", stage="seized", amount_pence=100)

        outcome = services.change_outcome(
            outcome, **taken(outcome, outcome.recorded_by), kind="arrest"
        )

        assert (outcome.stage, outcome.amount_pence) == ("", None)

    def test_what_does_not_fit_is_named_and_nothing_changes(self):
        outcome = OutcomeFactory()

        wrong = wrong_fields(
            services.change_outcome,
            outcome,
            **taken(outcome, outcome.recorded_by),
            quantity=0,
            months=4,
        )

        outcome.refresh_from_db()
        assert (wrong, outcome.version) == (["months", "quantity"], 1)

    def test_nobody_else_and_nothing_verified(self):
        outcome = OutcomeFactory()
        verified = OutcomeFactory(verified=True)

        with pytest.raises(NotYourStep):
            services.change_outcome(
                outcome, **taken(outcome, manager_of(outcome.case)), quantity=2
            )
        with pytest.raises(StepNotAllowed):
            services.change_outcome(verified, **taken(verified, verified.recorded_by), quantity=2)


class TestVerifying:
    def test_stamps_who_and_when(self):
        outcome = OutcomeFactory()
        manager = manager_of(outcome.case)

        outcome = services.verify_outcome(outcome, **taken(outcome, manager))

        assert (outcome.state, outcome.verified_at, outcome.verified_by) == (
            "verified",
            LATER,
            manager,
        )

    def test_a_manager_does_not_verify_their_own(self):
        case = CaseFactory()
        outcome = OutcomeFactory(case=case, by=manager_of(case))

        with pytest.raises(NotYourStep):
            services.verify_outcome(outcome, **taken(outcome, manager_of(case)))


class TestVoiding:
    def test_keeps_who_when_and_why(self):
        outcome = OutcomeFactory(verified=True)
        manager = manager_of(outcome.case)

        outcome = services.void_outcome(outcome, **taken(outcome, manager), reason=" Twice. ")

        assert (outcome.state, outcome.voided_at, outcome.voided_by) == ("void", LATER, manager)
        assert (outcome.void_reason, outcome.verified_at is None) == ("Twice.", False)

    def test_needs_a_reason(self):
        outcome = OutcomeFactory()
        fields = taken(outcome, manager_of(outcome.case))

        assert wrong_fields(services.void_outcome, outcome, **fields, reason=" ") == ["reason"]

    def test_a_supporting_recorder_takes_back_their_draft(self):
        case = CaseFactory()
        by = supporter(case)
        outcome = OutcomeFactory(case=case, by=by)

        assert services.void_outcome(outcome, **taken(outcome, by), reason=WHY).state == "void"


class TestConfirming:
    def test_a_dispute_is_stamped_and_a_confirmation_settles_it(self):
        outcome = OutcomeFactory(verified=True)
        lead = lead_of(outcome.case)

        outcome = services.dispute_outcome(outcome, **taken(outcome, lead), reason="Not ours.")
        assert (outcome.state, outcome.disputed_at, outcome.dispute_reason) == (
            "verified",
            LATER,
            "Not ours.",
        )

        outcome = services.confirm_outcome(outcome, **taken(outcome, lead))
        assert (outcome.confirmed_at, outcome.confirmed_by) == (LATER, lead)
        assert (outcome.disputed_at, outcome.dispute_reason) == (None, "")

    def test_is_for_the_force_that_asked_alone(self):
        case, force = CaseFactory(), ForceFactory()
        services.add_force(case, by=manager_of(case), at=OPENED_AT, force=force)
        outcome = OutcomeFactory(case=case, force=force, verified=True)

        with pytest.raises(NotYourStep):
            services.confirm_outcome(outcome, **taken(outcome, person(Role.FORCE_LEAD, force)))
