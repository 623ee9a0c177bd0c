"""Sending an approved release back before its time: by whom, what it undoes, and when no more."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError, transaction

from metrics import releases
from metrics.models import Release
from metrics.tests.test_releases import AT, OUT_AT, a_case, arrests, drafted, frozen
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.workflow.refusals import NotYourStep, StepNotAllowed, VersionStale

pytestmark = pytest.mark.django_db
WHY = "Exercise: a region found a mistake."
BASE = "/api/v1/releases/"


@pytest.fixture
def office():
    call_command("load_forces", verbosity=0)
    return UserFactory(programme_office=True)


@pytest.fixture
def other():
    return UserFactory(programme_office=True)


def approved(office, other):
    arrests(a_case(), 9)
    release = frozen(office)
    return approve(release, other)


def approve(release, by):
    return releases.approve_release(release, version=release.version, by=by, at=AT)


def send_back(release, by, *, at=AT, reason=WHY):
    return releases.send_back_release(
        release, version=release.version, by=by, at=at, reason=reason
    )


class TestSendingBack:
    def test_the_approval_is_void_and_nothing_else(self, office, other):
        release = approved(office, other)
        back = send_back(release, other)

        assert (back.state, back.approved_by, back.approved_at) == ("frozen", None, None)
        assert (back.sha256, back.frozen_by) == (release.sha256, office)
        assert releases.verify(back) == []

    def test_the_trail_says_whose_approval_it_was_and_why_it_is_void(self, office, other):
        send_back(approved(office, other), office)

        event = AuditEvent.objects.get(action="release.send-back")
        assert (event.actor, event.note) == (office, WHY)
        assert event.changes["state"] == ["approved", "frozen"]
        assert event.changes["approved_by"] == other.email

    def test_it_is_approved_anew_or_goes_on_back_to_draft(self, office, other):
        back = send_back(approved(office, other), office)
        with pytest.raises(NotYourStep):
            approve(back, office)

        again = send_back(approve(back, other), other)
        draft = releases.thaw_release(again, version=again.version, by=other, at=AT, reason=WHY)

        assert (draft.state, draft.approved_by) == ("draft", None)

    def test_early_access_ends_with_the_approval(self, office, other):
        release, reader = approved(office, other), UserFactory(force_lead=True)
        releases.give_early_access(release, by=office, at=AT, user=reader, reason="Exercise.")
        assert Release.objects.visible_to(reader, now=AT).exists()

        send_back(release, office)

        assert not Release.objects.visible_to(reader, now=AT).exists()

    def test_it_is_not_published_at_its_time(self, office, other):
        send_back(approved(office, other), office)

        assert releases.publish_due(at=OUT_AT) == []
        assert not Release.objects.out(OUT_AT).exists()

    def test_it_is_too_late_once_its_time_has_come(self, office, other):
        release = approved(office, other)
        with pytest.raises(StepNotAllowed, match="Its time has come"):
            send_back(release, office, at=release.publish_at)
        send_back(release, office, at=release.publish_at - timedelta(seconds=1))

    def test_it_needs_a_reason_the_right_person_and_the_version_read(self, office, other):
        release = approved(office, other)
        with pytest.raises(ValidationError, match="Enter a reason"):
            send_back(release, office, reason=" ")
        with pytest.raises(NotYourStep):
            send_back(release, UserFactory(toex_manager=True))
        with pytest.raises(VersionStale):
            releases.send_back_release(release, version=1, by=office, at=AT, reason=WHY)

    def test_nothing_but_an_approved_release_is_sent_back(self, office):
        for release in (drafted(office), frozen(office, period="2021/22")):
            with pytest.raises(StepNotAllowed):
                send_back(release, office)


def test_the_database_lets_it_go_back_only_without_its_approval(office, other):
    approved(office, other)
    for still in ({}, {"approved_by": None}, {"approved_at": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Release.objects.update(**{"state": "frozen", **still})
    Release.objects.update(**{"state": "frozen", "approved_by": None, "approved_at": None})


class TestThePage:
    WORK = "/releases/R-2022-23-Q3-1/workspace/"
    PAGE = "/releases/R-2022-23-Q3-1/send-back/"

    def test_it_asks_for_a_reason_and_names_who_has_looked(
        self, client, office, other, time_machine
    ):
        time_machine.move_to(AT)
        release = approved(office, other)
        reader = UserFactory(force_lead=True, name="Sam Exercise")
        releases.give_early_access(release, by=office, at=AT, user=reader, reason="Exercise.")
        releases.note_opening(release, user=reader, at=AT)
        client.force_login(office)

        assert self.PAGE in client.get(self.WORK).content.decode()
        assert "Sam Exercise" in client.get(self.PAGE).content.decode()
        empty = client.post(self.PAGE, {"version": release.version}).content.decode()
        assert "Enter the reason for sending it back" in empty
        told = {"version": release.version, "reason": WHY}
        page = client.post(self.PAGE, told, follow=True).content.decode()

        assert "The approval is void. The release is frozen again." in page
        assert WHY in page

    def test_it_is_not_offered_once_the_release_is_out(self, client, office, other, time_machine):
        approved(office, other)
        time_machine.move_to(OUT_AT)
        client.force_login(office)

        assert self.PAGE not in client.get(self.WORK).content.decode()


class TestTheApi:
    def post(self, client, release, step, **body):
        return client.post(f"{BASE}{release.reference}/{step}/", body, format="json")

    def test_a_release_goes_all_the_way_back(self, api, office, other, time_machine):
        time_machine.move_to(AT)
        release, client = approved(office, other), api(office)
        no_reason = self.post(client, release, "send-back", version=release.version)
        assert no_reason.json()["errors"][0]["attr"] == "reason"

        row = self.post(client, release, "send-back", version=release.version, reason=WHY).json()
        assert (row["state"], row["approved_by"]) == ("frozen", None)
        row = self.post(client, release, "thaw", version=row["version"], reason=WHY).json()
        assert (row["state"], row["files"]) == ("draft", [])
        gone = self.post(client, release, "discard", version=row["version"], note="Exercise.")

        assert gone.status_code == 204
        assert not Release.objects.exists()
        assert AuditEvent.objects.get(action="release.discard").note == "Exercise."

    def test_each_is_refused_in_order(self, api, office, other, time_machine):
        time_machine.move_to(AT)
        release, client = approved(office, other), api(office)
        for step in ("send-back", "thaw", "discard"):
            assert self.post(api(UserFactory(force_lead=True)), release, step).status_code == 404
            assert self.post(client, release, step).status_code == 428
            assert self.post(client, release, step, version=1).status_code == 412
        for step in ("thaw", "discard"):
            told = {"version": release.version, "reason": WHY}
            assert self.post(client, release, step, **told).status_code == 409
