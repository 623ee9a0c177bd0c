"""The page Integrity, its answer over the API, and the commands: what each says, and to whom."""

import json
from datetime import timedelta
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from metrics.management.commands import demo
from toex.accounts.choices import Role
from toex.accounts.tests.factories import UserFactory
from toex.audit.integrity import checking, seal_events, verify, words
from toex.audit.models import AuditEvent, TrailCheck
from toex.audit.services import record_event
from toex.audit.tests.tampering import Trail, run, write

pytestmark = pytest.mark.django_db
OTHERS = [role for role in Role.values if role != "auditor"]
RED = "The access log cannot be shown to be untouched"


@pytest.fixture
def auditor():
    return UserFactory(auditor=True)


@pytest.fixture
def trail(settings, tmp_path):
    settings.AUDIT_ANCHORS = tmp_path / "anchors"
    now = timezone.now()
    for number in (1203, 1204):
        write(number, now - timedelta(minutes=3))
    seal_events(at=now - timedelta(minutes=2))
    trail = Trail(end=now)
    trail.lies_open()
    return trail


@pytest.fixture
def page(client, auditor):
    """Return a function that opens the page and returns its words."""
    client.force_login(auditor)
    return lambda: client.get("/integrity/").content.decode()


@pytest.fixture
def long_trail(trail, monkeypatch):
    monkeypatch.setattr(checking, "AT_ONCE", 10)
    return trail


class TestPage:
    def test_says_how_far_the_chain_is_complete_and_that_the_anchor_matches(self, page, trail):
        shown = page()

        sealed = words.clock_time(trail.end - timedelta(minutes=2))
        assert f"Chain complete to event 1,204 at {sealed}" in shown
        assert f"Last anchor {sealed}" in shown
        assert " matches." in shown
        assert RED not in shown

    def test_names_the_first_bad_event_and_its_time_and_stays_red(self, page, trail):
        run("UPDATE audit_auditevent SET actor_id = NULL, note = 'x' WHERE id = 1204")

        for _ in range(2):
            shown = page()
            assert RED in shown
            assert "Event 1,204, " in shown
            assert words.date_and_time(trail.end - timedelta(minutes=3)) in shown
            assert "Chain complete" not in shown
        assert 'class="govuk-error-summary"' in shown

    def test_the_access_log_leads_to_it_when_the_trail_was_altered(self, client, page, trail):
        words_and_way = (RED, 'href="/integrity/">All that was found')
        page()
        before = client.get("/access-log/").content.decode()
        run("UPDATE audit_auditevent SET note = 'x' WHERE id = 1204")

        after = client.get("/access-log/").content.decode()

        assert not any(each in before for each in words_and_way)
        assert all(each in after for each in words_and_way)
        assert "Event 1,204, " in after

    def test_says_what_is_not_sealed_yet_and_when_that_takes_too_long(self, page, trail):
        write(1300, trail.end)
        assert "1 event since " in page()
        assert "longer than 10 minutes" not in page()

        write(1400, trail.end - timedelta(minutes=11))
        assert "longer than 10 minutes" in page()

    def test_before_the_first_seal_says_so(self, page):
        assert "Nothing has been sealed yet." in page()

    def test_logs_the_reading_and_what_it_said(self, page, trail, auditor):
        page()

        read = AuditEvent.objects.get(action="audit.integrity")
        assert read.actor == auditor
        assert read.note.startswith("Chain complete to event 1,204")

    @pytest.mark.parametrize("role", OTHERS)
    def test_is_closed_to_every_other_role(self, client, role):
        client.force_login(UserFactory(**{role: True}))

        assert client.get("/integrity/").status_code == 403
        assert client.post("/integrity/check/").status_code == 403
        assert not TrailCheck.objects.exists()


class TestLongTrail:
    def test_is_checked_by_a_worker_when_asked_for(
        self, client, page, long_trail, django_capture_on_commit_callbacks
    ):
        assert "The access log has not been checked yet." in page()

        with django_capture_on_commit_callbacks(execute=True):
            client.post("/integrity/check/")

        assert "Chain complete to event 1,204" in page()
        assert "What was written or changed since is not in it." in page()
        assert AuditEvent.objects.filter(action="audit.check").exists()

    def test_shows_how_far_the_check_is(self, client, page, long_trail):
        client.post("/integrity/check/")
        TrailCheck.objects.update(done=1000)
        client.post("/integrity/check/")

        assert "about 1,000 of 1,2" in page()
        assert TrailCheck.objects.count() == 1

    def test_stays_red_until_a_check_finds_nothing(self, page, long_trail):
        run("UPDATE audit_auditevent SET note = 'x' WHERE id = 1204")
        checking.check_trail(at=timezone.now())
        assert "Event 1,204, " in page()

        run("UPDATE audit_auditevent SET note = 'Exercise ❄' WHERE id = 1204")
        assert RED in page()
        checking.check_trail(at=timezone.now())
        assert RED not in page()

    def test_believes_no_result_that_was_made_up_or_copied(self, page, long_trail):
        clean = TrailCheck.objects.get(pk=checking_of(timezone.now()))
        run("UPDATE audit_auditevent SET note = 'x' WHERE id = 1204")
        found = checking_of(timezone.now())
        run("UPDATE audit_trailcheck SET result = %s WHERE id = %s", clean.result, found)

        assert "What the last check found was changed" in page()


def checking_of(at):
    checking.check_trail(at=at)
    return TrailCheck.objects.latest("pk").pk


class TestApi:
    def test_answers_the_auditor_the_same_and_logs_it(self, api, auditor, trail):
        run("DELETE FROM audit_auditevent WHERE id = 1203")

        answer = api(auditor).get("/api/v1/audit/integrity/").json()

        assert (answer["wrong"], answer["complete_to"]) == (1, 1204)
        assert answer["findings"][0]["event"] == 1203
        assert answer["findings"][0]["words"] == "It is missing from the log."
        assert AuditEvent.objects.filter(action="audit.integrity", actor=auditor).exists()

    def test_has_nothing_to_say_before_the_first_check(self, api, auditor, long_trail):
        assert api(auditor).get("/api/v1/audit/integrity/").status_code == 404

    @pytest.mark.parametrize("role", OTHERS)
    def test_refuses_every_other_role(self, api, role):
        answer = api(UserFactory(**{role: True})).get("/api/v1/audit/integrity/")

        assert answer.status_code == 403


def called(name, *arguments):
    """Call a command; return how it ended and what it wrote."""
    out, err = StringIO(), StringIO()
    try:
        call_command(name, *arguments, stdout=out, stderr=err)
    except CommandError as error:
        return SimpleNamespace(code=error.returncode, out=out.getvalue(), err=err.getvalue())
    return SimpleNamespace(code=0, out=out.getvalue(), err=err.getvalue())


class TestCommands:
    def test_verify_ends_with_0_where_nothing_was_changed(self, trail):
        done = called("audit_verify")

        assert done.code == 0
        assert done.out.startswith("Chain complete to event 1,204 at ")

    def test_verify_ends_with_3_and_names_the_event(self, trail):
        run("UPDATE audit_auditevent SET target = 'TX-000009' WHERE id = 1203")

        done = called("audit_verify", "--json")

        assert done.code == 3
        assert json.loads(done.out)["findings"][0]["event"] == 1203
        assert "Event 1,203, " in done.err

    def test_verify_compares_with_anchors_kept_elsewhere(self, trail, tmp_path):
        copy = tmp_path / "elsewhere"
        write(1205, trail.end)
        seal_events(at=trail.end)
        copy.write_text(called("audit_anchor").out)
        run("DELETE FROM audit_auditevent WHERE id = 1205")
        run("DELETE FROM audit_leaf WHERE event = 1205")
        run("DELETE FROM audit_seal WHERE number = 2")
        called("audit_anchor", "--start")

        assert called("audit_verify").code == 0
        done = called("audit_verify", "--anchors", str(copy))
        assert done.code == 3
        assert "Event 1,205, sealed on " in done.err
        assert called("audit_verify", "--anchors", str(tmp_path / "nowhere")).code == 1

    def test_anchor_has_nothing_to_print_before_the_first_seal(self):
        assert called("audit_anchor").code == 1

    def test_seal_only_counts_in_a_dry_run(self, trail):
        write(1205, trail.end)

        assert json.loads(called("audit_seal", "--dry-run", "--json").out) == {"waiting": 1}
        assert called("audit_seal").out == "1 events sealed, in 1 seals.\n"
        assert called("audit_seal", "--dry-run").out == "0 events wait for a seal.\n"

    def test_a_demonstration_is_sealed_and_its_anchors_begin_anew(
        self, settings, tmp_path, monkeypatch
    ):
        def make_history(*, at, **how):
            with transaction.atomic():
                record_event(actor=None, action="demo.act", target=UserFactory(), at=at)

        settings.SYNTHETIC_DATA = True
        settings.AUDIT_ANCHORS = tmp_path / "anchors"
        settings.AUDIT_ANCHORS.write_text("of an earlier demonstration\n")
        monkeypatch.setattr(demo, "make_history", make_history)

        called("demo")

        result = verify(at=timezone.now())
        assert (result.wrong, result.unsealed, result.anchored_from) == (0, 0, 1)
