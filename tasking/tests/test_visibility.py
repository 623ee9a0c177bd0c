"""Who sees which requests: by the queryset and over the API alike."""

from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser

from tasking import services
from tasking.choices import State
from tasking.models import TaskingRequest
from tasking.tests.factories import Cast, TaskingRequestFactory
from toex.accounts.choices import REGION_ROLES, Role
from toex.accounts.models import User
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.forces.tests.factories import ForceFactory

pytestmark = pytest.mark.django_db
BASE = "/api/v1/tasking-requests/"


def sees(user, row):
    return TaskingRequest.objects.visible_to(user).filter(pk=row.pk).exists()


def reader_of(row, role):
    """Return somebody with this role and, if the role has a place, in the place of the row."""
    if role == Role.FORCE_LEAD:
        return UserFactory(role=role, force=row.force)
    if role in REGION_ROLES:
        return UserFactory(role=role, region=row.region)
    return UserFactory(role=role)


class TestByRoleAndState:
    @pytest.mark.parametrize(("role", "state"), list(product(Role.values, State.values)))
    def test_the_own_place_sees_what_the_contract_says(self, api, role, state):
        row = TaskingRequestFactory(**{state: True})
        reader = reader_of(row, role)
        if role == Role.FORCE_LEAD:
            expected = True
        elif role in (Role.AUDITOR, Role.ADMINISTRATOR):
            expected = False
        else:
            expected = state != "draft"
        assert sees(reader, row) is expected
        answer = api(reader).get(f"{BASE}{row.reference}/")
        assert answer.status_code == (200 if expected else 404)

    @pytest.mark.parametrize("role", [Role.FORCE_LEAD, *REGION_ROLES])
    def test_another_place_sees_nothing(self, api, role):
        row = TaskingRequestFactory(decided=True)
        elsewhere = TaskingRequestFactory(draft=True)
        reader = reader_of(elsewhere, role)
        assert not sees(reader, row)
        unseen = api(reader).get(f"{BASE}{row.reference}/")
        nowhere = api(reader).get(f"{BASE}TR-999999/")
        assert (unseen.status_code, unseen.content) == (404, nowhere.content)

    def test_without_a_role_nothing_is_seen(self):
        row = TaskingRequestFactory(decided=True)
        assert not sees(UserFactory(), row)
        assert not sees(AnonymousUser(), row)


class TestOthers:
    def test_a_draft_withdrawn_was_never_sent(self):
        row = TaskingRequestFactory(draft=True)
        row = services.withdraw_request(
            row, version=1, by=row.requester, at=row.created_at, reason="Done."
        )
        assert not sees(reader_of(row, Role.GATEWAY_OFFICER), row)
        assert not sees(UserFactory(programme_office=True), row)

    def test_a_draft_entered_for_a_force_is_seen_by_it_and_by_who_entered_it(self):
        officer = UserFactory(gateway_officer=True)
        colleague = UserFactory(gateway_officer=True, region=officer.region)
        row = TaskingRequestFactory(requester=officer, force=ForceFactory())
        assert sees(officer, row)
        assert sees(reader_of(row, Role.FORCE_LEAD), row)
        assert not sees(colleague, row)

    def test_a_force_named_as_affected_has_no_sight(self, force_lead):
        row = TaskingRequestFactory(submitted=True, forces_affected=[force_lead.force.code])
        assert not sees(force_lead, row)

    def test_the_region_it_was_passed_on_from_sees_it_no_longer(self):
        row = TaskingRequestFactory(submitted=True)
        before = reader_of(row, Role.ANALYST)
        elsewhere = UserFactory(toex_manager=True)
        services.pass_on_request(
            row,
            version=row.version,
            by=Cast(row).gateway,
            at=row.submitted_at,
            region=elsewhere.region,
            reason="Theirs.",
        )
        assert not sees(before, row)
        assert sees(elsewhere, row)


class TestTheList:
    @pytest.mark.parametrize("role", ["auditor", "administrator"])
    def test_a_role_that_never_sees_requests_is_refused(self, api, role):
        assert api(UserFactory(**{role: True})).get(BASE).status_code == 403

    def test_what_was_shown_is_in_the_trail(self, api):
        row = TaskingRequestFactory(submitted=True)
        reader = reader_of(row, Role.ANALYST)
        api(reader).get(BASE)
        api(reader).get(f"{BASE}{row.reference}/")
        shown, looked_at = AuditEvent.objects.reads().filter(actor=reader).order_by("pk")
        assert (shown.action, shown.shown) == ("request.list", [row.reference])
        assert (looked_at.action, looked_at.target) == ("request.view", row.reference)

    @pytest.mark.parametrize("rows", [10, 50])
    def test_it_takes_the_same_queries_however_long_it_is(
        self, api, django_assert_num_queries, rows
    ):
        lead = UserFactory(force_lead=True)
        for _ in range(rows):
            TaskingRequestFactory(decided=True, requester=lead)
        client = api(User.objects.get(pk=lead.pk))
        # The rows, their decisions, who decided, their time with the force, the line in the trail.
        with django_assert_num_queries(5):
            found = client.get(BASE, {"page_size": 100}).json()["results"]
        assert len(found) == rows


class TestMessages:
    def at(self, row):
        return f"{BASE}{row.reference}/messages/"

    def test_they_are_written_by_the_force_and_the_region(self, api):
        row = TaskingRequestFactory(submitted=True)
        cast = Cast(row)
        people = [cast.lead, cast.gateway, cast.manager, cast.analyst]
        for number, person in enumerate(people):
            answer = api(person).post(self.at(row), {"text": f"Message {number}"})
            assert answer.status_code == 201
            assert set(answer.json()) == {"id", "at", "by", "text"}
        read = api(cast.lead).get(self.at(row)).json()
        assert [each["by"] for each in read["results"]] == [person.email for person in people]
        assert set(read) == {"next", "previous", "results"}

    def test_the_programme_office_sees_the_request_and_not_its_messages(self, api):
        row = TaskingRequestFactory(submitted=True)
        client = api(UserFactory(programme_office=True))
        assert client.get(self.at(row)).status_code == 404
        assert client.post(self.at(row), {"text": "Hello"}).status_code == 404

    def test_a_region_with_sight_of_the_case_only_does_not_read_them(self, api):
        row = TaskingRequestFactory(adopted=True)
        manager = UserFactory(toex_manager=True)
        services.set_sights(row, regions=[manager.region])
        assert api(manager).get(f"{BASE}{row.reference}/").status_code == 200
        assert api(manager).get(self.at(row)).status_code == 404

    def test_a_draft_has_none_yet(self, api):
        row = TaskingRequestFactory(draft=True)
        client = api(row.requester)
        assert client.get(self.at(row)).json()["results"] == []
        assert client.post(self.at(row), {"text": "Hello"}).status_code == 409

    @pytest.mark.parametrize("text", [None, "", " \n", [], {}, "\x00", "x" * 20_001])
    def test_what_is_no_text_is_refused(self, api, text):
        row = TaskingRequestFactory(submitted=True)
        answer = api(row.requester).post(self.at(row), {"text": text})
        assert answer.status_code == 400
        assert [error["attr"] for error in answer.json()["errors"]] == ["text"]
