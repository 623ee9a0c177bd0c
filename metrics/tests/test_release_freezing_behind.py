"""A worker freezes: the page says how far it is, and what it could not do."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from metrics import disclosure, releases
from metrics.models import Freezing, Release
from metrics.releases import tasks
from metrics.tests.test_release_pages import WORK, seen
from metrics.tests.test_releases import AT, a_case, arrests, drafted, frozen
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.workflow.refusals import StepNotAllowed, VersionStale

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(minutes=11)


def ask(draft, by, *, at=AT, reason="Exercise.", **more):
    told = {"version": draft.version, "by": by, "at": at, "reason": reason, **more}
    return releases.ask_to_freeze(draft, **told)


def run(freezing, *, at=AT):
    is_frozen = releases.run_freezing(freezing.pk, at=at)
    freezing.refresh_from_db()
    return is_frozen


class TestAsking:
    def test_what_can_be_refused_at_once_is(self, office):
        draft = drafted(office)

        with pytest.raises(ValidationError, match="Say why to go on"):
            ask(draft, office, reason=" ")
        with pytest.raises(VersionStale):
            ask(draft, office, version=7)
        with pytest.raises(Release.DoesNotExist):
            ask(draft, UserFactory(toex_manager=True))

        assert not Freezing.objects.exists()

    def test_a_second_asking_is_refused_while_the_first_is_under_way(self, office, other):
        draft = drafted(office)
        ask(draft, office)

        with pytest.raises(StepNotAllowed, match="being frozen already"):
            ask(draft, other)

    def test_what_a_worker_lost_can_be_asked_for_again(self, office, other):
        draft = drafted(office)
        lost = ask(draft, office)

        assert run(ask(draft, other, at=LATER), at=LATER)

        assert Release.objects.get().frozen_by == other
        assert not run(lost, at=LATER)
        assert Release.objects.get().frozen_by == other

    def test_it_is_sent_off_once_the_row_is_there(
        self, office, monkeypatch, django_capture_on_commit_callbacks
    ):
        sent = []
        monkeypatch.setattr(tasks.run_freezing, "delay", sent.append)

        with django_capture_on_commit_callbacks(execute=True):
            freezing = ask(drafted(office), office)

        assert sent == [freezing.pk]


class TestFreezing:
    def test_the_figures_are_those_known_when_the_worker_began(self, office):
        arrests(a_case(), 9)
        freezing = ask(drafted(office), office)

        assert run(freezing, at=LATER)

        release = Release.objects.get()
        assert (release.state, release.data_cut_at, release.frozen_by) == (
            "frozen",
            LATER,
            office,
        )
        assert release.freeze_reason == "Exercise."
        assert release.figures.get(measure="arrests", table="nation", abroad=False).value == 9

    def test_each_group_of_measures_is_a_step_done(self, office, monkeypatch):
        freezing, seen_done, protected = ask(drafted(office), office), [], disclosure.protected

        def counting(release, figures, tell):
            def told():
                tell()
                seen_done.append(Freezing.objects.get().done)

            return protected(release, figures, told)

        monkeypatch.setattr(disclosure, "protected", counting)
        run(freezing)

        assert seen_done == list(range(2, freezing.wanted))  # counted before, filed after

    def test_it_is_frozen_once_however_often_it_is_sent(self, office):
        freezing = ask(drafted(office), office)

        assert run(freezing)
        digest = Release.objects.get().sha256
        assert run(freezing, at=LATER)

        assert Release.objects.get().sha256 == digest
        assert AuditEvent.objects.filter(action="release.freeze").count() == 1

    def test_why_it_was_refused_is_kept(self, office, monkeypatch):
        def refuse(*args):
            raise disclosure.CannotProtect("One number gives another away.")

        freezing = ask(drafted(office), office)
        monkeypatch.setattr(disclosure, "protected", refuse)

        assert not run(freezing)

        assert freezing.refused == "One number gives another away."
        assert Release.objects.get().state == "draft"
        assert not run(freezing)

    def test_a_quarter_opened_again_meanwhile_is_refused(self, office, monkeypatch):
        freezing = ask(drafted(office), office)
        Freezing.objects.update(reason="")
        freezing.refresh_from_db()

        assert not run(freezing)

        assert "Say why to go on" in freezing.refused

    def test_a_draft_thrown_away_meanwhile_is_no_fault(self, office):
        draft = drafted(office)
        freezing = ask(draft, office)
        releases.discard_release(draft, version=draft.version, by=office, at=AT)

        assert not releases.run_freezing(freezing.pk, at=AT)
        assert not Release.objects.exists()


class TestThePage:
    def test_it_says_how_far_it_is_and_offers_no_second_button(self, client, office):
        Freezing.objects.filter(pk=ask(drafted(office), office).pk).update(done=3)

        page = seen(client, office, WORK)

        assert "3 of " in page
        assert '<progress id="frozen" value="3"' in page
        assert "steps/freeze/" not in page
        assert page.count("In progress") == 1

    def test_it_says_why_it_was_refused_and_keeps_the_reason(self, client, office):
        freezing = ask(drafted(office), office, reason="Because of canary")
        Freezing.objects.update(finished_at=AT, refused="One number gives another away.")

        page = seen(client, office, WORK)

        assert f"{freezing.asked_by.name} asked for the figures to be frozen" in page
        assert "They were not: One number gives another away." in page
        assert "Because of canary" in page

    def test_what_a_worker_lost_is_told_of(self, client, office, clock):
        ask(drafted(office), office)
        clock.move_to(LATER)

        assert "the worker may have stopped" in seen(client, office, WORK)

    def test_a_thawed_release_speaks_of_no_old_freezing(self, client, office):
        run(ask(drafted(office), office))
        release = Release.objects.get()
        releases.thaw_release(
            release, version=release.version, by=office, at=AT, reason="Exercise."
        )

        page = seen(client, office, WORK)

        assert "asked for the figures to be frozen" not in page

    def test_one_frozen_directly_has_no_freezing(self, client, office):
        frozen(office)

        assert "<progress" not in seen(client, office, WORK)
