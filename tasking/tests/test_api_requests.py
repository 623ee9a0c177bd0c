"""Requests over the API: the way from draft to decision, and the order of refusals."""

import json

import pytest

from tasking.models import TaskingRequest
from tasking.tests.factories import FILLED, Cast, TaskingRequestFactory
from toex.accounts.tests.factories import UserFactory
from toex.forces.tests.factories import ForceFactory, RegionFactory

pytestmark = pytest.mark.django_db
BASE = "/api/v1/tasking-requests/"


def at(request, step=""):
    return f"{BASE}{request.reference}/{step}{'/' if step else ''}"


def attrs(answer):
    return {error["attr"] for error in answer.json()["errors"]}


class TestMakingADraft:
    def test_a_title_is_enough_and_force_and_region_come_from_the_account(self, api, force_lead):
        answer = api(force_lead).post(BASE, {"title": "Exercise Juniper"})
        assert answer.status_code == 201
        body = answer.json()
        assert body["reference"].startswith("TR-")
        assert body["state"] == "draft"
        assert body["force"] == force_lead.force.code
        assert body["region"] == force_lead.force.region.code
        assert body["requester"] == force_lead.email
        assert body["on_behalf"] is False
        assert body["immediate_risk"] is None
        assert body["marking"] == "OFFICIAL-SENSITIVE"
        assert body["decision"] is None
        assert body["case"] is None
        assert set(body["open_steps"]) == {"submit", "withdraw"}
        assert body["version"] == 1

    def test_a_force_in_the_body_of_a_lead_says_nothing(self, api, force_lead):
        other = ForceFactory()
        answer = api(force_lead).post(BASE, {"title": "Exercise", "force": other.code})
        assert answer.json()["force"] == force_lead.force.code

    def test_a_gateway_officer_names_the_force_and_it_is_marked(self, api):
        officer = UserFactory(gateway_officer=True)
        force = ForceFactory(region=officer.region)
        answer = api(officer).post(BASE, {"title": "Exercise", "force": force.code})
        assert answer.status_code == 201
        assert answer.json()["on_behalf"] is True
        assert answer.json()["region"] == officer.region.code
        assert answer.json()["open_steps"] == ["submit"]

    def test_a_gateway_officer_who_names_no_force_is_told_so(self, api):
        answer = api(UserFactory(gateway_officer=True)).post(BASE, {"title": "Exercise"})
        assert answer.status_code == 400
        assert attrs(answer) == {"force"}

    def test_an_organisation_without_a_region_names_one(self, api):
        lead = UserFactory(force_lead=True, force=ForceFactory(without_region=True))
        region = RegionFactory()
        refused = api(lead).post(BASE, {"title": "Exercise"})
        made = api(lead).post(BASE, {"title": "Exercise", "region": region.code})
        assert attrs(refused) == {"region"}
        assert made.json()["region"] == region.code

    @pytest.mark.parametrize(
        "role", ["toex_manager", "analyst", "programme_office", "auditor", "administrator"]
    )
    def test_no_other_role_makes_requests(self, api, role):
        answer = api(UserFactory(**{role: True})).post(BASE, {"title": ""})
        assert answer.status_code == 403

    def test_signed_out_answers_401(self, api):
        assert api().post(BASE, {"title": "Exercise"}).status_code == 401


class TestTheWayOfARequest:
    def test_from_draft_to_with_toex(self, api):
        row = TaskingRequestFactory(draft=True)
        cast = Cast(row)
        for who, step, state in [
            (cast.lead, "submit", "submitted"),
            (cast.gateway, "start-triage", "in_triage"),
            (cast.gateway, "refer", "with_toex"),
        ]:
            row.refresh_from_db()
            answer = api(who).post(at(row, step), {"version": row.version})
            assert (answer.status_code, answer.json().get("state")) == (200, state)

    def test_a_return_and_its_answer_are_messages(self, api):
        row = TaskingRequestFactory(submitted=True)
        cast = Cast(row)
        body = {"version": row.version, "reason": "Where does it happen?"}
        returned = api(cast.gateway).post(at(row, "return"), body).json()
        changed = api(cast.lead).patch(
            at(row), {"version": returned["version"], "summary": "In two towns."}
        )
        answer = api(cast.lead).post(
            at(row, "resubmit"), {"version": changed.json()["version"], "note": "Two towns."}
        )
        assert answer.json()["state"] == "in_triage"
        messages = api(cast.gateway).get(at(row, "messages")).json()["results"]
        assert [each["text"] for each in messages] == ["Where does it happen?", "Two towns."]

    def test_passing_on_answers_with_the_row_though_it_is_out_of_sight_now(self, api):
        row = TaskingRequestFactory(in_triage=True)
        region = RegionFactory()
        gateway = Cast(row).gateway
        body = {"version": row.version, "region": region.code, "reason": "It is theirs."}
        answer = api(gateway).post(at(row, "pass-on"), body)
        assert answer.status_code == 200
        assert (answer.json()["region"], answer.json()["state"]) == (region.code, "submitted")
        assert answer.json()["open_steps"] == []
        assert api(gateway).get(at(row)).status_code == 404

    def test_each_missing_field_is_an_error_of_its_own(self, api, force_lead):
        row = TaskingRequestFactory(requester=force_lead, **empty())
        answer = api(force_lead).post(at(row, "submit"), {"version": row.version})
        assert answer.status_code == 400
        assert attrs(answer) == set(empty())

    @pytest.mark.parametrize("field", [name for name in FILLED if name != "operation_name"])
    def test_blank_text_an_empty_list_and_no_answer_are_not_filled(self, api, field):
        row = TaskingRequestFactory(draft=True)
        nothing = {"immediate_risk": None, "reasons": [], "support_requested": []}
        TaskingRequest.objects.filter(pk=row.pk).update(**{field: nothing.get(field, "  ")})
        answer = api(row.requester).post(at(row, "submit"), {"version": row.version})
        assert attrs(answer) == {field}


def empty():
    """The fields that a request needs, none of them filled but the title."""
    values = {"reasons": [], "support_requested": [], "immediate_risk": None}
    needed = set(FILLED) - {"title", "operation_name"}
    return {field: values.get(field, "") for field in needed}


class TestChangingADraft:
    def test_its_force_changes_any_part_of_it(self, api):
        row = TaskingRequestFactory(draft=True)
        answer = api(row.requester).patch(
            at(row),
            {"version": 1, "flags": ["child", "child", "vawg"], "needed_by": "2026-12-24"},
        )
        assert answer.status_code == 200
        assert answer.json()["flags"] == ["child", "vawg"]
        assert answer.json()["needed_by"] == "2026-12-24"
        assert answer.json()["version"] == 2

    def test_a_colleague_of_the_same_force_may_too(self, api):
        row = TaskingRequestFactory(draft=True)
        colleague = UserFactory(force_lead=True, force=row.force)
        assert api(colleague).patch(at(row), {"version": 1, "title": "New"}).status_code == 200

    def test_the_version_may_come_in_if_match(self, api):
        row = TaskingRequestFactory(draft=True)
        client = api(row.requester)
        assert client.patch(at(row), {"title": "New"}, HTTP_IF_MATCH='"1"').status_code == 200

    @pytest.mark.parametrize("state", ["submitted", "in_triage", "with_toex", "decided"])
    def test_in_another_state_it_answers_409(self, api, state):
        row = TaskingRequestFactory(**{state: True})
        answer = api(row.requester).patch(at(row), {"version": row.version, "title": "New"})
        assert answer.status_code == 409

    def test_the_officer_who_entered_it_changes_it_until_it_is_sent(self, api):
        officer = UserFactory(gateway_officer=True)
        row = TaskingRequestFactory(requester=officer, force=ForceFactory(region=officer.region))
        changed = api(officer).patch(at(row), {"version": 1, "summary": "New"})
        sent = api(officer).post(at(row, "submit"), {"version": 2})
        late = api(officer).patch(at(row), {"version": 3, "summary": "Newer"})
        assert [changed.status_code, sent.status_code, late.status_code] == [200, 200, 409]

    def test_there_is_no_put_and_no_delete(self, api):
        row = TaskingRequestFactory(draft=True)
        client = api(row.requester)
        assert client.put(at(row), {"version": 1}).status_code == 405
        assert client.delete(at(row)).status_code == 405


class TestTheOrderOfRefusals:
    """Each request here has every fault from its own on downwards."""

    def faults(self, api, row, by, step="return", **body):
        return api(by).post(at(row, step), body)

    def test_401_signed_out(self, api):
        row = TaskingRequestFactory(with_toex=True)
        assert self.faults(api, row, None, version="x").status_code == 401

    def test_404_unseen_like_one_that_is_not_there(self, api):
        row = TaskingRequestFactory(with_toex=True)
        stranger = UserFactory(gateway_officer=True)
        unseen = self.faults(api, row, stranger, version="x")
        nowhere = api(stranger).post(f"{BASE}TR-999999/return/", {"version": "x"})
        assert unseen.status_code == nowhere.status_code == 404
        assert unseen.content == nowhere.content

    def test_403_not_your_role(self, api):
        row = TaskingRequestFactory(with_toex=True)
        assert self.faults(api, row, Cast(row).analyst, version="x").status_code == 403

    def test_428_no_version(self, api):
        row = TaskingRequestFactory(with_toex=True)
        assert self.faults(api, row, Cast(row).gateway).status_code == 428

    def test_412_stale_version(self, api):
        row = TaskingRequestFactory(with_toex=True)
        assert self.faults(api, row, Cast(row).gateway, version=1).status_code == 412

    def test_409_another_state(self, api):
        row = TaskingRequestFactory(with_toex=True)
        answer = self.faults(api, row, Cast(row).gateway, version=row.version)
        assert answer.status_code == 409

    def test_400_the_body(self, api):
        row = TaskingRequestFactory(with_toex=True)
        answer = self.faults(api, row, Cast(row).manager, version=row.version)
        assert answer.status_code == 400
        assert attrs(answer) == {"reason"}

    @pytest.mark.parametrize("step", ["return", "withdraw", "pass-on"])
    @pytest.mark.parametrize("reason", [None, "", "  ", 7, [], "\x00", "\ud800", "x" * 20_001])
    def test_a_reason_must_be_given_and_be_text(self, api, step, reason):
        row = TaskingRequestFactory(submitted=True)
        cast = Cast(row)
        by = cast.lead if step == "withdraw" else cast.gateway
        body = {"version": row.version, "region": RegionFactory().code, "reason": reason}
        # The test client cannot encode half a character by itself.
        answer = api(by).post(at(row, step), json.dumps(body), content_type="application/json")
        if reason == 7:  # a number is as good as its figures
            assert answer.status_code == 200
        else:
            assert (answer.status_code, attrs(answer)) == (400, {"reason"})
            row.refresh_from_db()
            assert row.state == "submitted"


class TestAKeyForOnce:
    def test_the_same_post_makes_one_draft(self, api, force_lead):
        client = api(force_lead)
        answers = [
            client.post(BASE, {"title": "Exercise"}, HTTP_IDEMPOTENCY_KEY="one") for _ in range(2)
        ]
        assert answers[0].json() == answers[1].json()
        assert TaskingRequest.objects.count() == 1
