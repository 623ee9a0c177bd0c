"""Conflicts of interest and actions of meetings over the API."""

from datetime import timedelta

import pytest

from tasking import services
from tasking.tests.factories import (
    FIRST_MOMENT,
    TaskingMeetingFactory,
    TaskingRequestFactory,
)
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
CHAIR = "Exercise chair"
DUE = FIRST_MOMENT.date() + timedelta(days=9)


@pytest.fixture
def row():
    return TaskingRequestFactory(with_toex=True)


@pytest.fixture
def manager(row):
    return UserFactory(toex_manager=True, region=row.region)


@pytest.fixture
def analyst(row):
    return UserFactory(analyst=True, region=row.region)


@pytest.fixture
def meeting(row, manager):
    return TaskingMeetingFactory(manager=manager, agenda=[row], attendees=[CHAIR])


@pytest.fixture
def action(meeting, analyst, row):
    return services.add_action(
        meeting, by=meeting.created_by, at=FIRST_MOMENT, text="Exercise: ask the force.",
        owner=analyst, due_on=DUE, request=row,
    )  # fmt: skip


def at(meeting, part):
    return f"/api/v1/tasking-meetings/{meeting.reference}/{part}/"


def on(action, step=""):
    return f"/api/v1/meeting-actions/{action.reference}/{step}{'/' if step else ''}"


def attrs(answer):
    return {error["attr"] for error in answer.json()["errors"]}


def sign(meeting):
    meeting.refresh_from_db()
    by = meeting.created_by
    for service, rest in (
        (services.change_meeting, {"state": "held"}),
        (services.sign_meeting, {}),
    ):
        meeting = service(meeting, version=meeting.version, by=by, at=FIRST_MOMENT, **rest)
    return meeting


class TestDeclaring:
    def body(self, meeting, row, **fields):
        return {
            "version": meeting.version,
            "attendee": CHAIR,
            "requests": [row.reference],
            "nature": "A relative works there.",
            **fields,
        }

    def test_it_is_a_step_that_answers_with_the_meeting_and_is_then_listed(
        self, api, meeting, row, manager
    ):
        body = self.body(meeting, row, person=manager.email)

        answer = api(manager).post(at(meeting, "declare"), body)

        assert answer.status_code == 200
        assert answer.json()["version"] == meeting.version + 1
        [told] = api(manager).get(at(meeting, "conflicts")).json()["results"]
        assert (told["attendee"], told["person"]) == (CHAIR, manager.email)
        assert (told["requests"], told["by"]) == ([row.reference], manager.email)
        assert AuditEvent.objects.filter(action="declaration.list", actor=manager).exists()

    def test_it_binds_over_the_api_too(self, api, meeting, row, manager):
        api(manager).post(at(meeting, "declare"), self.body(meeting, row, person=manager.email))

        address = f"/api/v1/tasking-requests/{row.reference}/decide/"
        assert api(manager).post(address, {"version": row.version}).status_code == 403

    def test_a_second_declaration_takes_the_place_of_the_first(self, api, meeting, row, manager):
        api(manager).post(at(meeting, "declare"), self.body(meeting, row))
        body = {"version": meeting.version + 1, "attendee": CHAIR}

        assert api(manager).post(at(meeting, "declare"), body).status_code == 200
        [told] = api(manager).get(at(meeting, "conflicts")).json()["results"]
        assert (told["requests"], told["nature"]) == ([], "")

    @pytest.mark.parametrize("reference", ["TR-999999", "other", "\x00", "x", 7, None])
    def test_a_request_elsewhere_answers_as_one_that_is_not_there(
        self, api, meeting, row, manager, reference
    ):
        other = TaskingRequestFactory(with_toex=True)
        asked = other.reference if reference == "other" else reference

        answer = api(manager).post(
            at(meeting, "declare"), self.body(meeting, row, requests=[asked]), format="json"
        )

        assert answer.status_code == 400
        [error] = answer.json()["errors"]
        assert error["detail"] == "Item 1 is not on the agenda of this meeting."

    def test_somebody_of_another_region_is_not_known(self, api, meeting, row, manager):
        stranger = UserFactory(toex_manager=True)
        for email in (stranger.email, "nobody@force.example"):
            answer = api(manager).post(
                at(meeting, "declare"), self.body(meeting, row, person=email)
            )
            assert answer.json()["errors"][0]["detail"] == "This names nothing that is known here."

    def test_refusals_come_in_their_order(self, api, meeting, row, manager, analyst):
        address, stranger = at(meeting, "declare"), UserFactory(toex_manager=True)
        assert api().post(address, {}).status_code == 401
        assert api(stranger).post(address, {}).status_code == 404
        assert api(analyst).post(address, {}).status_code == 403
        assert api(manager).post(address, {}).status_code == 428
        assert api(manager).post(address, {"version": 99}).status_code == 412
        assert api(manager).post(address, {"version": meeting.version}).status_code == 400
        signed = sign(meeting)
        assert api(manager).post(address, {"version": signed.version}).status_code == 409

    def test_another_region_finds_none(self, api, meeting):
        stranger = api(UserFactory(toex_manager=True))
        assert stranger.get(at(meeting, "conflicts")).status_code == 404


class TestActions:
    def test_a_manager_adds_one_and_its_owner_is_told(self, api, meeting, manager, analyst, row):
        body = {
            "text": "Exercise: ask the force.",
            "owner": analyst.email,
            "due_on": DUE.isoformat(),
            "request": row.reference,
        }

        answer = api(manager).post(at(meeting, "actions"), body)

        assert answer.status_code == 201
        told = answer.json()
        assert told["reference"].startswith("TA-")
        assert {name: told[name] for name in body} == body
        assert (told["meeting"], told["state"]) == (meeting.reference, "open")
        assert told["open_steps"] == ["done"]
        assert api(manager).get(at(meeting, "actions")).json()["results"] == [told]

    def test_a_request_out_of_sight_is_not_known(self, api, meeting, manager, analyst):
        other = TaskingRequestFactory(with_toex=True)
        body = {"text": "Exercise.", "owner": analyst.email, "due_on": DUE.isoformat()}
        for reference in (other.reference, "TR-999999"):
            answer = api(manager).post(at(meeting, "actions"), {**body, "request": reference})
            [error] = answer.json()["errors"]
            assert (error["attr"], error["detail"]) == (
                "request", "This names nothing that is known here.",
            )  # fmt: skip

    def test_refusals_to_add_come_in_their_order(self, api, meeting, manager, analyst):
        address = at(meeting, "actions")
        assert api().post(address, {}).status_code == 401
        assert api(UserFactory(toex_manager=True)).post(address, {}).status_code == 404
        assert api(analyst).post(address, {}).status_code == 403
        answer = api(manager).post(address, {})
        assert (answer.status_code, attrs(answer)) == (400, {"text", "owner", "due_on"})
        sign(meeting)
        assert api(manager).post(address, {}).status_code == 409

    def test_it_is_worded_anew_until_the_minutes_are_signed(self, api, meeting, manager, action):
        answer = api(manager).patch(on(action), {"version": 1, "text": "Exercise: write."})
        assert answer.status_code == 200
        told = answer.json()
        assert (told["text"], told["version"]) == ("Exercise: write.", 2)
        assert told["owner"] == action.owner.email

        sign(meeting)
        assert api(manager).patch(on(action), {"version": 2}).status_code == 409

    def test_a_change_is_refused_in_the_order_of_all_others(self, api, manager, action):
        assert api(action.owner).patch(on(action), {}).status_code == 403
        assert api(manager).patch(on(action), {}).status_code == 428
        assert api(manager).patch(on(action), {"version": 9}).status_code == 412
        assert api(manager).patch(on(action), {"version": 1, "due_on": "x"}).status_code == 400

    def test_its_owner_closes_it_with_a_day_and_a_note(self, api, meeting, action):
        sign(meeting)
        body = {"version": 1, "done_on": FIRST_MOMENT.date().isoformat(), "note": "Asked."}

        answer = api(action.owner).post(on(action, "done"), body)

        assert answer.status_code == 200
        told = answer.json()
        assert (told["state"], told["done_by"]) == ("done", action.owner.email)
        assert (told["done_note"], told["open_steps"]) == ("Asked.", [])
        again = api(action.owner).post(on(action, "done"), {**body, "version": 2})
        assert again.status_code == 409

    def test_nobody_else_but_a_manager_closes_it(self, api, action, manager):
        colleague = UserFactory(analyst=True, region=manager.region)
        assert api(colleague).post(on(action, "done"), {"version": 1}).status_code == 403
        assert api(manager).post(on(action, "done"), {"version": 1}).status_code == 400

    def test_the_list_is_narrowed_by_owner_state_and_date(self, api, action, manager, meeting):
        services.add_action(
            meeting, by=manager, at=FIRST_MOMENT, text="Exercise: other.", owner=manager,
            due_on=DUE + timedelta(days=5),
        )  # fmt: skip

        def found(**filters):
            answer = api(manager).get("/api/v1/meeting-actions/", filters)
            return [each["owner"] for each in answer.json()["results"]]

        owner = action.owner.email
        assert found() == [manager.email, owner]
        assert found(owner=owner) == found(due_to=DUE.isoformat()) == [owner]
        assert found(state="done") == []

    def test_a_signed_meeting_of_every_region_is_read_by_the_office(self, api, action, meeting):
        office = api(UserFactory(programme_office=True))
        assert office.get(on(action)).status_code == 404
        sign(meeting)
        assert office.get(on(action)).json()["reference"] == action.reference
        assert office.get(at(meeting, "conflicts")).json()["results"] == []

    @pytest.mark.parametrize("role", ["force_lead", "auditor", "administrator"])
    def test_roles_that_see_no_meeting_have_no_list(self, api, role, action):
        reader = api(UserFactory(**{role: True}))
        assert reader.get("/api/v1/meeting-actions/").status_code == 403
        assert reader.get(on(action)).status_code == 404
