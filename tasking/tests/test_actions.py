"""Actions of a meeting: given, worded until it is signed, and done."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tasking import services
from tasking.models import MeetingAction
from tasking.tests.factories import (
    FIRST_MOMENT,
    Cast,
    TaskingMeetingFactory,
    TaskingRequestFactory,
)
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.forces.tests.factories import RegionFactory
from toex.notices.kinds import kind_of
from toex.notices.models import Notice
from toex.workflow.refusals import NotYourStep, StepNotAllowed, VersionStale

pytestmark = pytest.mark.django_db
DAY = FIRST_MOMENT.date()
LATER = FIRST_MOMENT + timedelta(days=40)


@pytest.fixture
def row():
    return TaskingRequestFactory(with_toex=True)


@pytest.fixture
def meeting(row):
    return TaskingMeetingFactory(manager=Cast(row).manager, agenda=[row])


@pytest.fixture
def analyst(row, meeting):
    return Cast(row).analyst


def add(meeting, owner, **fields):
    given = {"text": "Exercise: ask the force.", "due_on": DAY + timedelta(days=7), **fields}
    return services.add_action(
        meeting, by=meeting.created_by, at=FIRST_MOMENT, owner=owner, **given
    )


def finish(action, by, **fields):
    given = {"done_on": DAY, "note": "Exercise: asked.", **fields}
    return services.finish_action(action, version=action.version, by=by, at=LATER, **given)


def reword(action, **fields):
    given = {"text": "Exercise: ask again.", "owner": action.owner, "due_on": action.due_on}
    by = action.meeting.created_by
    return services.change_action(
        action, version=action.version, by=by, at=LATER, **{**given, **fields}
    )


def sign(meeting):
    by = meeting.created_by
    meeting = services.change_meeting(
        meeting, version=meeting.version, by=by, at=LATER, state="held"
    )
    return services.sign_meeting(meeting, version=meeting.version, by=by, at=LATER)


class TestAdding:
    def test_the_owner_is_told_by_reference_only(self, row, meeting, analyst):
        action = add(meeting, analyst, request=row)

        notice = Notice.objects.get(kind="tasking/action")
        assert (notice.recipient, notice.target) == (analyst, action.reference)
        assert (notice.address, notice.due_on) == (action.get_absolute_url(), action.due_on)
        words = kind_of(notice.kind)
        assert "Exercise" not in words.title + words.happened + words.task

    def test_who_takes_it_themselves_is_not_told(self, meeting):
        add(meeting, meeting.created_by)

        assert not Notice.objects.filter(kind="tasking/action").exists()

    def test_the_trail_holds_who_by_when_and_about_what(self, row, meeting, analyst):
        action = add(meeting, analyst, request=row)

        line = AuditEvent.objects.about(action).get(action="meeting.add-action")
        assert line.within == meeting.reference
        assert line.changes == {
            "owner": analyst.email,
            "due_on": action.due_on.isoformat(),
            "request": row.reference,
        }

    def test_what_does_not_fit_is_named(self, row, meeting, analyst):
        away = TaskingRequestFactory(with_toex=True)
        wrong = [
            ({"text": "  "}, "text"),
            ({"text": "x" * 501}, "text"),
            ({"owner": None}, "owner"),
            ({"owner": UserFactory(analyst=True)}, "owner"),
            ({"owner": row.requester}, "owner"),
            ({"due_on": None}, "due_on"),
            ({"due_on": DAY - timedelta(days=1)}, "due_on"),
            ({"request": away}, "request"),
        ]
        for given, field in wrong:
            with pytest.raises(ValidationError) as error:
                add(meeting, **{"owner": analyst, **given})
            assert set(error.value.message_dict) == {field}
        assert not MeetingAction.objects.exists()

    def test_only_a_manager_does_and_only_until_it_is_signed(self, meeting, analyst):
        with pytest.raises(NotYourStep):
            services.add_action(
                meeting, by=analyst, at=LATER, text="Exercise", owner=analyst, due_on=DAY
            )
        with pytest.raises(StepNotAllowed):
            add(sign(meeting), analyst)


class TestWording:
    def test_until_it_is_signed(self, row, meeting, analyst):
        gateway = Cast(row).gateway
        action = reword(add(meeting, analyst), owner=gateway)

        assert (action.text, action.owner, action.version) == ("Exercise: ask again.", gateway, 2)
        line = AuditEvent.objects.about(action).get(action="action.change")
        assert line.changes == {"fields": ["text", "owner"]}
        told = Notice.objects.filter(kind="tasking/action").order_by("pk")
        assert [notice.recipient for notice in told] == [analyst, gateway]

    def test_never_after_it(self, meeting, analyst):
        action = add(meeting, analyst)
        sign(meeting)

        with pytest.raises(StepNotAllowed):
            reword(action)
        assert MeetingAction.objects.get().text == "Exercise: ask the force."

    def test_not_once_it_is_done(self, meeting, analyst):
        with pytest.raises(StepNotAllowed):
            reword(finish(add(meeting, analyst), analyst))

    def test_a_request_passed_on_since_may_stay(self, row, meeting, analyst):
        action = add(meeting, analyst, request=row)
        type(row).objects.filter(pk=row.pk).update(region=RegionFactory())

        assert reword(action, request=row).request == row


class TestDone:
    def test_with_a_day_and_a_note_after_signing_too(self, meeting, analyst):
        action = add(meeting, analyst)
        sign(meeting)

        action = finish(action, analyst)

        assert (action.state, action.done_on, action.done_note, action.done_by) == (
            "done",
            DAY,
            "Exercise: asked.",
            analyst,
        )
        line = AuditEvent.objects.about(action).get(action="action.done")
        assert "asked" not in str(line.changes)

    def test_a_manager_closes_any_and_others_their_own(self, row, meeting, analyst):
        action = add(meeting, analyst)

        with pytest.raises(NotYourStep):
            finish(action, Cast(row).gateway)
        assert finish(action, meeting.created_by).state == "done"

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"note": " "}, "note"),
            ({"done_on": None}, "done_on"),
            ({"done_on": LATER.date() + timedelta(days=1)}, "done_on"),
        ],
    )
    def test_what_does_not_fit_is_named(self, meeting, analyst, fields, field):
        with pytest.raises(ValidationError) as error:
            finish(add(meeting, analyst), analyst, **fields)
        assert set(error.value.message_dict) == {field}

    def test_not_on_an_old_version_and_not_twice(self, meeting, analyst):
        action = add(meeting, analyst)
        finish(action, analyst)

        with pytest.raises(VersionStale):
            finish(action, analyst)
        with pytest.raises(StepNotAllowed):
            finish(MeetingAction.objects.get(), analyst)


class TestPages:
    def test_the_next_meeting_lists_what_earlier_ones_left_open(self, client, meeting, analyst):
        left, done = add(meeting, analyst), add(meeting, analyst)
        finish(done, analyst)
        manager = meeting.created_by
        later = TaskingMeetingFactory(manager=manager, held_on=DAY + timedelta(days=28))
        elsewhere = TaskingMeetingFactory()
        add(elsewhere, elsewhere.created_by)
        client.force_login(manager)

        page = client.get(later.get_absolute_url())

        assert list(page.context["carried"]) == [left]
        assert list(client.get(meeting.get_absolute_url()).context["carried"]) == []

    def test_your_actions_are_yours_with_the_overdue_marked(self, client, meeting, analyst):
        late = add(meeting, analyst)
        soon = add(meeting, analyst, due_on=timezone.localdate() + timedelta(days=3650))
        other = add(meeting, meeting.created_by)
        client.force_login(analyst)

        page = client.get("/actions/")
        everybody = client.get("/actions/?tab=region")

        assert list(page.context["rows"]) == [late, soon]
        assert set(everybody.context["rows"]) == {late, soon, other}
        assert [row.overdue for row in page.context["rows"]] == [
            late.due_on < timezone.localdate(),
            False,
        ]
        look = AuditEvent.objects.reads().filter(actor=analyst, action="action.list")
        assert look.earliest("pk").shown == [late.reference, soon.reference]

    def test_a_manager_adds_one_and_its_owner_closes_it(self, client, row, meeting, analyst):
        client.force_login(meeting.created_by)
        address = reverse("tasking:add-action", args=[meeting.reference])
        fields = {
            "text": "Exercise <b>x</b>",
            "owner": analyst.pk,
            "due_on": DAY.isoformat(),
            "request": row.reference,
            "once_key": "once",
        }

        for _ in range(2):
            assert client.post(address, fields).status_code == 302
        action = MeetingAction.objects.get()
        assert "Exercise &lt;b&gt;x" in client.get(meeting.get_absolute_url()).content.decode()

        client.force_login(analyst)
        close = reverse("tasking:close-action", args=[action.reference])
        client.post(close, {"version": 1, "done_on": DAY.isoformat(), "note": "Exercise"})
        action.refresh_from_db()
        assert (action.request, action.state) == (row, "done")
        assert list(client.get("/actions/?tab=done").context["rows"]) == [action]

    def test_the_one_limit_said_is_the_true_one(self, client, meeting, analyst):
        action = add(meeting, analyst)
        client.force_login(meeting.created_by)
        for address in (
            reverse("tasking:add-action", args=[meeting.reference]),
            action.get_absolute_url(),
        ):
            page = client.get(address).content.decode()
            assert "You can enter up to 500 characters" in page
            assert "20,000" not in page
            assert "Up to 500" not in page

    def test_a_stale_change_shows_both_texts(self, client, meeting, analyst):
        action = add(meeting, analyst)
        reword(action, text="Exercise saved")
        client.force_login(meeting.created_by)
        fields = {"text": "Exercise typed", "owner": analyst.pk, "due_on": DAY.isoformat()}

        page = client.post(
            reverse("tasking:change-action", args=[action.reference]), {"version": 1, **fields}
        )

        words = page.content.decode()
        assert page.status_code == 409
        assert "Exercise typed" in words
        assert "Exercise saved" in words

    def test_a_note_on_an_action_that_somebody_closed_is_not_lost(self, client, meeting, analyst):
        action = add(meeting, analyst)
        finish(action, meeting.created_by)
        client.force_login(analyst)
        close = reverse("tasking:close-action", args=[action.reference])

        page = client.post(close, {"version": 1, "done_on": "2026-10-06", "note": "Exercise note"})

        assert page.status_code == 409
        assert "Exercise note" in page.content.decode()

    def test_pages_ask_as_often_for_ten_actions_as_for_one(self, client, row, meeting, analyst):
        later = TaskingMeetingFactory(
            manager=meeting.created_by, held_on=DAY + timedelta(days=28), agenda=[row],
            attendees=[f"Exercise {number}" for number in range(10)],
        )  # fmt: skip
        client.force_login(meeting.created_by)
        counts = []
        for more in (1, 9):
            for place in range(more):
                add(meeting, analyst, request=row)
                add(later, analyst, request=row, due_on=later.held_on)
                later.refresh_from_db()
                services.declare_conflicts(
                    later, version=later.version, by=later.created_by, at=LATER,
                    attendee=later.attendees[place + (more > 1)], requests=[row],
                )  # fmt: skip
            with CaptureQueriesContext(connection) as caught:
                for address in (later.get_absolute_url(), "/actions/?tab=region", "/meetings/"):
                    assert client.get(address).status_code == 200
            counts.append(len(caught))

        assert counts[0] == counts[1]
