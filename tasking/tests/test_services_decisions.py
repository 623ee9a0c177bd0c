"""Deciding: what a decision needs, what it keeps, and that a score decides nothing."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tasking import services
from tasking.models import Decision, TaskingRequest
from tasking.tests.factories import (
    FIRST_MOMENT,
    LEVELS,
    Cast,
    ScoringModelFactory,
    TaskingMeetingFactory,
    TaskingRequestFactory,
)
from tasking.workflow import latest_decision
from toex.accounts.choices import Role
from toex.accounts.models import User
from toex.notices.models import Notice
from toex.workflow.refusals import NotYourStep, StepNotAllowed, VersionStale

pytestmark = pytest.mark.django_db
LATER = FIRST_MOMENT + timedelta(days=30)
OUTSIDE = {"forum": "outside_meeting", "rationale": "Exercise reasons."}


def decide(row, by=None, **fields):
    given = {**OUTSIDE, "outcome": "adopt", "version": row.version, **fields}
    return services.decide_request(row, by=by or Cast(row).manager, at=LATER, **given)


NEEDS = [
    ("adopt_with_conditions", "conditions", "Two weeks only."),
    ("defer", "review_on", date(2026, 12, 1)),
    ("refer", "referred_to", "Exercise unit"),
    ("decline", "decline_code", "capacity"),
]


class TestDecideRequest:
    @pytest.mark.parametrize("outcome", ["adopt", "overtaken"])
    def test_some_outcomes_need_nothing_more(self, outcome):
        row = decide(TaskingRequestFactory(with_toex=True), outcome=outcome)
        assert (row.state, row.decided_at) == ("decided", LATER)
        decision = latest_decision(row)
        assert (decision.outcome, decision.region, decision.decided_at) == (
            outcome,
            row.region,
            LATER,
        )

    @pytest.mark.parametrize(("outcome", "field", "value"), NEEDS)
    def test_others_need_one_thing_more(self, outcome, field, value):
        row = TaskingRequestFactory(with_toex=True)
        with pytest.raises(ValidationError) as error:
            decide(row, outcome=outcome)
        assert set(error.value.message_dict) == {field}
        row = decide(row, outcome=outcome, **{field: value})
        assert getattr(latest_decision(row), field) == value

    def test_what_another_outcome_needs_is_not_kept(self):
        row = decide(
            TaskingRequestFactory(with_toex=True), conditions="None.", decline_code="capacity"
        )
        decision = latest_decision(row)
        assert (decision.conditions, decision.decline_code) == ("", "")

    @pytest.mark.parametrize("rationale", ["", "   "])
    def test_a_rationale_is_always_needed(self, rationale):
        row = TaskingRequestFactory(with_toex=True)
        with pytest.raises(ValidationError, match="rationale"):
            decide(row, rationale=rationale)

    @pytest.mark.parametrize(
        ("fields", "named"),
        [
            ({"outcome": "maybe"}, "outcome"),
            ({"forum": "corridor"}, "forum"),
            ({"forum": "meeting"}, "meeting"),
            ({"outcome": "defer", "review_on": date(2026, 11, 1)}, "review_on"),
            ({"outcome": "decline", "decline_code": "mood"}, "decline_code"),
            ({"outcome": "refer", "referred_to": "x" * 201}, "referred_to"),
        ],
    )
    def test_each_fault_names_its_field(self, fields, named):
        row = TaskingRequestFactory(with_toex=True)
        with pytest.raises(ValidationError) as error:
            decide(row, **fields)
        assert set(error.value.message_dict) == {named}
        row.refresh_from_db()
        assert row.state == "with_toex"

    def test_a_review_may_be_today(self):
        row = decide(
            TaskingRequestFactory(with_toex=True), outcome="defer", review_on=LATER.date()
        )
        assert (row.state, row.decided_at) == ("deferred", None)

    def test_a_deferred_one_is_decided_later(self):
        row = decide(TaskingRequestFactory(deferred=True), outcome="decline", decline_code="other")
        assert row.state == "decided"
        assert latest_decision(row).supersedes.outcome == "defer"

    def test_a_declined_one_may_be_decided_again_and_both_decisions_stay(self):
        row = decide(TaskingRequestFactory(decided=True), outcome="adopt")
        first, second = row.decisions.order_by("pk")
        assert (first.outcome, second.outcome, second.supersedes) == ("decline", "adopt", first)

    def test_an_adopted_one_may_not(self):
        with pytest.raises(StepNotAllowed):
            decide(TaskingRequestFactory(adopted=True))

    def test_the_force_is_told(self):
        row = decide(TaskingRequestFactory(with_toex=True))
        assert Notice.objects.get(kind="tasking/decided").recipient == row.requester

    def test_a_second_manager_with_the_old_version_decides_nothing(self):
        row = TaskingRequestFactory(with_toex=True)
        decide(row, outcome="decline", decline_code="other")
        with pytest.raises(VersionStale):
            decide(row)
        assert row.decisions.count() == 1

    def test_nobody_decides_what_they_asked_for_themselves(self):
        row = TaskingRequestFactory(with_toex=True)
        User.objects.filter(pk=row.requester_id).update(
            role=Role.TOEX_MANAGER, force=None, region=row.region
        )
        with pytest.raises(NotYourStep):
            decide(row, by=User.objects.get(pk=row.requester_id))


class TestTheMeeting:
    def test_of_the_own_region_is_kept(self):
        row = TaskingRequestFactory(with_toex=True)
        meeting = TaskingMeetingFactory(manager=Cast(row).manager, held_on=LATER.date())
        row = decide(row, forum="meeting", meeting=meeting)
        assert latest_decision(row).meeting == meeting

    def test_of_another_region_is_refused(self):
        row = TaskingRequestFactory(with_toex=True)
        with pytest.raises(ValidationError, match="meeting"):
            decide(row, forum="meeting", meeting=TaskingMeetingFactory())

    def test_outside_a_meeting_there_is_none(self):
        row = TaskingRequestFactory(with_toex=True)
        meeting = TaskingMeetingFactory(manager=Cast(row).manager)
        with pytest.raises(ValidationError, match="meeting"):
            decide(row, meeting=meeting)


class TestTheScore:
    def assessed(self, row, level):
        levels = dict.fromkeys(LEVELS, "unknown") if level is None else LEVELS
        return services.assess_request(
            row,
            by=Cast(row).analyst,
            at=LATER,
            stage="initial",
            mode="computed",
            model=ScoringModelFactory(),
            levels=levels,
        )

    @pytest.mark.parametrize("level", [None, "a"])
    def test_any_score_may_be_adopted_and_the_decision_names_it(self, level):
        row = TaskingRequestFactory(with_toex=True)
        assessment = self.assessed(row, level)
        row = decide(row, assessment=assessment)
        assert latest_decision(row).assessment == assessment

    def test_none_is_needed(self):
        row = decide(TaskingRequestFactory(with_toex=True))
        assert latest_decision(row).assessment is None

    def test_that_of_another_request_is_refused(self):
        row = TaskingRequestFactory(with_toex=True)
        other = self.assessed(TaskingRequestFactory(with_toex=True), "a")
        with pytest.raises(ValidationError, match="assessment"):
            decide(row, assessment=other)


class TestSetCaseReference:
    def test_the_request_keeps_it_as_text_and_the_trail_says_so(self):
        row = TaskingRequestFactory(adopted=True)
        with transaction.atomic():
            services.set_case_reference(row, reference="TX-000001", by=Cast(row).manager, at=LATER)
        row.refresh_from_db()
        assert row.case_reference == "TX-000001"


class TestWhatTheDatabaseRefuses:
    def test_a_decision_is_never_changed_and_never_removed(self):
        row = TaskingRequestFactory(decided=True)
        for act in (
            lambda: row.decisions.update(rationale="Other"),
            lambda: row.decisions.all().delete(),
        ):
            with pytest.raises(Exception, match="append-only"), transaction.atomic():
                act()

    @pytest.mark.parametrize(
        "fault",
        [
            {"rationale": ""},
            {"forum": "meeting"},
            {"outcome": "defer"},
            {"outcome": "decline"},
            {"outcome": "refer"},
            {"outcome": "adopt_with_conditions"},
        ],
    )
    def test_a_half_done_decision(self, fault):
        row = TaskingRequestFactory(with_toex=True)
        fields = {**OUTSIDE, "outcome": "adopt", **fault}
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.create(
                request=row,
                region=row.region,
                decided_at=LATER,
                decided_by=Cast(row).manager,
                **fields,
            )

    def test_decided_without_its_moment(self):
        row = TaskingRequestFactory(decided=True)
        with pytest.raises(IntegrityError), transaction.atomic():
            TaskingRequest.objects.filter(pk=row.pk).update(decided_at=None)
