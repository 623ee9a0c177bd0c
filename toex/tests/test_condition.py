"""System health: in words, without guessing, and attention where something is late."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from toex import condition as health
from toex.accounts.tests.factories import UserFactory
from toex.audit.integrity import seal_events
from toex.audit.models import AuditEvent
from toex.audit.tests.tampering import Trail, run, write
from toex.condition import FINE, LOOK, UNKNOWN, condition
from toex.notices.choices import Way
from toex.notices.models import Notice
from toex.web import heartbeat
from toex.web.tasks import report

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 16, 13, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_beat_yet():
    cache.clear()
    yield
    cache.clear()


def found(what):
    return next(each for each in condition(NOW) if each.what == what)


def wait_for(minutes):
    person = UserFactory(force_lead=True)
    return Notice.objects.create(
        kind="request.returned",
        recipient=person,
        target_model="tasking.taskingrequest",
        target_pk=1,
        target="TR-000001",
        address="/requests/TR-000001/",
        way=Way.NOW,
        once=f"exercise {minutes}",
        created_at=NOW - timedelta(minutes=minutes),
    )


class TestTheDatabase:
    def test_is_fine_when_it_answers_and_lacks_nothing(self):
        assert found("Database").verdict == FINE

    def test_is_to_be_looked_at_when_a_migration_is_missing(self):
        MigrationRecorder.Migration.objects.filter(app="notices").latest("pk").delete()

        assert found("Database").verdict == LOOK
        assert "run migrate" in found("Database").words


class TestTheAccessLog:
    def test_is_fine_while_the_database_refuses_changes(self):
        assert found("Access log").verdict == FINE

    def test_is_to_be_looked_at_when_a_guard_is_gone(self, client):
        table = AuditEvent._meta.db_table
        with connection.cursor() as cursor:
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {table}_no_DELETE{on_table}")
        client.force_login(UserFactory(auditor=True))

        page = client.get("/access-log/").content.decode()

        assert found("Access log").verdict == LOOK
        assert "no longer refuses" in page

    def test_is_to_be_looked_at_when_a_line_was_changed(self, client, settings, tmp_path):
        settings.AUDIT_ANCHORS = tmp_path / "anchors"
        write(1204, NOW - timedelta(minutes=3))
        seal_events(at=NOW - timedelta(minutes=2))
        assert found("Access log").verdict == FINE
        Trail(end=NOW).lies_open()
        assert "untouched" not in found("Access log").words
        run("UPDATE audit_auditevent SET note = 'x' WHERE id = 1204")
        client.force_login(UserFactory(administrator=True))

        page = client.get("/system-health/").content.decode()

        assert found("Access log").verdict == LOOK
        assert "It cannot be shown to be untouched." in page
        assert "the page Integrity" in page

    def test_says_to_the_auditor_that_it_was_checked(self, client):
        client.force_login(UserFactory(auditor=True))

        page = client.get("/access-log/").content.decode()

        assert "the database now refuses to change or remove a line" in page
        assert 'href="/integrity/">Integrity</a> shows whether one was changed before.' in page


class TestTheWorker:
    def test_that_never_reported_is_to_be_looked_at(self):
        assert found("Background worker").verdict == LOOK

    @pytest.mark.parametrize(
        ("minutes", "verdict", "words"),
        [
            (0, FINE, "It last reported less than a minute ago."),
            (3, FINE, "It last reported 3 minutes ago."),
            (200, LOOK, "It last reported 3 hours ago."),
        ],
    )
    def test_that_is_silent_for_long_is_to_be_looked_at(self, minutes, verdict, words):
        heartbeat.beat(at=NOW - timedelta(minutes=minutes))

        assert (found("Background worker").verdict, found("Background worker").words) == (
            verdict,
            words,
        )

    def test_reports_by_its_task(self, time_machine):
        time_machine.move_to(NOW, tick=False)

        report.delay()

        assert heartbeat.last_beat() == NOW


class TestEmails:
    def test_are_fine_when_none_waits(self):
        assert found("Emails").words == "None is waiting to be sent."

    @pytest.mark.parametrize(("minutes", "verdict"), [(2, FINE), (30, LOOK)])
    def test_are_told_by_number_and_age(self, minutes, verdict):
        wait_for(minutes)
        wait_for(1)

        assert found("Emails").verdict == verdict
        assert found("Emails").words == (f"2 are waiting, the oldest for {minutes} minutes.")


class TestBackups:
    def test_are_not_known_where_nobody_tells(self):
        assert [found(what).verdict for what in ("Last backup", "Last restore test")] == [
            UNKNOWN,
            UNKNOWN,
        ]

    @pytest.mark.parametrize(("hours", "verdict"), [(3, FINE), (30, LOOK)])
    def test_are_as_old_as_their_file(self, settings, tmp_path, hours, verdict):
        stamp = tmp_path / "done"
        stamp.touch()
        then = (NOW - timedelta(hours=hours)).timestamp()
        os.utime(stamp, (then, then))
        settings.BACKUP_STAMP = str(stamp)

        assert found("Last backup").verdict == verdict
        assert "June 2026 at" in found("Last backup").words

    def test_never_made_are_to_be_looked_at(self, settings, tmp_path):
        settings.RESTORE_STAMP = str(tmp_path / "never")

        assert found("Last restore test").verdict == LOOK


class TestTheRest:
    def test_little_room_is_to_be_looked_at(self, monkeypatch):
        room = type("Room", (), {"free": 1024**3, "total": 100 * 1024**3})
        monkeypatch.setattr(health.shutil, "disk_usage", lambda path: room)

        assert found("Disk").verdict == LOOK
        assert "1.0GB of 100.0GB free" in found("Disk").words

    def test_a_scanner_that_does_not_answer_is_to_be_looked_at(self, settings, tmp_path):
        assert found("Virus scanner").verdict == UNKNOWN
        settings.CLAMD_SOCKET = str(tmp_path / "nobody")

        assert found("Virus scanner").verdict == LOOK

    def test_advisories_are_not_guessed(self):
        assert found("Security advisories").verdict == UNKNOWN


class TestThePage:
    def test_tells_all_of_it_to_an_administrator(self, client):
        client.force_login(UserFactory(administrator=True))

        page = client.get("/system-health/").content.decode()

        assert "to look at" in page
        for each in condition(NOW):
            assert each.what in page

    @pytest.mark.parametrize("role", ["toex_manager", "programme_office", "auditor"])
    def test_is_not_for_other_roles(self, client, role):
        client.force_login(UserFactory(**{role: True}))

        assert client.get("/system-health/").status_code == 403
