"""Packs: made in the background from the snapshot alone, and opened by their own people."""

import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from metrics.choices import ReleaseState
from metrics.models import Pack, PackRun, Release
from metrics.packs import ask_for_packs, left_behind, make_packs, making, packs_for
from metrics.packs.content import data_of, pack_pdf, places_of
from metrics.tests.snapshots import a_snapshot
from metrics.tests.test_files_commentary import NEVER, numbers_in, values_in
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.core.tests.pdf import tags_of, text_of
from toex.forces.models import Force, Region
from toex.web.tests.taking import take
from toex.workflow.refusals import NotYourStep, StepNotAllowed

AT = datetime(2026, 7, 1, 9, tzinfo=UTC)
SNAPSHOT = a_snapshot()
PLACES = {place.name: place for place in places_of(SNAPSHOT)}


@pytest.fixture
def office(db):
    return UserFactory(programme_office=True)


@pytest.fixture
def places(db):
    call_command("load_forces", verbosity=0)


@pytest.fixture
def few(monkeypatch):
    """Packs of three places only: making all of them takes seconds."""
    names = ("region-ersou", "force-essex", "force-kent")
    chosen = [PLACES[name] for name in names]
    for module in ("making", "asking"):
        monkeypatch.setattr(f"metrics.packs.{module}.places_of", lambda snapshot: chosen)
    return chosen


@pytest.fixture
def release(office):
    return a_release(office)


def a_release(office, state=ReleaseState.FROZEN, snapshot=SNAPSHOT):
    text = json.dumps(snapshot)
    return Release.objects.create(
        **{"reference": "R-2022-23-Q3-1", "period": "2022/23-Q3", "edition": 1, "state": state},
        **{"first": "2022-10-01", "last": "2022-12-31", "rules": "2022.1"},
        **{"population_version": "MYE23", "publish_at": AT + timedelta(days=30)},
        **{"snapshot": text, "sha256": hashlib.sha256(text.encode()).hexdigest()},
        **{"data_cut_at": AT, "created_at": AT, "created_by": office},
    )


def with_another_hidden(release):
    """Hide one more cell of a frozen release, as a review does."""
    text = release.snapshot.replace('"value": 14', '"value": null')
    release.snapshot, release.sha256 = text, hashlib.sha256(text.encode()).hexdigest()
    release.save()


def published(release, state=ReleaseState.PUBLISHED):
    Release.objects.filter(pk=release.pk).update(**{"state": state})


@pytest.fixture
def made(release, office, few):
    run = ask_for_packs(release, by=office, at=AT)
    make_packs(run.pk, at=AT)
    return run


class TestContent:
    def test_there_are_packs_of_ten_regions_and_43_forces(self):
        assert len([name for name in PLACES if name.startswith("region-")]) == 10
        assert len([name for name in PLACES if name.startswith("force-")]) == 43

    def test_a_force_stands_beside_its_region_and_the_nation(self):
        people = data_of(SNAPSHOT, PLACES["force-essex"])["tables"][0]
        assert people["header"][1:] == [
            *("Essex", "Eastern Region Special Operations Unit", "England and Wales"),
        ]
        own, region, nation = (
            next(
                figure["value"]
                for figure in SNAPSHOT["figures"]
                if figure["measure"] == "children_safeguarded"
                and (figure["force"], figure["region"]) == (force, region)
                and not figure["primary_type"]
            )
            for force, region in (("essex", ""), ("", "ERSOU"), ("", ""))
        )
        assert people["rows"][1][1:] == [f"{own}", f"{region}", f"{nation:,}"]

    def test_what_is_hidden_in_the_release_is_hidden_in_the_pack(self):
        people = data_of(SNAPSHOT, PLACES["force-essex"])["tables"][0]
        assert people["rows"][0][2] == "[c]"
        text = text_of(pack_pdf(SNAPSHOT, PLACES["region-ersou"]))
        assert "People safeguarded, Eastern Region Special Operations Unit: hidden" in text

    def test_a_number_that_is_hidden_is_in_no_pack(self):
        figures = [
            {**figure, "value": 987654} if figure["status"] == "suppressed" else figure
            for figure in SNAPSHOT["figures"]
        ]
        text = text_of(pack_pdf({**SNAPSHOT, "figures": figures}, PLACES["region-ersou"]))
        assert "987,654" not in text
        assert "1,244" in text

    @pytest.mark.parametrize("name", ["region-emsou", "region-tarian", "force-essex"])
    def test_every_number_in_its_sentences_is_a_figure_of_the_release(self, name):
        sentences = data_of(SNAPSHOT, PLACES[name])["points"]
        assert len(sentences) >= 3
        for sentence in sentences:
            assert set(numbers_in(sentence)) <= values_in(SNAPSHOT)
            assert not NEVER.search(sentence)

    def test_a_year_shows_a_region_by_type(self):
        figure = {"table": "region_type", "region": "ERSOU", "primary_type": "ASE", "value": 77}
        figures = [*SNAPSHOT["figures"], {**SNAPSHOT["figures"][0], **figure}]
        tables = data_of({**SNAPSHOT, "figures": figures}, PLACES["region-ersou"])["tables"]
        by_type = [each for each in tables if "by primary exploitation type" in each["title"]]
        assert by_type[0]["rows"][0][:2] == ["Adult sexual exploitation", "77"]

    def test_it_is_the_same_every_time_tagged_and_marked(self):
        content = pack_pdf(SNAPSHOT, PLACES["force-essex"])
        assert content == pack_pdf(SNAPSHOT, PLACES["force-essex"])
        assert {"/H1", "/Table", "/TH"} <= {kind for kind, _ in tags_of(content)}
        assert "OFFICIAL-SENSITIVE: management information" in text_of(content)


class TestMaking:
    def test_only_the_programme_office_asks(self, release, force_lead):
        with pytest.raises(NotYourStep):
            ask_for_packs(release, by=force_lead, at=AT)

    def test_a_draft_has_no_packs(self, office):
        draft = a_release(office, ReleaseState.DRAFT)
        with pytest.raises(StepNotAllowed):
            ask_for_packs(draft, by=office, at=AT)

    def test_a_worker_makes_them_after_the_commit(
        self, release, office, few, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            run = ask_for_packs(release, by=office, at=AT)
            assert (run.made, run.wanted) == (0, 3)
        run.refresh_from_db()
        assert (run.made, run.finished_at is not None) == (3, True)

    def test_one_run_is_under_way_at_a_time(self, release, office, few):
        first = ask_for_packs(release, by=office, at=AT)
        assert ask_for_packs(release, by=office, at=AT) == first
        assert PackRun.objects.count() == 1

    def test_it_goes_on_where_it_was_interrupted(self, release, office, few, monkeypatch):
        run, asked = ask_for_packs(release, by=office, at=AT), []

        def fails_at_the_third(snapshot, place):
            asked.append(place.name)
            if len(asked) == 3:
                raise OSError("The disk is full.")
            return pack_pdf(snapshot, place)

        monkeypatch.setattr(making, "pack_pdf", fails_at_the_third)
        with pytest.raises(OSError, match="full"):
            make_packs(run.pk, at=AT)
        run.refresh_from_db()
        assert (run.made, run.finished_at) == (2, None)
        assert make_packs(run.pk, at=AT) is True
        assert asked == ["region-ersou", "force-essex", "force-kent", "force-kent"]

    def test_making_them_twice_changes_nothing(self, made):
        made.refresh_from_db()
        before = (made.sha256, Pack.objects.count(), AuditEvent.objects.writes().count())
        assert make_packs(made.pk, at=AT + timedelta(hours=1)) is True
        made.refresh_from_db()
        after = (made.sha256, Pack.objects.count(), AuditEvent.objects.writes().count())
        assert after == before

    def test_the_zip_holds_each_pack_once_with_a_date_of_nobody(self, made):
        made.refresh_from_db()
        with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
            assert archive.namelist() == ["force-essex.pdf", "force-kent.pdf", "region-ersou.pdf"]
            assert {info.date_time[0] for info in archive.infolist()} == {1980}
        assert hashlib.sha256(made.content).hexdigest() == made.sha256

    def test_the_trail_says_who_asked_and_that_they_were_made(self, made):
        actions = list(AuditEvent.objects.writes().order_by("pk").values_list("action", flat=True))
        assert actions == ["packs.ask", "packs.make"]

    def test_packs_of_figures_that_changed_since_are_never_finished(self, release, office, few):
        run = ask_for_packs(release, by=office, at=AT)
        with_another_hidden(release)
        assert make_packs(run.pk, at=AT) is False
        assert ask_for_packs(release, by=office, at=AT) != run

    def test_a_run_of_an_older_layout_is_not_gone_on_with(self, release, office, few, monkeypatch):
        run = ask_for_packs(release, by=office, at=AT)
        monkeypatch.setattr("metrics.files.LAYOUT", 99)
        assert make_packs(run.pk, at=AT) is False
        later = ask_for_packs(release, by=office, at=AT)
        assert make_packs(later.pk, at=AT) is True
        assert (run.packs.count(), later.packs.count()) == (0, 3)

    def test_packs_of_an_older_layout_stay_the_bytes_they_are(
        self, places, made, release, client, monkeypatch
    ):
        published(release)
        kept = {pack.name: bytes(pack.content) for pack in made.packs.all()}
        monkeypatch.setattr("metrics.files.LAYOUT", 99)
        monkeypatch.setattr(making, "pack_pdf", lambda snapshot, place: b"%PDF made again")
        assert make_packs(made.pk, at=AT + timedelta(days=1)) is True
        assert {pack.name: bytes(pack.content) for pack in made.packs.all()} == kept
        lead = UserFactory(force_lead=True, force=Force.objects.get(code="essex"))
        answer = post(client, lead, "pack", "force-essex")
        assert answer.content == kept["force-essex"]

    def test_what_no_worker_took_up_is_found_later(self, release, office, few):
        run = ask_for_packs(release, by=office, at=AT)
        assert left_behind(now=AT + timedelta(minutes=1)) == []
        assert left_behind(now=AT + timedelta(minutes=11)) == [run.pk]
        make_packs(run.pk, at=AT)
        assert left_behind(now=AT + timedelta(minutes=11)) == []


def get(client, user, name, *more):
    client.force_login(user)
    return client.get(reverse(f"metrics:{name}", args=["R-2022-23-Q3-1", *more]))


def post(client, user, name, *more):
    return take(client, user, reverse(f"metrics:{name}", args=["R-2022-23-Q3-1", *more]))


class TestPages:
    def test_the_office_asks_with_one_button(self, release, office, few, client):
        assert b"Make the packs" in get(client, office, "packs").content
        client.post(reverse("metrics:ask-for-packs", args=[release.reference]))
        answer = get(client, office, "packs").content
        assert b'<progress id="made" value="0" max="3">' in answer
        assert b"Go on making the packs" in answer

    def test_the_office_downloads_all_and_each(self, made, office, client):
        whole = post(client, office, "all-packs")
        assert whole["Content-Disposition"] == ('attachment; filename="r-2022-23-q3-1-packs.zip"')
        assert whole["X-Content-Type-Options"] == "nosniff"
        one = post(client, office, "pack", "force-essex")
        assert one["Content-Disposition"] == (
            'attachment; filename="r-2022-23-q3-1-force-essex.pdf"'
        )
        assert one.content.startswith(b"%PDF")
        shown = AuditEvent.objects.reads().filter(action="packs.download").order_by("pk")
        assert [event.shown for event in shown] == [["all packs"], ["force-essex"]]

    def test_before_it_is_out_a_release_has_no_packs_for_others(self, places, made, client):
        lead = UserFactory(force_lead=True, force=Force.objects.get(code="essex"))
        assert get(client, lead, "packs").status_code == 404
        assert get(client, lead, "pack", "force-essex").status_code == 404

    def test_the_clock_opens_them_wherever_they_are_asked_for(self, places, made, release):
        published(release, ReleaseState.APPROVED)
        release.refresh_from_db()
        lead = UserFactory(force_lead=True, force=Force.objects.get(code="essex"))
        early = release.publish_at - timedelta(seconds=1)
        assert not packs_for(release, reader=lead, now=early).exists()
        (pack,) = packs_for(release, reader=lead, now=release.publish_at)
        assert pack.name == "force-essex"

    def test_a_force_opens_its_own_pack_and_no_other(self, places, made, release, client):
        published(release)
        lead = UserFactory(force_lead=True, force=Force.objects.get(code="essex"))
        assert get(client, lead, "pack", "force-essex").status_code == 200
        for other in ("force-kent", "region-ersou"):
            assert get(client, lead, "pack", other).status_code == 404
        assert get(client, lead, "all-packs").status_code == 404
        page = get(client, lead, "packs").content.decode()
        assert "Essex (PDF)" in page
        assert "Kent (PDF)" not in page

    def test_a_region_opens_its_own_and_its_forces(self, places, made, release, client):
        published(release)
        own = UserFactory(analyst=True, region=Region.objects.get(code="ERSOU"))
        away = UserFactory(analyst=True, region=Region.objects.get(code="EMSOU"))
        for name in ("region-ersou", "force-essex", "force-kent"):
            assert get(client, own, "pack", name).status_code == 200
            assert get(client, away, "pack", name).status_code == 404

    def test_packs_of_figures_that_changed_since_cannot_be_opened(
        self, places, made, release, office, client
    ):
        with_another_hidden(release)
        published(release)
        lead = UserFactory(force_lead=True, force=Force.objects.get(code="essex"))
        assert get(client, lead, "pack", "force-essex").status_code == 404
        assert get(client, office, "all-packs").status_code == 404
