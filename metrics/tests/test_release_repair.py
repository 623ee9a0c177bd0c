"""Taking a release back before anybody has approved it, and what the database lets go."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError, transaction

from metrics import packs, releases
from metrics.models import DisclosureChoice, Release
from metrics.tests.test_releases import AT, OUT_AT, a_case, arrests, drafted, frozen, published
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.workflow.refusals import NotYourStep, StepNotAllowed, VersionStale

pytestmark = pytest.mark.django_db
WHY = "Exercise: a return came in late."


@pytest.fixture
def office():
    call_command("load_forces", verbosity=0)
    return UserFactory(programme_office=True)


@pytest.fixture
def other():
    return UserFactory(programme_office=True)


def thaw(release, by, reason=WHY):
    return releases.thaw_release(release, version=release.version, by=by, at=AT, reason=reason)


def freeze(release, by):
    return releases.freeze_release(
        release, version=release.version, by=by, at=AT, reason="Exercise: not all confirmed."
    )


def approve(release, by):
    return releases.approve_release(release, version=release.version, by=by, at=AT)


def discard(release, by):
    releases.discard_release(release, version=release.version, by=by, at=AT)


def hide(release, by, **places):
    figure = release.figures.get(measure="arrests", table="region", **places)
    return releases.hide_cell(
        release, version=release.version, by=by, at=AT, figure=figure, reason="Exercise."
    )


class TestThawing:
    def test_nothing_of_the_freeze_is_left(self, office):
        arrests(a_case(), 9)
        arrests(a_case("derbyshire"), 14)
        release = hide(frozen(office), office, region="ERSOU")
        packs.ask_for_packs(release, by=office, at=AT)

        release = thaw(release, office)

        assert (release.state, release.data_cut_at, release.sha256) == ("draft", None, "")
        assert (release.frozen_by, release.missing, release.snapshot) == (None, [], "")
        kept = (release.figures, release.files, release.choices)
        assert [rows.exists() for rows in kept] == [False] * 3
        assert packs.latest_run(release) is None

    def test_whose_freeze_it_was_and_why_it_went_is_in_the_trail(self, office, other):
        release = frozen(office)
        thaw(release, other)

        event = AuditEvent.objects.get(action="release.thaw")
        assert (event.actor, event.note) == (other, WHY)
        assert event.changes["state"] == ["frozen", "draft"]
        assert event.changes["sha256"] == release.sha256
        assert event.changes["frozen_by"] == office.email

    def test_frozen_again_it_counts_what_came_in_since(self, office):
        case = a_case()
        arrests(case, 9)
        release = thaw(frozen(office), office)
        arrests(case, 7)

        release = freeze(release, office)

        assert release.figures.get(measure="arrests", table="nation", abroad=False).value == 16
        assert releases.verify(release) == []

    def test_two_people_are_enough_after_the_second_has_frozen(self, office, other):
        release = freeze(drafted(office), other)
        for person in (office, other):
            with pytest.raises(NotYourStep):
                approve(release, person)

        release = freeze(thaw(release, other), office)

        assert approve(release, other).state == "approved"

    def test_it_needs_a_reason(self, office):
        release = frozen(office)
        with pytest.raises(ValidationError, match="Enter a reason"):
            thaw(release, office, reason=" ")
        assert release.figures.exists()

    def test_nothing_but_a_frozen_release_thaws(self, office, other):
        with pytest.raises(StepNotAllowed):
            thaw(drafted(office), office)
        approved = approve(frozen(office, period="2021/22"), other)
        with pytest.raises(StepNotAllowed):
            thaw(approved, office)

    def test_a_region_thaws_none_and_a_stale_page_thaws_nothing(self, office):
        release = frozen(office)
        with pytest.raises(Release.DoesNotExist):
            thaw(release, UserFactory(toex_manager=True))
        with pytest.raises(VersionStale):
            releases.thaw_release(release, version=1, by=office, at=AT, reason=WHY)

    def test_what_is_published_stays_as_it_is(self, office, other):
        arrests(a_case(), 9)
        first = published(office, other)
        before = {file.name: bytes(file.content) for file in first.files.all()}
        thaw(frozen(office, at=OUT_AT + timedelta(days=9)), office)

        assert {file.name: bytes(file.content) for file in first.files.all()} == before
        assert releases.verify(first) == []


class TestDiscarding:
    def test_the_draft_goes_with_what_hangs_on_it_and_frees_its_reference(self, office):
        release = frozen(office)
        packs.ask_for_packs(release, by=office, at=AT)
        reader = UserFactory(force_lead=True)
        releases.give_early_access(release, by=office, at=AT, user=reader, reason="Exercise.")

        discard(thaw(release, office), office)

        assert not Release.objects.exists()
        assert drafted(office).reference == release.reference
        event = AuditEvent.objects.get(action="release.discard")
        assert (event.actor, event.target) == (office, release.reference)

    def test_only_a_draft_goes(self, office):
        with pytest.raises(StepNotAllowed):
            discard(frozen(office), office)

    def test_the_edition_before_may_be_revised_again(self, office, other):
        published(office, other)
        later = OUT_AT + timedelta(days=9)
        discard(drafted(office, at=later), office)

        assert drafted(office, at=later).edition == 2


class TestTheDatabase:
    def refuses(self, act):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
        return True

    def test_a_frozen_release_and_its_choices_are_not_deleted(self, office):
        arrests(a_case(), 9)
        arrests(a_case("derbyshire"), 14)
        release = hide(frozen(office), office, region="ERSOU")

        assert self.refuses(lambda: release.choices.all()._raw_delete("default"))
        assert self.refuses(lambda: Release.objects.all()._raw_delete("default"))
        assert self.refuses(lambda: DisclosureChoice.objects.update(reason="Another."))

    def test_an_approved_release_only_goes_on_to_be_published(self, office, other):
        approve(frozen(office), other)

        for state in ("draft", "frozen"):
            assert self.refuses(lambda state=state: Release.objects.update(**{"state": state}))
        assert self.refuses(lambda: Release.objects.get().figures.update(hidden="primary"))
        assert self.refuses(lambda: Release.objects.get().figures.all()._raw_delete("default"))
        assert self.refuses(lambda: Release.objects.get().files.update(name="x"))


class TestPages:
    WORK = "/releases/R-2022-23-Q3-1/workspace/"

    def test_a_frozen_release_is_taken_back_on_a_page_of_its_own(self, client, office):
        release = frozen(office)
        client.force_login(office)
        assert "/releases/R-2022-23-Q3-1/thaw/" in client.get(self.WORK).content.decode()
        address = "/releases/R-2022-23-Q3-1/thaw/"
        assert "Take this release back to draft" in client.get(address).content.decode()

        empty = client.post(address, {"version": release.version})
        assert "Enter the reason for taking it back" in empty.content.decode()
        told = {"version": release.version, "reason": WHY}
        page = client.post(address, told, follow=True).content.decode()

        assert "The release is a draft again." in page
        assert WHY in page
        assert Release.objects.get().state == "draft"

    def test_cells_hidden_by_hand_are_named_before_they_are_lost(self, client, office):
        arrests(a_case(), 9)
        arrests(a_case("derbyshire"), 14)
        hide(frozen(office), office, region="ERSOU")
        client.force_login(office)

        page = client.get("/releases/R-2022-23-Q3-1/thaw/").content.decode()

        assert "Arrests: ERSOU" in page

    def test_a_draft_is_thrown_away_after_asking(self, client, office):
        release = drafted(office)
        client.force_login(office)
        assert "/releases/R-2022-23-Q3-1/discard/" in client.get(self.WORK).content.decode()
        address = "/releases/R-2022-23-Q3-1/discard/"
        assert "stays in the access log" in client.get(address).content.decode()
        assert Release.objects.exists()

        page = client.post(address, {"version": release.version}, follow=True)

        assert page.redirect_chain[-1][0] == "/releases/"
        assert "The draft is thrown away." in page.content.decode()
        assert not Release.objects.exists()

    def test_it_is_refused_kindly_where_it_is_too_late(self, client, office):
        frozen(office)
        client.force_login(office)
        answer = client.get("/releases/R-2022-23-Q3-1/discard/")

        assert answer.status_code == 409
        assert "You cannot do this now" in answer.content.decode()
