"""The modes of disclosure control: what each hides and rounds, and what may leave."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, transaction

from metrics import releases
from metrics.choices import Mode
from metrics.disclosure import audit, protect
from metrics.disclosure.modes import MODES_OF, POLICIES, base_of, modes_of
from metrics.disclosure.thresholds import is_primary, reach_needed, threshold_of
from metrics.models import Release, ReleaseFigure
from metrics.releases.snapshot import snapshot_of
from metrics.rounding import rounded
from metrics.tests.releases import publish, put, release, tables_of
from toex.accounts.tests.factories import UserFactory
from toex.core.periods import parse
from toex.workflow.refusals import StepNotAllowed

AT = datetime(2023, 2, 1, 9, tzinfo=UTC)
LINES = [
    line.replace("|", " ").split()
    for line in (Path(__file__).parent / "data" / "modes.txt").read_text().splitlines()
    if line.strip() and not line.startswith("#")
]
PLACES = {"regions": ["ERSOU", "EMSOU", "ROCUWM", "YHROCU"], "forces": ["essex", "-"]}


@pytest.mark.parametrize("line", LINES, ids=lambda line: " ".join(line[:4]))
def test_each_mode_shows_of_a_cell_what_the_table_says(line):
    measure, value, number, largest, *told = line
    found = []
    for mode in Mode:
        if is_primary(measure, Decimal(value), int(number), int(largest), mode):
            found.append("c")
        else:
            found.append(str(rounded(Decimal(value), base_of(measure, mode))))

    assert found == told


@pytest.mark.parametrize("base", [1, 5])
def test_rounding_is_never_off_by_more_than_half_and_keeps_the_order(base):
    shown = [rounded(Decimal(value), base) for value in range(200)]

    assert all(each % base == 0 for each in shown)
    assert all(2 * abs(each - value) <= base for value, each in enumerate(shown))
    assert shown == sorted(shown)


def test_which_modes_a_release_may_have_is_data():
    assert {kind for _, kind in MODES_OF} == {"quarter", "year"}
    for period in ("2022/23-Q3", "2022/23"):
        assert modes_of("2022.1", parse(period))[0] == Mode.THRESHOLD
        assert modes_of("of later", parse(period)) == modes_of("2022.1", parse(period))
    assert [mode for mode in Mode if POLICIES[mode].leaves] == [Mode.THRESHOLD, Mode.TEN_FIVE]


def test_what_a_hidden_cell_must_reach_follows_the_mode():
    assert [reach_needed("arrests", mode) for mode in Mode] == [5, 10, 0]
    assert [threshold_of("arrests", mode).least for mode in Mode] == [5, 10, 0]


def counted(mode, **by_region):
    """Freeze a release in a mode with so many arrests by region, and protect it."""
    told = [
        (region, "essex", "ASE", 1) for region, times in by_region.items() for _ in range(times)
    ]
    row = release()
    Release.objects.filter(pk=row.pk).update(mode=mode)
    row.refresh_from_db()
    put(row, tables_of(told, "arrests", types=["ASE", "LAB"], **PLACES))
    protect(row)
    return row


def shown(row, table="region"):
    return [each.shown[0] for each in row.figures.filter(table=table).order_by("pk")]


@pytest.mark.django_db
class TestProtecting:
    told = {"ERSOU": 23, "EMSOU": 7, "ROCUWM": 41, "YHROCU": 16}

    def test_threshold_shows_what_is_not_small(self):
        assert shown(counted("threshold", **self.told)) == [23, 7, 41, 16]

    def test_ten_five_hides_below_ten_with_cover_and_rounds_the_rest(self):
        row = counted("ten-five", **self.told)

        assert shown(row) == [None, None, 40, None]
        assert shown(row, "nation") == [85]
        assert audit(row) == []

    def test_ten_five_is_safe_even_from_who_knows_the_numbers_before_rounding(self):
        row = counted("ten-five", **self.told)
        row.figures.update(rounded_to=1)

        assert audit(row) == []

    def test_a_part_of_a_rounded_number_is_not_told(self):
        row = counted("ten-five", **self.told)
        row.figures.update(unkeyed=20)
        nation = next(each for each in figures_of(row) if each["table"] == "nation")

        assert (nation["value"], nation["unkeyed"]) == (85, None)

    def test_internal_hides_nothing(self):
        row = counted("internal", ERSOU=3, EMSOU=1, ROCUWM=41)

        assert shown(row) == [3, 1, 41, 0]
        assert not row.figures.exclude(hidden="").exists()

    def test_no_true_number_below_a_rounded_one_is_in_the_snapshot(self):
        row = counted("ten-five", ERSOU=23, EMSOU=17, ROCUWM=41)
        values = {each["value"] for each in figures_of(row)}

        assert values == {0, 25, 15, 40, 80}


def figures_of(row):
    call_command("load_forces", verbosity=0)
    return snapshot_of(row)["figures"]


@pytest.mark.django_db
class TestInternal:
    @pytest.fixture
    def office(self):
        call_command("load_forces", verbosity=0)
        return UserFactory(programme_office=True)

    def drafted(self, office, **given):
        told = {"by": office, "at": AT, "period": "2022/23-Q3", "publish_at": AT}
        return releases.draft_release(**told, **given)

    def frozen(self, office, **given):
        row = self.drafted(office, **given)
        return releases.freeze_release(
            row, version=row.version, by=office, at=AT, reason="Exercise"
        )

    def test_is_numbered_apart_and_stands_in_nobodys_way(self, office):
        first, second = (self.drafted(office, mode="internal") for _ in range(2))
        edition = self.drafted(office)

        assert [first.reference, second.reference] == ["R-2022-23-Q3-I1", "R-2022-23-Q3-I2"]
        assert (edition.reference, edition.mode) == ("R-2022-23-Q3-1", "threshold")
        assert edition.revises is None

    def test_says_so_itself(self, office):
        snapshot = json.loads(self.frozen(office, mode="internal").snapshot)

        assert snapshot["notice"].startswith("Internal: nothing is hidden")
        assert snapshot["notes"][0].startswith("INTERNAL")

    def test_is_never_approved_nor_offered_to_be(self, office):
        row = self.frozen(office, mode="internal")
        other = UserFactory(programme_office=True)

        with pytest.raises(StepNotAllowed):
            releases.approve_release(row, version=row.version, by=other, at=AT)

    def test_the_database_lets_none_out(self, office):
        row = self.frozen(office, mode="internal")

        with pytest.raises(IntegrityError), transaction.atomic():
            Release.objects.filter(pk=row.pk).update(state="approved")

    def test_is_seen_by_the_programme_office_only(self, office):
        row = self.frozen(office, mode="internal")

        for role in ("toex_manager", "force_lead", "analyst"):
            assert row not in Release.objects.visible_to(UserFactory(**{role: True}))
        assert row in Release.objects.visible_to(office)

    def test_a_mode_that_is_none_is_refused(self, office):
        with pytest.raises(ValidationError) as refused:
            self.drafted(office, mode="open")

        assert list(refused.value.message_dict) == ["mode"]

    def test_the_mode_is_chosen_on_the_page_and_over_the_api(self, office, api, client):
        client.force_login(office)
        sent = {"period": "2021/22-Q4", "publish_on": "2099-02-01", "mode": "ten-five"}
        page = client.post("/releases/new/", sent)
        body = {"period": "2021/22-Q3", "publish_at": "2099-02-01", "mode": "ten-five"}
        answer = api(office).post("/api/v1/releases/", body)

        assert page.status_code == 302
        assert Release.objects.get(period="2021/22-Q4").mode == "ten-five"
        assert (answer.status_code, answer.json()["mode"]) == (201, "ten-five")

    def test_a_later_edition_keeps_to_the_mode_of_the_one_before(self, office):
        """Else every rounded number would stand in the list of revisions, and nothing changed."""
        publish(self.frozen(office, mode="ten-five"))

        with pytest.raises(ValidationError, match="protects small numbers in another way"):
            self.drafted(office, mode="threshold")
        assert self.drafted(office).mode == "ten-five"

    def test_a_ten_five_release_says_what_it_does(self, office):
        snapshot = json.loads(self.frozen(office, mode="ten-five").snapshot)

        assert "rounded to the nearest 5" in snapshot["notes"][0]


@pytest.mark.django_db
def test_a_published_release_is_still_locked_by_the_database():
    row = counted("ten-five", ERSOU=23)
    Release.objects.filter(pk=row.pk).update(state="published")

    with pytest.raises(DatabaseError), transaction.atomic():
        Release.objects.filter(pk=row.pk).update(mode="threshold")
    with pytest.raises(DatabaseError), transaction.atomic():
        ReleaseFigure.objects.filter(release=row).update(rounded_to=1)
