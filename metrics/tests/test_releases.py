"""A release from draft to published, by two people and the clock."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError, transaction

from cases.choices import OutcomeState
from cases.models import Outcome
from metrics import releases
from metrics.models import Release
from metrics.tests.factories import CaseFactory, OutcomeFactory
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.forces.models import Force
from toex.workflow.refusals import NotYourStep, StepNotAllowed

pytestmark = pytest.mark.django_db
AT = datetime(2023, 2, 1, 9, tzinfo=UTC)
OUT_AT = datetime(2023, 2, 10, 9, 30, tzinfo=UTC)


@pytest.fixture
def office():
    call_command("load_forces", verbosity=0)
    return UserFactory(programme_office=True)


@pytest.fixture
def other():
    return UserFactory(programme_office=True)


def a_case(force="essex", **more):
    requesting = Force.objects.get(code=force)
    return CaseFactory(requesting_force=requesting, opened_on=date(2022, 10, 3), **more)


def arrests(case, number, day=date(2022, 11, 7), **more):
    """Record single arrests: one event that makes a figure alone would be hidden."""
    told = {"case": case, "kind": "arrest", "occurred_on": day, **more}
    return OutcomeFactory.create_batch(number, **told)


def drafted(by, period="2022/23-Q3", at=AT, **more):
    return releases.draft_release(by=by, at=at, period=period, publish_at=OUT_AT, **more)


def frozen(by, at=AT, **more):
    release = drafted(by, at=at, **more)
    return releases.freeze_release(
        release, version=release.version, by=by, at=at, reason="Exercise: not all confirmed."
    )


def published(by, other, at=AT, **more):
    release = frozen(by, at=at, **more)
    release = releases.approve_release(release, version=release.version, by=other, at=at)
    return releases.publish_release(release, version=release.version, by=by, at=max(at, OUT_AT))


def cell(release, measure, table="nation", **places):
    figure = release.figures.get(measure=measure, table=table, abroad=False, **places)
    return figure.value


class TestDrafting:
    def test_a_quarter_has_a_reference_with_its_edition(self, office):
        release = drafted(office)

        assert (release.reference, release.edition) == ("R-2022-23-Q3-1", 1)
        assert release.population_version == "MYE23"

    def test_a_year_has_a_reference_without_a_quarter(self, office):
        release = drafted(office, "2021/22")

        assert release.reference == "R-2021-22-1"

    @pytest.mark.parametrize("period", ["2022-11", "2022/23-Q4", "2022/23-Q5", "", "autumn"])
    def test_a_period_that_is_none_or_not_over_is_refused(self, office, period):
        with pytest.raises(ValidationError) as refused:
            drafted(office, period)

        assert list(refused.value.message_dict) == ["period"]

    def test_a_second_edition_waits_until_the_first_is_published(self, office, other):
        drafted(office)
        with pytest.raises(ValidationError, match="R-2022-23-Q3-1 of this period is under way"):
            drafted(office)

    def test_a_region_drafts_none(self, office):
        with pytest.raises(NotYourStep):
            drafted(UserFactory(toex_manager=True))


class TestFreezing:
    def test_the_figures_are_those_known_at_the_cut(self, office):
        case = a_case()
        arrests(case, 9)
        release = frozen(office)
        arrests(case, 7)

        assert cell(release, "arrests") == 9
        assert cell(release, "arrests", "region", region="ERSOU") == 9
        assert cell(release, "arrests", "type", primary_type="ASE") == 9
        assert release.data_cut_at == AT

    @pytest.mark.parametrize("table", ["region", "force", "type"])
    def test_each_table_adds_up_to_the_nation(self, office, table):
        for force, quantity in (("essex", 9), ("kent", 12), ("derbyshire", 6)):
            arrests(a_case(force), quantity)
        release = frozen(office)

        parts = release.figures.filter(measure="arrests", table=table)
        assert sum(part.value for part in parts) == cell(release, "arrests") == 27

    def test_a_year_has_regions_by_type_and_a_quarter_has_not(self, office):
        assert not frozen(office).figures.filter(table="region_type").exists()
        assert frozen(office, period="2021/22").figures.filter(table="region_type").exists()

    def test_it_is_frozen_once(self, office):
        release = frozen(office)
        with pytest.raises(StepNotAllowed):
            releases.freeze_release(
                release, version=release.version, by=office, at=AT, reason="Again."
            )

    def test_a_small_number_is_nowhere_in_the_snapshot(self, office):
        arrests(a_case(), 9)
        arrests(a_case("derbyshire"), 3)
        snapshot = json.loads(frozen(office).snapshot)

        for figure in snapshot["figures"]:
            if figure["measure"] == "arrests" and figure["region"] == "EMSOU":
                assert (figure["value"], figure["status"]) == (None, "suppressed")
        for table in snapshot["tables"]:
            for row in table["rows"]:
                assert all(cell["value"] != 3 for cell in row["cells"])


class TestApproving:
    def test_nobody_approves_what_they_drafted_or_froze(self, office, other):
        release = frozen(office)
        with pytest.raises(NotYourStep):
            releases.approve_release(release, version=release.version, by=office, at=AT)

        approved = releases.approve_release(release, version=release.version, by=other, at=AT)
        assert approved.state == "approved"


class TestPublishing:
    @pytest.fixture
    def approved(self, office, other):
        release = frozen(office)
        return releases.approve_release(release, version=release.version, by=other, at=AT)

    def test_it_waits_for_its_time(self, approved, office):
        early = OUT_AT - timedelta(seconds=1)
        with pytest.raises(StepNotAllowed, match="10 February 2023 at 09:30"):
            releases.publish_release(approved, version=approved.version, by=office, at=early)

        assert releases.publish_due(at=early) == []

    def test_the_clock_publishes_it(self, approved):
        assert releases.publish_due(at=OUT_AT) == [approved]
        assert Release.objects.get().state == "published"
        assert AuditEvent.objects.filter(action="release.publish").exists()

    def test_readers_see_it_at_its_time_though_no_worker_ran(self, approved):
        reader = UserFactory(force_lead=True)
        seen = Release.objects.visible_to

        assert not seen(reader, now=OUT_AT - timedelta(seconds=1)).exists()
        assert seen(reader, now=OUT_AT).exists()

    def test_early_access_shows_an_approved_release_and_ends_at_once(self, approved, office):
        reader = UserFactory(force_lead=True)
        row = releases.give_early_access(
            approved, by=office, at=AT, user=reader, reason="Exercise: prepares a briefing."
        )
        assert Release.objects.visible_to(reader, now=AT).exists()

        releases.end_early_access(row, by=office, at=AT)
        assert not Release.objects.visible_to(reader, now=AT).exists()

    @pytest.mark.parametrize(
        ("table", "field"), [("release", "reason"), ("figures", "hidden"), ("files", "name")]
    )
    def test_the_database_refuses_to_change_it_afterwards(self, office, other, table, field):
        release = published(office, other)
        rows = Release.objects.all() if table == "release" else getattr(release, table).all()
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**{field: "x"})
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete(rows.db)


class TestLaterEditions:
    def test_old_bytes_stay_and_each_changed_cell_is_listed(self, office, other):
        case, elsewhere = a_case(), a_case("derbyshire")
        gone = arrests(case, 9)
        arrests(case, 11)
        arrests(elsewhere, 14)
        first = published(office, other)
        before = {file.name: bytes(file.content) for file in first.files.all()}

        later = OUT_AT + timedelta(days=30)
        arrests(elsewhere, 8)
        Outcome.objects.filter(pk__in=[event.pk for event in gone]).update(
            state=OutcomeState.VOID,
            voided_at=later - timedelta(days=1),
            voided_by=other,
            void_reason="Exercise: entered twice.",
        )
        second = frozen(office, at=later, reason="Exercise: late arrivals and a correction.")

        listed = {
            (row["table"], row["region"]): row
            for row in json.loads(second.snapshot)["revisions"]
            if row["measure"] == "arrests" and row["table"] in ("nation", "region")
        }
        assert listed["region", "ERSOU"]["change"] == -9
        assert listed["region", "ERSOU"]["first_published"] == 20
        changes = [row["change"] for (table, _), row in listed.items() if table == "region"]
        assert sum(changes) == listed["nation", ""]["change"]
        assert listed["nation", ""]["reason"] == "Exercise: late arrivals and a correction."
        assert {file.name: bytes(file.content) for file in first.files.all()} == before
        assert releases.verify(first) == []
