"""The attack on a release is kept, and goes out of date with whatever it rests on."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from metrics import attacks, releases
from metrics.attacks import keeping
from metrics.disclosure import protect
from metrics.models import Attack, Release
from metrics.tasks import attack_what_waits
from metrics.tests.releases import START, put, release, tables_of
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.workflow.refusals import NotYourStep, StepNotAllowed

pytestmark = pytest.mark.django_db
PLACES = {"forces": ["essex", "-"]}
TOLD = {"ERSOU": 14, "EMSOU": 3, "ROCUWM": 22, "YHROCU": 31}
CLEAN = "No hidden number can be worked out"


@pytest.fixture
def office():
    call_command("load_forces", verbosity=0)
    return UserFactory(programme_office=True)


@pytest.fixture
def other():
    return UserFactory(programme_office=True)


@pytest.fixture
def frozen(office):
    row = put_figures(release(by=office))
    Release.objects.filter(pk=row.pk).update(frozen_by=office)
    row.refresh_from_db()
    protect(row)
    return row


def put_figures(row):
    told = [(region, "essex", "ASE", 1) for region, times in TOLD.items() for _ in range(times)]
    return put(row, tables_of(told, "arrests", types=["ASE", "LAB"], **PLACES))


def ask(row, by):
    return attacks.ask_for_attack(row, by=by, at=START)


def attacked(row, by):
    attack = ask(row, by)
    assert attacks.run_attack(attack.pk, at=START)
    return attacks.standing_of(row).fresh


def approve(row, by):
    return releases.approve_release(row, version=row.version, by=by, at=START)


def hide(row, by, region):
    figure = row.figures.get(table="region", region=region)
    return releases.hide_cell(
        row, version=row.version, by=by, at=START, figure=figure, reason="Exercise."
    )


def another_of_the_year(office, other):
    row = put_figures(release("2022/23-Q2", by=office))
    protect(row)
    return Release.objects.filter(pk=row.pk).update(**{"state": "approved", "approved_by": other})


class TestKeeping:
    def test_what_came_of_it_is_kept_with_the_bounds_of_every_hidden_figure(self, frozen, office):
        attack = attacked(frozen, office)

        assert (attack.findings, attack.done) == ([], attack.wanted)
        hidden = frozen.figures.get(table="region", region="EMSOU")
        assert attack.bounds[str(hidden.pk)] == [1, 37]

    def test_who_had_it_attacked_is_in_the_trail(self, frozen, office):
        attack = attacked(frozen, office)

        event = AuditEvent.objects.get(action="release.attack")
        assert (event.actor, event.changes) == (office, {"attack": attack.pk, "findings": 0})

    def test_a_known_result_is_not_worked_out_again(self, frozen, office, monkeypatch):
        attack = attacked(frozen, office)
        monkeypatch.setattr(keeping, "attack_by_groups", None)

        assert ask(frozen, office) == attack
        assert attacks.run_attack(attack.pk, at=START)

    def test_asking_while_it_runs_makes_no_second(self, frozen, office):
        assert ask(frozen, office) == ask(frozen, office)

    def test_what_changed_meanwhile_is_not_kept(self, frozen, office):
        attack = ask(frozen, office)
        frozen.figures.filter(region="YHROCU").update(hidden="reviewer")

        assert not attacks.run_attack(attack.pk, at=START)
        assert not Attack.objects.finished().exists()

    def test_what_a_thaw_took_away_is_no_fault(self, frozen, office):
        attack = ask(frozen, office)
        releases.thaw_release(
            frozen, version=frozen.version, by=office, at=START, reason="Exercise."
        )

        assert not attacks.run_attack(attack.pk, at=START)

    def test_a_draft_is_not_attacked_and_a_region_attacks_none(self, frozen, office):
        with pytest.raises(NotYourStep):
            ask(frozen, UserFactory(toex_manager=True))
        with pytest.raises(StepNotAllowed):
            ask(release("2021/22-Q3", state="draft", by=office), office)


class TestOutOfDate:
    def test_by_a_cell_hidden_since(self, frozen, office):
        before = attacked(frozen, office)
        hide(frozen, office, "YHROCU")

        standing = attacks.standing_of(frozen)
        assert (standing.fresh, standing.before) == (None, before)
        assert standing.running.made_from != before.made_from

    def test_by_another_release_of_the_year(self, frozen, office, other):
        attacked(frozen, office)
        another_of_the_year(office, other)

        assert attacks.standing_of(frozen).fresh is None

    def test_not_by_a_release_of_another_year(self, frozen, office, other):
        attacked(frozen, office)
        row = release("2021/22-Q2", by=office)
        Release.objects.filter(pk=row.pk).update(**{"state": "approved", "approved_by": other})

        assert attacks.standing_of(frozen).is_clean


class TestApproving:
    def test_takes_the_result_that_is_kept(self, frozen, office, other, monkeypatch):
        attacked(frozen, office)
        monkeypatch.setattr(keeping, "attack_by_groups", None)

        assert approve(frozen, other).state == "approved"

    def test_attacks_what_nobody_has_attacked_since_it_changed(self, frozen, office, other):
        attacked(frozen, office)
        frozen.figures.exclude(region="EMSOU").update(hidden="")

        with pytest.raises(ValidationError, match="England and Wales 70 less"):
            approve(frozen, other)

    def test_keeps_what_it_found_out(self, frozen, other):
        assert attacks.standing_of(approve(frozen, other)).is_clean

    def test_publishing_insists_as_well(self, frozen, office, other, monkeypatch):
        row = approve(frozen, other)
        another_of_the_year(office, other)
        asked = []
        monkeypatch.setattr(
            keeping, "attack_by_groups", lambda row, with_bounds: asked.append(row) or []
        )

        releases.publish_release(row, version=row.version, by=office, at=START)

        assert asked == [row]


class TestByTheClock:
    def test_what_nobody_attacks_is_attacked(self, frozen, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            assert attack_what_waits() == [frozen.reference]

        assert attacks.standing_of(frozen).is_clean
        assert attack_what_waits() == []

    def test_what_a_worker_has_at_hand_is_left_to_it_for_a_while(self, frozen, office):
        ask(frozen, office)

        assert attacks.attack_what_waits(at=START + timedelta(minutes=9)) == []
        assert attacks.attack_what_waits(at=START + timedelta(minutes=11)) == [frozen.reference]


class TestPage:
    def page(self, client, row, by):
        client.force_login(by)
        return client.get(f"/releases/{row.reference}/disclosure/").content.decode()

    def test_says_that_nobody_has_attacked_it(self, frozen, office, client):
        page = self.page(client, frozen, office)

        assert "has not been checked as it stands now" in page
        assert "Not worked out yet" in page
        assert CLEAN not in page

    def test_says_how_far_it_is(self, frozen, office, client):
        attack = ask(frozen, office)
        Attack.objects.update(done=4)

        assert f"4 of {attack.wanted} groups of measures are checked" in self.page(
            client, frozen, office
        )

    def test_says_when_it_ran_and_who_asked(self, frozen, office, client):
        attacked(frozen, office)
        page = self.page(client, frozen, office)

        assert CLEAN in page
        assert f"asked for by {office.name}" in page

    def test_attacks_nothing_itself(self, frozen, office, client, monkeypatch):
        attacked(frozen, office)
        monkeypatch.setattr(keeping, "attack_by_groups", None)

        assert "1 to 37" in self.page(client, frozen, office)

    def test_says_that_it_no_longer_holds(self, frozen, office, other, client):
        attacked(frozen, office)
        another_of_the_year(office, other)
        page = self.page(client, frozen, office)

        assert "The last check is out of date." in page
        assert CLEAN not in page

    def test_has_it_attacked_by_a_button(
        self, frozen, office, client, django_capture_on_commit_callbacks
    ):
        client.force_login(office)
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(f"/releases/{frozen.reference}/disclosure/attack/", follow=True)

        assert "The release is being checked." in answer.content.decode()
        assert CLEAN in self.page(client, frozen, office)

    def test_makes_a_constant_number_of_queries(
        self, frozen, office, client, django_assert_max_num_queries
    ):
        attacked(frozen, office)
        more = [(region, "essex", "LAB", 1) for region in TOLD for _ in range(9)]
        put(frozen, tables_of(more, "charges", types=["ASE", "LAB"], **PLACES))
        client.force_login(office)

        with django_assert_max_num_queries(22):
            client.get(f"/releases/{frozen.reference}/disclosure/")
