"""Tasking meetings, by the API from planning to signature."""

import json

import pytest

from tasking.models import TaskingMeeting
from tasking.tests.factories import Cast, TaskingMeetingFactory, TaskingRequestFactory
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.forces.tests.factories import RegionFactory

pytestmark = pytest.mark.django_db
BASE = "/api/v1/tasking-meetings/"
PLAN = {"held_on": "2026-12-01", "forum_name": "Exercise tasking meeting"}


def at(meeting, step=""):
    return f"{BASE}{meeting.reference}/{step}{'/' if step else ''}"


def attrs(answer):
    return {error["attr"] for error in answer.json()["errors"]}


class TestPlanning:
    def test_a_manager_plans_one_of_their_region(self, api):
        row = TaskingRequestFactory(with_toex=True)
        manager = Cast(row).manager
        body = {**PLAN, "attendees": ["Chair", "Analyst"], "agenda": [row.reference]}
        answer = api(manager).post(BASE, body)
        assert answer.status_code == 201
        plan = answer.json()
        assert plan["reference"].startswith("TM-")
        assert plan["region"] == manager.region.code
        assert (plan["state"], plan["version"], plan["open_steps"]) == ("planned", 1, [])
        assert (plan["attendees"], plan["agenda"]) == (["Chair", "Analyst"], [row.reference])

    @pytest.mark.parametrize(
        "role",
        ["force_lead", "gateway_officer", "analyst", "programme_office", "auditor"],
    )
    def test_nobody_else_does(self, api, role):
        assert api(UserFactory(**{role: True})).post(BASE, {}).status_code == 403

    @pytest.mark.parametrize(
        ("change", "named"),
        [
            ({"held_on": None}, "held_on"),
            ({"held_on": "01/12/2026"}, "held_on"),
            ({"held_on": "2021-08-31"}, "held_on"),
            ({"held_on": "9999-01-01"}, "held_on"),
            ({"forum_name": " "}, "forum_name"),
            ({"forum_name": "x" * 201}, "forum_name"),
            ({"forum_name": "\x00"}, "forum_name"),
            ({"attendees": "Chair"}, "attendees"),
            ({"attendees": ["x" * 201]}, "attendees"),
            ({"agenda": "TR-000001"}, "agenda"),
            ({"agenda": ["TR-999999"]}, "agenda"),
            ({"agenda": ["\ud800"]}, "agenda"),
            ({"agenda": [None]}, "agenda"),
            ({"agenda": [{}]}, "agenda"),
        ],
    )
    def test_what_does_not_fit_is_named(self, api, change, named):
        client = api(UserFactory(toex_manager=True))
        answer = client.post(BASE, json.dumps({**PLAN, **change}), content_type="application/json")
        assert answer.status_code == 400
        assert {attr.split(".")[0] for attr in attrs(answer)} == {named}

    def test_a_request_out_of_sight_is_like_one_that_is_not_there(self, api):
        unseen = TaskingRequestFactory(with_toex=True)
        client = api(UserFactory(toex_manager=True))
        answer = client.post(BASE, {**PLAN, "agenda": [unseen.reference]})
        assert (answer.status_code, attrs(answer)) == (400, {"agenda"})


class TestChanging:
    def test_agenda_attendees_and_held(self, api):
        row = TaskingRequestFactory(with_toex=True)
        meeting = TaskingMeetingFactory(manager=Cast(row).manager)
        body = {
            "version": 1,
            "state": "held",
            "agenda": [row.reference],
            "attendees": ["Chair"],
        }
        answer = api(Cast(row).manager).patch(at(meeting), body)
        assert answer.status_code == 200
        held = answer.json()
        assert (held["state"], held["version"], held["open_steps"]) == ("held", 2, ["sign"])
        assert (held["agenda"], held["attendees"]) == ([row.reference], ["Chair"])
        assert AuditEvent.objects.about(meeting).latest("pk").action == "meeting.hold"

    def test_no_other_state_is_set(self, api):
        meeting = TaskingMeetingFactory()
        answer = api(meeting.created_by).patch(at(meeting), {"version": 1, "state": "signed"})
        assert (answer.status_code, attrs(answer)) == (400, {"state"})

    def test_a_held_one_is_not_planned_again(self, api):
        meeting = TaskingMeetingFactory(held=True)
        answer = api(meeting.created_by).patch(at(meeting), {"version": 2, "state": "planned"})
        assert (answer.status_code, attrs(answer)) == (400, {"state"})

    def test_a_request_that_was_passed_on_may_stay_on_the_agenda(self, api):
        row = TaskingRequestFactory(with_toex=True)
        manager = Cast(row).manager
        meeting = TaskingMeetingFactory(manager=manager, agenda=[row])
        type(row).objects.filter(pk=row.pk).update(region=RegionFactory())
        answer = api(manager).patch(at(meeting), {"version": 1, "agenda": [row.reference]})
        assert answer.json()["agenda"] == [row.reference]

    def test_refusals_come_in_their_order(self, api):
        meeting = TaskingMeetingFactory(signed=True)
        stranger = UserFactory(toex_manager=True)
        analyst = UserFactory(analyst=True, region=meeting.region)
        manager = api(meeting.created_by)
        bad = {"held_on": "never"}
        assert api(stranger).patch(at(meeting), bad).status_code == 404
        assert api(analyst).patch(at(meeting), bad).status_code == 403
        assert manager.patch(at(meeting), bad).status_code == 428
        assert manager.patch(at(meeting), {**bad, "version": 1}).status_code == 412
        current = {**bad, "version": meeting.version}
        assert manager.patch(at(meeting), current).status_code == 409


class TestSigning:
    def test_a_held_one_is_signed_and_locked(self, api):
        meeting = TaskingMeetingFactory(held=True)
        answer = api(meeting.created_by).post(at(meeting, "sign"), {"version": 2})
        assert (answer.status_code, answer.json()["state"]) == (200, "signed")
        assert answer.json()["signed_by"] == meeting.created_by.email
        assert answer.json()["open_steps"] == []

    def test_a_planned_one_has_no_minutes_to_sign(self, api):
        meeting = TaskingMeetingFactory()
        answer = api(meeting.created_by).post(at(meeting, "sign"), {"version": 1})
        assert answer.status_code == 409


class TestSight:
    def test_a_region_sees_its_own_and_the_programme_office_those_signed(self, api):
        planned = TaskingMeetingFactory()
        signed = TaskingMeetingFactory(signed=True, manager=planned.created_by)
        for role in ("gateway_officer", "toex_manager", "analyst"):
            reader = UserFactory(role=role, region=planned.region)
            found = api(reader).get(BASE).json()["results"]
            assert {each["reference"] for each in found} == {
                planned.reference,
                signed.reference,
            }
        office = api(UserFactory(programme_office=True)).get(BASE).json()["results"]
        assert [each["reference"] for each in office] == [signed.reference]
        assert api(UserFactory(toex_manager=True)).get(BASE).json()["results"] == []

    @pytest.mark.parametrize("role", ["force_lead", "auditor", "administrator"])
    def test_other_roles_never_do(self, api, role):
        meeting = TaskingMeetingFactory(signed=True)
        client = api(UserFactory(**{role: True}))
        assert client.get(BASE).status_code == 403
        assert client.get(at(meeting)).status_code == 404

    @pytest.mark.parametrize("rows", [10, 50])
    def test_a_list_takes_the_same_queries_however_long_it_is(
        self, api, django_assert_num_queries, rows
    ):
        row = TaskingRequestFactory(with_toex=True)
        manager = Cast(row).manager
        for _ in range(rows):
            TaskingMeetingFactory(manager=manager, agenda=[row])
        client = api(manager)
        with django_assert_num_queries(3):
            found = client.get(BASE, {"page_size": 100}).json()["results"]
        assert len(found) == TaskingMeeting.objects.count() == rows
