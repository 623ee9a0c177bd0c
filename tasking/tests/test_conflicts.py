"""Conflicts of interest: declared in a meeting, and held against whoever would decide."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tasking import services
from tasking.models import Declaration
from tasking.tests.factories import (
    FIRST_MOMENT,
    Cast,
    TaskingMeetingFactory,
    TaskingRequestFactory,
)
from tasking.workflow import REQUEST
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.workflow.refusals import NotYourStep, StepNotAllowed, VersionStale

pytestmark = pytest.mark.django_db
DECIDED = FIRST_MOMENT + timedelta(days=9)
CHAIR, CLERK = "Exercise chair", "Exercise clerk"
SENTENCE = "You declared a conflict of interest on this request, so you cannot decide it."


@pytest.fixture
def row():
    return TaskingRequestFactory(with_toex=True)


@pytest.fixture
def manager(row):
    return Cast(row).manager


@pytest.fixture
def second(row, manager):
    return UserFactory(toex_manager=True, region=row.region)


@pytest.fixture
def meeting(row, second):
    return TaskingMeetingFactory(
        manager=second, agenda=[row], attendees=[CHAIR, CLERK], held_on=DECIDED.date()
    )


def declare(meeting, attendee=CHAIR, **fields):
    meeting.refresh_from_db()
    given = {"version": meeting.version, "by": meeting.created_by, "at": FIRST_MOMENT, **fields}
    return services.declare_conflicts(meeting, attendee=attendee, **given)


def decide(row, by, **fields):
    given = {"outcome": "overtaken", "rationale": "Exercise.", "forum": "outside_meeting"}
    return services.decide_request(
        row, version=row.version, by=by, at=DECIDED, **{**given, **fields}
    )


def sign(meeting):
    by, at = meeting.created_by, FIRST_MOMENT
    meeting.refresh_from_db()
    meeting = services.change_meeting(meeting, version=meeting.version, by=by, at=at, state="held")
    return services.sign_meeting(meeting, version=meeting.version, by=by, at=at)


class TestDeciding:
    def test_whoever_declared_a_conflict_does_not_decide_in_that_meeting(
        self, row, meeting, manager
    ):
        declare(meeting, requests=[row], person=manager)

        with pytest.raises(NotYourStep, match="conflict of interest"):
            decide(row, manager, forum="meeting", meeting=meeting)
        assert "decide" not in REQUEST.open_steps(row=row, by=manager)

    def test_nor_outside_it(self, row, meeting, manager):
        declare(meeting, requests=[row], person=manager)

        with pytest.raises(NotYourStep):
            decide(row, manager)

    def test_somebody_else_does(self, row, meeting, manager, second):
        declare(meeting, requests=[row], person=manager)

        assert decide(row, second, forum="meeting", meeting=meeting).state == "decided"

    def test_another_request_is_open_to_them(self, row, meeting, manager):
        other = TaskingRequestFactory(with_toex=True, force=row.force, requester=row.requester)
        declare(meeting, requests=[row], person=manager)

        assert decide(other, manager).state == "decided"

    def test_once_corrected_they_may(self, row, meeting, manager):
        declare(meeting, requests=[row], person=manager)
        declare(meeting, person=manager)

        assert decide(row, manager).state == "decided"

    def test_it_still_holds_once_the_minutes_are_signed(self, row, meeting, manager):
        declare(meeting, requests=[row], person=manager)
        sign(meeting)

        with pytest.raises(NotYourStep):
            decide(row, manager)

    def test_the_api_refuses_with_the_sentence_before_it_asks_for_a_version(
        self, api, row, meeting, manager
    ):
        declare(meeting, requests=[row], person=manager)

        answer = api(manager).post(f"/api/v1/tasking-requests/{row.reference}/decide/", {})

        assert answer.status_code == 403
        assert answer.json()["errors"][0]["detail"] == SENTENCE

    def test_the_page_refuses_and_keeps_what_was_typed(self, client, row, meeting, manager):
        declare(meeting, requests=[row], person=manager)
        client.force_login(manager)
        address = reverse("cases:decide", args=[row.reference])

        page = client.post(address, {"version": row.version, "rationale": "Exercise typed."})

        assert page.status_code == 403
        assert SENTENCE in page.content.decode()
        assert "Exercise typed." in page.content.decode()
        assert SENTENCE in client.get(row.get_absolute_url()).content.decode()

    def test_a_decision_taken_before_is_marked_on_the_page(self, client, row, meeting, second):
        decide(row, second, forum="meeting", meeting=meeting)
        declare(meeting, requests=[row], person=second)
        client.force_login(second)

        page = client.get(meeting.get_absolute_url()).content.decode()

        assert "Decided by somebody who declared a conflict of interest on it" in page


class TestDeclaring:
    def test_none_is_an_answer_and_not_asked_is_another(self, client, meeting):
        declare(meeting, CLERK)
        client.force_login(meeting.created_by)

        page = client.get(meeting.get_absolute_url()).content.decode()

        assert (page.count("None declared"), page.count("Not asked yet")) == (1, 1)

    def test_each_correction_is_in_the_trail_without_a_word_of_it(self, row, meeting, manager):
        declare(meeting, requests=[row], nature="Exercise nature", person=manager)
        declare(meeting)

        lines = AuditEvent.objects.about(meeting).filter(action="meeting.declare").order_by("pk")
        assert [line.changes["declared"] for line in lines] == [
            {"before": "not asked", "now": row.reference},
            {"before": row.reference, "now": "none"},
        ]
        assert "Exercise nature" not in str([line.changes for line in lines])
        assert Declaration.objects.get().conflicts.count() == 0

    def test_signing_locks_it(self, row, meeting):
        signed = sign(meeting)

        with pytest.raises(StepNotAllowed):
            declare(signed, requests=[row])

    def test_only_a_manager_of_the_region_records_it(self, row, meeting):
        with pytest.raises(NotYourStep):
            declare(meeting, by=Cast(row).analyst)

    def test_a_stale_version_changes_nothing(self, row, meeting):
        with pytest.raises(VersionStale):
            declare(meeting, requests=[row], version=meeting.version - 1)
        assert not Declaration.objects.exists()

    def test_what_does_not_fit_is_named(self, row, meeting):
        strange = TaskingRequestFactory(with_toex=True)
        wrong = [
            ({"attendee": "Nobody"}, "attendee"),
            ({"requests": [strange]}, "requests"),
            ({"person": UserFactory(toex_manager=True)}, "person"),
            ({"person": row.requester}, "person"),
            ({"nature": "Exercise"}, "nature"),
            ({"requests": [row], "nature": "x" * 501}, "nature"),
        ]
        for given, field in wrong:
            with pytest.raises(ValidationError) as error:
                declare(meeting, **given)
            assert set(error.value.message_dict) == {field}

    def test_an_account_is_one_attendee_s(self, meeting, manager):
        declare(meeting, person=manager)

        with pytest.raises(ValidationError, match="another attendee"):
            declare(meeting, CLERK, person=manager)

    @pytest.mark.parametrize("change", [{"attendees": [CLERK]}, {"agenda": []}])
    def test_the_meeting_is_not_changed_so_that_a_conflict_goes(self, row, meeting, change):
        declare(meeting, requests=[row])
        meeting.refresh_from_db()

        with pytest.raises(ValidationError, match="declared a conflict"):
            services.change_meeting(
                meeting, version=meeting.version, by=meeting.created_by, at=FIRST_MOMENT, **change
            )
        assert meeting.agenda.count() == 1

    def test_whoever_declared_none_may_leave_the_list(self, meeting):
        declare(meeting)
        meeting.refresh_from_db()

        services.change_meeting(
            meeting, version=meeting.version, by=meeting.created_by, at=FIRST_MOMENT,
            attendees=[CLERK],
        )  # fmt: skip

        assert not Declaration.objects.exists()


class TestThePage:
    def address(self, meeting, place=1):
        return reverse("tasking:declare-conflicts", args=[meeting.reference, place])

    def post(self, client, meeting, **fields):
        client.force_login(meeting.created_by)
        given = {"version": meeting.version, "attendee": CHAIR, **fields}
        return client.post(self.address(meeting), given)

    def test_records_a_conflict(self, client, row, meeting, manager):
        fields = {"requests": [row.reference], "nature": "Exercise", "person": manager.pk}

        page = self.post(client, meeting, answer="conflict", **fields)

        assert page.url == f"{meeting.get_absolute_url()}#attendance"
        declared = Declaration.objects.get()
        assert (declared.attendee, declared.person) == (CHAIR, manager)
        assert [each.request for each in declared.conflicts.all()] == [row]
        again = client.get(self.address(meeting)).context["form"]
        assert again.initial["requests"] == [row.reference]

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({}, "Select what they declare."),
            ({"answer": "conflict"}, "Select at least one item of the agenda."),
            ({"answer": "none", "nature": "Exercise"}, "You selected that there is no conflict"),
        ],
    )
    def test_says_what_is_missing(self, client, meeting, fields, sentence):
        page = self.post(client, meeting, **fields)

        assert sentence in page.content.decode()
        assert not Declaration.objects.exists()

    def test_shows_both_where_somebody_was_first(self, client, row, meeting):
        declare(meeting, requests=[row], nature="Exercise saved")

        page = self.post(
            client, meeting, answer="conflict", requests=[row.reference], nature="Exercise typed"
        )

        words = page.content.decode()
        assert page.status_code == 409
        assert "Exercise typed" in words
        assert "Exercise saved" in words

    def test_a_place_that_is_not_on_the_list_is_not_there(self, client, meeting):
        client.force_login(meeting.created_by)

        assert client.get(self.address(meeting, 3)).status_code == 404
        assert client.get(self.address(meeting, 0)).status_code == 404

    def test_what_was_passed_out_of_sight_is_named_by_its_reference_only(
        self, client, row, meeting
    ):
        type(row).objects.filter(pk=row.pk).update(region=UserFactory(analyst=True).region)
        client.force_login(meeting.created_by)

        page = client.get(self.address(meeting)).content.decode()

        assert row.reference in page
        assert row.title not in page
