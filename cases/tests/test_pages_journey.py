"""The whole work on a case, page by page, as people do it without JavaScript."""

from datetime import date

import pytest
from django.utils import timezone

from cases.models import Case, Outcome
from cases.tests.browsing import address, fresh
from cases.tests.factories import (
    CaseFactory,
    OutcomeFactory,
    analyst_of,
    lead_of,
    manager_of,
    person,
)
from tasking.tests.factories import TaskingRequestFactory
from toex.accounts.choices import Role
from toex.accounts.tests.factories import UserFactory
from toex.core.periods import london_date

pytestmark = pytest.mark.django_db

ADOPT = {
    "outcome": "adopt",
    "rationale": "Beyond the force's reach.",
    "forum": "outside_meeting",
    "act": "save",
}
SAFEGUARDED = {
    "kind": "person_safeguarded",
    "occurred_on": "2022-09-06",
    "attribution": "contributed",
    "subject_key": "KEY-0001",
    "age_group": "adult",
}


@pytest.fixture
def today():
    return london_date(timezone.now()).isoformat()


PRODUCT = {"kind": "intelligence_package", "title": "Exercise package", "recipient": "SIO"}


def test_a_case_goes_from_decision_to_closing(browse, today):
    request = TaskingRequestFactory(with_toex=True)
    manager = person(Role.TOEX_MANAGER, request.region)
    analyst = person(Role.ANALYST, request.region)

    page = browse(manager).send(address("decide", request.reference), **ADOPT)
    case = Case.objects.get(request=request)
    assert page.redirect_chain[-1][0] == case.get_absolute_url()
    assert "Agree the terms of reference" in page.content.decode()

    browse(analyst).send(
        address("agree-terms", case.reference),
        support="An intelligence package.",
        products=["intelligence_package"],
        due_on=today,
        agreed_on=today,
        sio_name="Exercise SIO",
    )
    browse(analyst).send(address("deliver", case.reference), delivered_on=today, **PRODUCT)
    browse(analyst).send(address("reassess", case.reference), summary="The threat is lower.")
    assert fresh(case).state == "reassessed"

    outcome = {**SAFEGUARDED, "occurred_on": today, "act": "save"}
    browse(analyst).send(address("record-outcome", case.reference), **outcome)
    recorded = Outcome.objects.get(case=case)
    for user, step in ((manager, "verify-outcome"), (lead_of(case), "confirm-outcome")):
        browse(user).client.force_login(user)
        version = str(fresh(recorded).version)
        browse(user).client.post(address(step, recorded.pk), {"version": version})
    assert fresh(recorded).state == "verified"
    assert fresh(recorded).confirmed_by == lead_of(case)

    page = browse(manager).send(
        address("close", case.reference), reason="completed", owner="force"
    )
    assert fresh(case).state == "closed"
    assert "The case is closed" in page.content.decode()


class TestDeciding:
    def test_shows_both_decisions_to_whoever_came_second(self, browse):
        request = TaskingRequestFactory(with_toex=True)
        first = person(Role.TOEX_MANAGER, request.region)
        second = UserFactory(toex_manager=True, region=request.region, name="Second Manager")
        version = request.version
        defer = {**ADOPT, "outcome": "defer", "review_on": "2027-01-31", "rationale": "Wait."}
        browse(first).send(address("decide", request.reference), **defer)

        other = browse(second)
        other.client.force_login(second)
        page = other.client.post(
            address("decide", request.reference),
            {**ADOPT, "version": version, "rationale": "My own reasons."},
        )

        text = page.content.decode()
        assert page.status_code == 409
        assert f"{first.name} decided this request" in text
        assert "Your decision was not saved" in text
        assert "Wait." in text
        assert "My own reasons." in text
        beside = {question: both for question, *both in page.context["compared"]}
        assert beside["Decision"] == ["Adopt", "Defer"]
        assert beside["Rationale"] == ["My own reasons.", "Wait."]
        assert beside["Review date"] == [None, date(2027, 1, 31)]
        assert request.decisions.count() == 1

    def test_names_what_an_outcome_of_the_decision_needs(self, browse):
        request = TaskingRequestFactory(with_toex=True)
        manager = person(Role.TOEX_MANAGER, request.region)

        for outcome, field in (
            ("adopt_with_conditions", "conditions"),
            ("defer", "review_on"),
            ("refer", "referred_to"),
            ("decline", "decline_code"),
        ):
            page = browse(manager).send(
                address("decide", request.reference), **{**ADOPT, "outcome": outcome}
            )
            assert list(page.context["form"].errors) == [field]
        assert not request.decisions.exists()

    def test_refuses_one_s_own_request_with_the_reason(self, browse):
        request = TaskingRequestFactory(with_toex=True)
        manager = person(Role.TOEX_MANAGER, request.region)
        request.requester = manager
        request.save()

        page = browse(manager).open(address("decide", request.reference))

        assert page.status_code == 403
        assert "You cannot decide a request that you made yourself" in page.content.decode()

    def test_does_not_exist_for_another_region(self, browse):
        request = TaskingRequestFactory(with_toex=True)

        page = browse(UserFactory(toex_manager=True)).open(address("decide", request.reference))

        assert page.status_code == 404


class TestRecordingAnOutcome:
    @pytest.fixture
    def case(self):
        return CaseFactory()

    def test_asks_for_the_kind_first_and_then_only_for_its_fields(self, browse, case):
        analyst = browse(analyst_of(case))

        kinds = analyst.open(address("record-outcome", case.reference)).content.decode()
        page = analyst.open(address("record-outcome", case.reference), kind="asset")
        form = page.context["form"]

        assert "Person safeguarded" in kinds
        assert {"stage", "amount_pence"} <= set(form.fields)
        assert not {"age_group", "level", "months", "threat"} & set(form.fields)

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({}, "This will count in 2022/23 Q2 as 1 person safeguarded (contributed) once it"),
            ({"attribution": "associated"}, "is reported apart"),
            ({"country": "RO"}, "in the row for outcomes abroad"),
            ({"kind": "intelligence_report"}, "there is no figure for this kind"),
        ],
    )
    def test_says_before_saving_how_it_will_count(self, browse, case, changes, said):
        page = browse(analyst_of(case)).send(
            address("record-outcome", case.reference), **{**SAFEGUARDED, **changes}
        )

        assert said in page.content.decode()
        assert not Outcome.objects.exists()

    def test_shows_what_was_entered_and_carries_it_to_the_saving(self, browse, case):
        date_typed = {"occurred_on_day": "6", "occurred_on_month": "9", "occurred_on_year": "2022"}
        given = {**SAFEGUARDED, **date_typed}
        del given["occurred_on"]
        analyst = browse(analyst_of(case))

        page = analyst.send(address("record-outcome", case.reference), **given)
        kept = dict(page.context["form"].kept)
        analyst.client.post(address("record-outcome", case.reference), {**kept, "act": "save"})

        assert "6 September 2022" in page.content.decode()
        assert Outcome.objects.get().subject_key == "KEY-0001"

    def test_warns_that_the_same_person_counts_once(self, browse, case):
        OutcomeFactory(case=case, kind="person_safeguarded", subject_key="KEY-0001")

        page = browse(analyst_of(case)).send(
            address("record-outcome", case.reference), **SAFEGUARDED
        )

        text = page.content.decode()
        assert "This person already has such an outcome on 5 September 2022" in text
        assert "will count once, as 1 person safeguarded in 2022/23 Q2" in text
        assert "This will count in" not in text

    def test_does_not_warn_of_a_person_in_a_case_out_of_sight(self, browse, case):
        OutcomeFactory(kind="person_safeguarded", subject_key="KEY-0001")

        page = browse(analyst_of(case)).send(
            address("record-outcome", case.reference), **SAFEGUARDED
        )

        assert "already has such an outcome" not in page.content.decode()

    def test_saves_one_outcome_on_a_double_click(self, browse, case):
        analyst = browse(analyst_of(case))
        analyst.open(address("cases"))
        body = {**SAFEGUARDED, "act": "save", "once_key": "a-key-of-the-form"}

        answers = [
            analyst.client.post(address("record-outcome", case.reference), body) for _ in range(2)
        ]

        saved = Outcome.objects.get()
        assert {answer.url for answer in answers} == {saved.get_absolute_url()}

    def test_names_the_field_that_does_not_fit(self, browse, case):
        page = browse(analyst_of(case)).send(
            address("record-outcome", case.reference),
            **{**SAFEGUARDED, "occurred_on": "2022-09-01", "quantity": "3"},
        )

        assert set(page.context["form"].errors) == {"occurred_on", "quantity"}
        assert "KEY-0001" in page.content.decode()

    def test_keeps_an_amount_in_pence(self, browse, case):
        browse(analyst_of(case)).send(
            address("record-outcome", case.reference),
            kind="asset",
            occurred_on="2022-09-06",
            attribution="direct",
            stage="seized",
            amount_pence="1250.50",
            act="save",
        )

        assert Outcome.objects.get().amount_pence == 125050

    def test_replaces_a_void_outcome(self, browse, case):
        void = OutcomeFactory(case=case, void=True)

        browse(analyst_of(case)).send(
            address("record-outcome", case.reference),
            kind="arrest",
            replaces=void.pk,
            occurred_on="2022-09-06",
            attribution="direct",
            act="save",
        )

        assert Outcome.objects.get(replaces=void).kind == "arrest"


class TestAnOutcome:
    def test_is_voided_with_a_reason_by_another_manager(self, browse):
        outcome = OutcomeFactory(verified=True)
        manager = browse(manager_of(outcome.case))

        without = manager.send(address("void-outcome", outcome.pk))
        manager.send(address("void-outcome", outcome.pk), reason="Recorded twice.")

        assert "Enter the reason." in without.content.decode()
        assert fresh(outcome).state == "void"

    def test_is_disputed_by_the_force_that_asked(self, browse):
        outcome = OutcomeFactory(verified=True)

        browse(lead_of(outcome.case)).send(
            address("dispute-outcome", outcome.pk), reason="Not known to us."
        )

        assert fresh(outcome).disputed_at is not None
        page = browse(manager_of(outcome.case)).open(outcome.get_absolute_url())
        assert "Not known to us." in page.content.decode()

    def test_is_changed_as_a_draft_by_its_recorder_only(self, browse):
        outcome = OutcomeFactory()
        where = address("change-outcome", outcome.pk)

        browse(analyst_of(outcome.case)).send(
            where, occurred_on="2022-09-07", attribution="associated", quantity="2"
        )
        refused = browse(manager_of(outcome.case)).open(where)

        assert fresh(outcome).quantity == 2
        assert refused.status_code == 403

    def test_is_not_verified_by_its_recorder(self, browse):
        outcome = OutcomeFactory()
        outcome = OutcomeFactory(case=outcome.case, by=manager_of(outcome.case))
        manager = browse(manager_of(outcome.case))

        manager.open(outcome.get_absolute_url())
        page = manager.client.post(
            address("verify-outcome", outcome.pk), {"version": outcome.version}, follow=True
        )

        assert "You recorded this outcome" in page.content.decode()
        assert fresh(outcome).state == "draft"


class TestAStaleForm:
    def test_says_who_changed_the_case_and_keeps_what_was_typed(self, browse):
        case = CaseFactory()
        manager = browse(manager_of(case))
        manager.open(case.get_absolute_url())

        page = manager.client.post(
            address("hold", case.reference), {"version": 0, "reason": "Waiting for a warrant."}
        )

        text = page.content.decode()
        assert page.status_code == 409
        assert f"{manager.user.name} changed {case.reference} on" in text
        assert "Waiting for a warrant." in text
        assert not fresh(case).on_hold
