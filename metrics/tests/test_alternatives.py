"""Alternatives on the review: tried on a copy, true when chosen, with a reason."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from metrics import attacks, releases
from metrics.disclosure import audit, protect
from metrics.models import DisclosureChoice, Release, ReleaseFigure
from metrics.releases.alternatives import alternatives_of, widened
from metrics.tests.releases import START, put, release, tables_of
from metrics.tests.test_releases import a_case, arrests
from metrics.tests.test_releases import frozen as freeze
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.workflow.refusals import NotYourStep, StepNotAllowed, VersionStale

pytestmark = pytest.mark.django_db
TOLD = {"ERSOU": 14, "EMSOU": 3, "ROCUWM": 22, "YHROCU": 31}
REGIONS, TYPES = 10, 15
CODES = ["again", "merge:region", "merge:force", "merge:type", "mode:ten-five"]


@pytest.fixture
def office():
    call_command("load_forces", verbosity=0)
    return UserFactory(programme_office=True)


def told(by_region):
    return [
        (region, "essex", ("ASE", "LAB")[times > 20], 1)
        for region, times in by_region.items()
        for _ in range(times)
    ]


@pytest.fixture
def row(office):
    figures = tables_of(told(TOLD), "arrests", types=["ASE", "LAB"], forces=["essex", "-"])
    made = put(release(by=office), figures)
    protect(made)
    return made


@pytest.fixture
def leaking(row):
    row.figures.exclude(region="EMSOU").update(hidden="")
    return row


def choose(row, by, code, reason="Exercise reason", version=None):
    return releases.choose_alternative(
        row,
        version=version or row.version,
        by=by,
        at=START,
        code=code,
        measure="arrests",
        reason=reason,
    )


def hidden(row):
    return row.figures.filter(measure="arrests").exclude(hidden="").count()


class TestTrying:
    def test_offers_merging_and_rounding_with_the_cells_of_each(self, row):
        found = {each.code: each for each in alternatives_of(row, "arrests")}

        assert list(found) == CODES
        assert found["again"].hidden == hidden(row) == 3
        assert found["merge:region"].hidden == 10
        assert found["merge:type"].lost == 2
        assert all(each.cells == row.figures.count() for each in found.values())

    def test_changes_nothing(self, row, office):
        before = list(ReleaseFigure.objects.order_by("pk").values_list())

        alternatives_of(row, "arrests")
        widened(row, "arrests", by=office)

        assert list(ReleaseFigure.objects.order_by("pk").values_list()) == before
        row.refresh_from_db()
        assert (row.mode, row.version) == ("threshold", 1)

    def test_a_small_total_is_not_merged_into(self, office):
        few = put(release(by=office), tables_of(told({"ERSOU": 3}), "arrests", types=["ASE"]))
        protect(few)

        codes = [each.code for each in alternatives_of(few, "arrests")]
        assert codes == ["again", "mode:ten-five"]

    def test_a_rounded_release_may_be_one_that_is_not(self, row, office):
        row = choose(row, office, "mode:ten-five")

        assert "mode:threshold" in [each.code for each in alternatives_of(row, "arrests")]

    def test_what_cannot_be_made_safe_says_which_sum_gives_it_away(self, row, monkeypatch):
        monkeypatch.setattr("metrics.disclosure.hiding._cheapest", lambda *args: None)
        monkeypatch.setattr("metrics.disclosure.protecting.fall_back", lambda *args: False)
        ReleaseFigure.objects.update(hidden="")

        again = alternatives_of(row, "arrests")[0]

        assert "EMSOU can be worked out" in again.problem


class TestChoosing:
    @pytest.mark.parametrize("code", CODES)
    def test_each_costs_what_it_said_and_is_safe(self, row, office, code):
        tried = next(each for each in alternatives_of(row, "arrests") if each.code == code)

        row = choose(row, office, code)

        assert not tried.problem
        assert hidden(row) == tried.hidden
        assert audit(row) == []
        assert releases.verify(row) == []

    def test_a_suggested_fix_works_where_approval_was_blocked(self, leaking, office):
        other = UserFactory(programme_office=True)
        with pytest.raises(ValidationError, match="England and Wales 70 less"):
            releases.approve_release(leaking, version=leaking.version, by=other, at=START)

        row = choose(leaking, office, "again")

        row = releases.approve_release(row, version=row.version, by=other, at=START)
        assert row.state == "approved"

    def test_a_merged_table_is_hidden_zeros_too_and_stays_so(self, row, office):
        row = choose(row, office, "merge:region")
        protect(row)

        assert not row.figures.filter(table="region", hidden="").exists()
        assert row.figures.get(table="nation").hidden == ""
        assert DisclosureChoice.objects.filter(reason="Exercise reason").count() == 10

    def test_rounding_is_the_mode_of_the_release_from_then_on(self, row, office):
        row = choose(row, office, "mode:ten-five")

        assert row.mode == "ten-five"
        assert row.figures.get(table="nation").shown[0] == 70
        assert row.figures.get(table="region", region="YHROCU").shown[0] == 30

    def test_who_chose_what_and_why_is_in_the_trail(self, row, office):
        choose(row, office, "merge:type")

        event = AuditEvent.objects.get(action="release.choose-alternative")
        assert event.changes == {"alternative": "merge:type", "measure": "arrests"}
        assert (event.actor, event.note) == (office, "Exercise reason")

    @pytest.mark.parametrize("code", ["", "merge:nation", "mode:internal", "mode:threshold", "x"])
    def test_what_is_no_alternative_is_refused(self, row, office, code):
        with pytest.raises(ValidationError, match="Select one of the alternatives"):
            choose(row, office, code)

    def test_a_reason_is_wanted(self, row, office):
        with pytest.raises(ValidationError, match="Enter a reason"):
            choose(row, office, "again", reason=" ")

    def test_refusals_come_in_the_order_of_the_contract(self, row, office):
        with pytest.raises(VersionStale):
            choose(row, office, "", version=7)
        Release.objects.filter(pk=row.pk).update(
            **{"state": "approved", "approved_by": UserFactory(programme_office=True)}
        )
        with pytest.raises(StepNotAllowed):
            choose(row, office, "")
        Release.objects.filter(pk=row.pk).update(**{"state": "published"})
        with pytest.raises(NotYourStep):
            choose(row, UserFactory(toex_manager=True), "")


class TestWidening:
    def test_the_year_is_counted_and_protected_beside_its_quarter(self, office):
        for force, number in (("essex", 9), ("derbyshire", 3), ("west-midlands", 8)):
            case = a_case(force)
            arrests(case, number)
            case.opened_on = date(2022, 4, 4)
            case.save()
            arrests(case, 6, day=date(2022, 10, 20))
        row = freeze(office)

        wide = widened(row, "arrests", by=office)

        assert (wide.period, wide.is_over, wide.problem) == ("2022/23", False, "")
        assert wide.cells == row.figures.filter(measure="arrests", status="ok").count()
        assert 0 <= wide.hidden < wide.cells
        assert (wide.more_cells, wide.more_hidden) == (REGIONS * TYPES, 0)

    def test_a_year_cannot_be_widened(self, office):
        year = release("2022/23", by=office)

        assert widened(year, "arrests", by=office) is None

    def test_a_time_is_widened_without_sums(self, row, office):
        assert widened(row, "median_days_to_terms", by=office).problem == ""


class TestPage:
    def address(self, row):
        return f"/releases/{row.reference}/disclosure/alternatives/?measure=arrests"

    def review(self, row):
        return f"/releases/{row.reference}/disclosure/"

    def attack(self, row, by):
        attack = attacks.ask_for_attack(row, by=by, at=timezone.now())
        assert attacks.run_attack(attack.pk, at=timezone.now())

    def test_compares_and_chooses(self, leaking, office, client):
        client.force_login(office)

        page = client.get(self.address(leaking)).content.decode()
        sent = {"version": leaking.version, "code": "again", "reason": "Exercise reason"}
        answer = client.post(self.address(leaking), sent, follow=True)

        assert "England and Wales 70 less" in page
        assert "Merge all forces: no table by force" in page
        assert "A release of the whole financial year 2022/23 would hide" in page
        assert answer.redirect_chain
        self.attack(leaking, office)
        assert "No hidden number can be worked out" in client.get(self.review(leaking)).text

    def test_is_led_to_from_the_review(self, leaking, office, client):
        client.force_login(office)
        self.attack(leaking, office)

        page = client.get(self.review(leaking)).text

        assert "See what makes it safe" in page
        assert "Compare alternatives for arrests" in page

    def test_what_is_missing_is_asked_for_and_nothing_is_done(self, row, office, client):
        client.force_login(office)

        page = client.post(self.address(row), {"version": row.version}).content.decode()

        assert "Select what to do." in page
        assert "Enter a reason." in page
        assert not AuditEvent.objects.filter(action="release.choose-alternative").exists()

    def test_an_internal_release_has_none(self, row, office, client):
        Release.objects.filter(pk=row.pk).update(mode="internal")
        client.force_login(office)

        page = client.get(self.address(row)).content.decode()

        assert "An internal release hides nothing" in page
        assert "Choose one" not in page

    def test_asks_as_often_for_many_cells_as_for_few(self, row, office, client):
        client.force_login(office)
        client.get(self.address(row))
        with CaptureQueriesContext(connection) as few:
            client.get(self.address(row))

        more = tables_of(told(TOLD), "charges", forces=["essex", "kent", "norfolk"])
        put(row, more)
        with CaptureQueriesContext(connection) as many:
            client.get(self.address(row))

        assert len(many) == len(few)
