import json

import pytest

from cases import services
from cases.models import Outcome
from cases.tests.factories import (
    OPENED_AT,
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
from toex.forces.tests.factories import ForceFactory

pytestmark = pytest.mark.django_db
OUTCOMES = "/api/v1/outcomes/"
ARREST = {"kind": "arrest", "occurred_on": "2022-09-06", "attribution": "direct"}


def of_case(case):
    return f"/api/v1/cases/{case.reference}/outcomes/"


def attrs(answer):
    assert answer.status_code == 400, answer.content
    return sorted({error["attr"] for error in answer.json()["errors"]})


class TestRecording:
    def test_answers_the_row_as_it_stands(self, api):
        case = CaseFactory()
        body = {
            **ARREST,
            "subject": "KEY-1",
            "force": case.requesting_force.code,
            "evidence_reference": "EX/1",
        }

        answer = api(analyst_of(case)).post(of_case(case), body)

        assert answer.status_code == 201, answer.content
        row = answer.json()
        assert body.items() <= row.items()
        assert (row["case"], row["state"], row["version"]) == (case.reference, "draft", 1)
        assert (row["quantity"], row["country"], row["threat"]) == (1, "GB", None)
        assert row["recorded_by"] == analyst_of(case).email
        assert (row["verified_at"], row["confirmed_at"], row["open_steps"]) == (
            None,
            None,
            ["void"],
        )

    @pytest.mark.parametrize(
        "body",
        [
            {"kind": "person_safeguarded", "quantity": 3, "age_group": "child"},
            {"kind": "disruption", "level": "major", "four_p": "pursue"},
            {"kind": "asset", "stage": "seized", "amount_pence": 125_000},
            {"kind": "conviction", "months": 18, "life": False},
            {"kind": "warrant_executed", "warrant_type": "search"},
            {"kind": "order_made", "order_type": "STRO"},
            {"kind": "partner_referral", "partner": "Exercise Partner"},
            {"country": "RO", "force": None, "subject": None, "quantity": None},
        ],
    )
    def test_each_kind_takes_its_own_fields(self, api, body):
        case = CaseFactory()

        answer = api(analyst_of(case)).post(of_case(case), {**ARREST, **body})

        assert answer.status_code == 201, answer.content
        given = {name: value for name, value in body.items() if value is not None}
        assert given.items() <= answer.json().items()

    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            ({"kind": None}, ["kind"]),
            ({"kind": "party"}, ["kind"]),
            ({"occurred_on": "2022-09-04"}, ["occurred_on"]),
            ({"occurred_on": "2999-01-01"}, ["occurred_on"]),
            ({"occurred_on": "6 September"}, ["occurred_on"]),
            ({"attribution": "mine"}, ["attribution"]),
            ({"subject": "a person"}, ["subject"]),
            ({"subject": "x" * 33}, ["subject"]),
            ({"subject": "KEY-1", "quantity": 2}, ["quantity"]),
            ({"quantity": 0}, ["quantity"]),
            ({"quantity": 10**30}, ["quantity"]),
            ({"quantity": "many"}, ["quantity"]),
            ({"force": "nowhere"}, ["force"]),
            ({"force": ["x"]}, ["force"]),
            ({"country": "ZZ"}, ["country"]),
            ({"threat": "OCG-9"}, ["threat"]),
            ({"threat": {}}, ["threat"]),
            ({"replaces": 1}, ["replaces"]),
            ({"replaces": "x"}, ["replaces"]),
            ({"evidence_reference": "x" * 101}, ["evidence_reference"]),
            ({"months": 3}, ["months"]),
            ({"life": True}, ["life"]),
            ({"warrant_type": "search"}, ["warrant_type"]),
            ({"kind": "person_safeguarded", "age_group": "old"}, ["age_group"]),
            ({"kind": "asset"}, ["amount_pence", "stage"]),
            ({"kind": "asset", "stage": "seized", "amount_pence": -1}, ["amount_pence"]),
            ({"kind": "disruption", "four_p": "pursue"}, ["level"]),
            ({"kind": "vulnerability_identified"}, ["threat"]),
            ({"kind": "order_made", "order_type": "\ud800"}, ["order_type"]),
        ],
    )
    def test_what_does_not_fit_is_named(self, api, body, expected):
        case = CaseFactory()

        answer = api(analyst_of(case)).post(
            of_case(case), json.dumps({**ARREST, **body}), content_type="application/json"
        )

        assert attrs(answer) == expected
        assert not Outcome.objects.exists()

    def test_a_threat_is_named_by_its_reference_or_its_number(self, api):
        case = CaseFactory()
        ThreatFactory(case=case, kind="other", reference="T-1")
        threat = ThreatFactory(case=case, reference="T-1")
        body = {**ARREST, "kind": "ocg_identified"}

        for named in ("T-1", threat.pk):
            answer = api(analyst_of(case)).post(of_case(case), {**body, "threat": named})
            assert (answer.status_code, answer.json()["threat"]) == (201, "T-1")
        assert set(Outcome.objects.values_list("threat", flat=True)) == {threat.pk}

    def test_is_for_the_regions_of_the_case(self, api):
        case = CaseFactory()
        office = UserFactory(programme_office=True)

        assert api(supporter(case)).post(of_case(case), ARREST).status_code == 201
        assert api(lead_of(case)).post(of_case(case), {}).status_code == 403
        assert api(office).post(of_case(case), {}).status_code == 403
        assert api(gateway_of(case)).post(of_case(case), {}).status_code == 404
        assert api(UserFactory(analyst=True)).post(of_case(case), {}).status_code == 404

    def test_a_void_outcome_is_replaced(self, api):
        void = OutcomeFactory(void=True)
        client = api(analyst_of(void.case))

        answer = client.post(of_case(void.case), {**ARREST, "replaces": void.pk})

        assert answer.json()["replaces"] == void.pk
        assert client.get(f"{OUTCOMES}{void.pk}/").json()["replaced_by"] == answer.json()["id"]


class TestReading:
    def test_keys_are_shown_with_full_sight_only(self, api):
        outcome = OutcomeFactory(subject_key="KEY-1")
        path = f"{OUTCOMES}{outcome.pk}/"
        office = UserFactory(programme_office=True)

        assert api(manager_of(outcome.case)).get(path).json()["subject"] == "KEY-1"
        assert api(lead_of(outcome.case)).get(path).json()["subject"] is None
        assert api(office).get(path).json()["subject"] is None

    def test_a_key_is_found_only_where_it_is_shown(self, api):
        outcome = OutcomeFactory(subject_key="KEY-1")

        def found(user):
            return len(api(user).get(f"{OUTCOMES}?subject=KEY-1").json()["results"])

        assert found(manager_of(outcome.case)) == 1
        assert found(lead_of(outcome.case)) == 0
        assert found(UserFactory(programme_office=True)) == 0

    def test_a_threat_is_not_named_to_who_sees_none(self, api):
        case = CaseFactory()
        threat = ThreatFactory(case=case)
        outcome = OutcomeFactory(case=case, kind="ocg_identified", threat=threat)
        path = f"{OUTCOMES}{outcome.pk}/"

        assert api(manager_of(case)).get(path).json()["threat"] == threat.reference
        for user in (lead_of(case), UserFactory(programme_office=True)):
            assert api(user).get(path).json()["threat"] is None

    def test_a_role_that_never_sees_outcomes_has_no_list(self, api):
        outcome = OutcomeFactory()

        for user in (gateway_of(outcome.case), UserFactory(auditor=True)):
            assert api(user).get(OUTCOMES).status_code == 403
            assert api(user).get(f"{OUTCOMES}{outcome.pk}/").status_code == 404

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("kind=arrest", 1),
            ("kind=arrest&kind=charge", 2),
            ("state=verified", 1),
            ("attribution=contributed", 1),
            ("occurred_from=2022-09-10", 1),
            ("occurred_to=2022-09-09", 1),
            ("case=TX-999999", 0),
            ("case=nonsense", 0),
        ],
    )
    def test_a_list_is_narrowed_by_its_filters(self, api, query, expected):
        case = CaseFactory()
        OutcomeFactory(case=case)
        OutcomeFactory(
            case=case,
            kind="charge",
            attribution="contributed",
            occurred_on=OPENED_AT.date().replace(day=12),
            verified=True,
        )

        body = api(manager_of(case)).get(f"{OUTCOMES}?{query}&count=true").json()

        assert body["count"] == expected

    def test_region_leads_and_force_is_where_it_happened(self, api):
        case, force = CaseFactory(), ForceFactory()
        here = OutcomeFactory(case=case, force=force)
        OutcomeFactory(case=case)
        client = api(manager_of(case))

        def found(query):
            return [row["id"] for row in client.get(f"{OUTCOMES}?{query}").json()["results"]]

        assert found(f"force={force.code}") == [here.pk]
        assert len(found(f"region={case.lead_region.code}&case={case.reference}")) == 2
        assert client.get(f"{OUTCOMES}?kind=party").status_code == 400
        assert client.get(f"{OUTCOMES}?occurred_from=soon").status_code == 400


class TestSteps:
    def test_verifying_in_the_order_of_refusals(self, api):
        outcome = OutcomeFactory()
        case, path = outcome.case, f"{OUTCOMES}{outcome.pk}/verify/"
        manager = api(manager_of(case))

        assert api(UserFactory(toex_manager=True)).post(path, {}).status_code == 404
        assert api(lead_of(case)).post(path, {}).status_code == 403
        assert api(supporter(case, Role.TOEX_MANAGER)).post(path, {}).status_code == 403
        assert manager.post(path, {}).status_code == 428
        assert manager.post(path, {"version": 9}).status_code == 412
        answer = manager.post(path, {"version": 1})
        assert (answer.status_code, answer.json()["state"]) == (200, "verified")
        assert answer.json()["verified_by"] == manager_of(case).email
        assert manager.post(path, {"version": 2}).status_code == 409

    def test_an_analyst_and_their_own_verified_outcome(self, api):
        outcome = OutcomeFactory(verified=True)
        path, body = f"{OUTCOMES}{outcome.pk}/void/", {"version": 2, "reason": WHY}
        colleague = UserFactory(analyst=True, region=outcome.case.lead_region)

        assert api(outcome.recorded_by).post(path, body).status_code == 409
        assert api(colleague).post(path, body).status_code == 403
        assert api(manager_of(outcome.case)).post(path, body).status_code == 200

    @pytest.mark.parametrize("name", ["void", "dispute"])
    def test_a_reason_is_asked_for(self, api, name):
        outcome = OutcomeFactory()
        who = manager_of if name == "void" else lead_of
        client = api(who(outcome.case))

        assert attrs(client.post(f"{OUTCOMES}{outcome.pk}/{name}/", {"version": 1})) == ["reason"]

    def test_the_force_confirms_and_disputes(self, api):
        outcome = OutcomeFactory(verified=True)
        client = api(lead_of(outcome.case))

        disputed = client.post(
            f"{OUTCOMES}{outcome.pk}/dispute/", {"version": 2, "reason": "Not ours."}
        ).json()
        confirmed = client.post(f"{OUTCOMES}{outcome.pk}/confirm/", {"version": 3}).json()

        assert (disputed["state"], disputed["dispute_reason"]) == ("verified", "Not ours.")
        assert confirmed["disputed_at"] is None
        assert confirmed["confirmed_by"] == lead_of(outcome.case).email

    def test_a_draft_is_changed_by_its_recorder(self, api):
        outcome = OutcomeFactory()
        path, recorder = f"{OUTCOMES}{outcome.pk}/", api(outcome.recorded_by)
        change = {"version": 1, "attribution": "contributed", "subject": "KEY-7"}

        assert api(manager_of(outcome.case)).patch(path, change).status_code == 403
        assert recorder.patch(path, {}).status_code == 428
        assert recorder.patch(path, {**change, "version": 4}).status_code == 412
        assert attrs(recorder.patch(path, {**change, "subject": "x"})) == ["subject"]
        answer = recorder.patch(path, change)
        assert answer.status_code == 200, answer.content
        assert (answer.json()["subject"], answer.json()["attribution"]) == (
            "KEY-7",
            "contributed",
        )

    def test_what_is_verified_is_not_changed(self, api):
        outcome = OutcomeFactory(verified=True)

        answer = api(outcome.recorded_by).patch(
            f"{OUTCOMES}{outcome.pk}/", {"version": 2, "quantity": 2}
        )

        assert answer.status_code == 409


class TestNeighbours:
    def test_a_force_that_was_added_sees_the_outcomes_in_its_area(self, api):
        case, force = CaseFactory(), ForceFactory()
        services.add_force(case, by=manager_of(case), at=OPENED_AT, force=force)
        here = OutcomeFactory(case=case, force=force)
        elsewhere = OutcomeFactory(case=case)
        client = api(person(Role.FORCE_LEAD, force))

        assert [row["id"] for row in client.get(of_case(case)).json()["results"]] == [here.pk]
        assert client.get(f"{OUTCOMES}{elsewhere.pk}/").status_code == 404
        path = f"{OUTCOMES}{here.pk}/confirm/"
        assert client.post(path, {"version": 1}).status_code == 403
