"""The review page, hiding one more cell by hand, and the command that attacks every release."""

import json
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from metrics import attacks, releases
from metrics.disclosure import audit, protect
from metrics.models import Release
from metrics.tests.releases import START, put, release, tables_of
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.workflow.refusals import NotYourStep, StepNotAllowed

pytestmark = pytest.mark.django_db

PLACES = {"forces": ["essex", "-"]}
TOLD = {"ERSOU": 14, "EMSOU": 3, "ROCUWM": 22, "YHROCU": 31}


@pytest.fixture
def office():
    return UserFactory(programme_office=True)


@pytest.fixture
def frozen(office):
    call_command("load_forces", verbosity=0)
    told = [(region, "essex", "ASE", 1) for region, times in TOLD.items() for _ in range(times)]
    row = put(release(by=office), tables_of(told, "arrests", types=["ASE", "LAB"], **PLACES))
    protect(row)
    return row


@pytest.fixture
def leaking(frozen):
    frozen.figures.exclude(region="EMSOU").update(hidden="")
    return frozen


def address(row):
    return f"/releases/{row.reference}/disclosure/"


def hide(row, by, region, reason="A case known to everybody there."):
    figure = row.figures.get(table="region", region=region)
    return releases.hide_cell(
        row, version=row.version, by=by, at=START, figure=figure, reason=reason
    )


def attacked(row, office):
    """Have the release attacked, as a worker does."""
    attack = attacks.ask_for_attack(row, by=office, at=START)
    assert attacks.run_attack(attack.pk, at=START)
    return row


class TestHideCell:
    def test_the_cell_is_hidden_and_stays_so_when_protected_again(self, frozen, office):
        row = hide(frozen, office, "YHROCU")

        protect(row)

        assert row.figures.get(table="region", region="YHROCU").hidden == "reviewer"
        assert audit(row) == []

    def test_the_files_are_made_again_without_it(self, frozen, office):
        row = hide(frozen, office, "YHROCU")

        (cell,) = [
            each
            for each in json.loads(row.snapshot)["figures"]
            if (each["table"], each["region"]) == ("region", "YHROCU")
        ]
        assert (cell["value"], cell["status"]) == (None, "suppressed")
        assert releases.verify(row) == []

    def test_who_hid_what_and_why_is_in_the_trail(self, frozen, office):
        hide(frozen, office, "YHROCU")

        event = AuditEvent.objects.get(action="release.hide-cell")
        assert event.changes["cell"] == ["arrests", "region", "YHROCU", "", "", False]
        assert (event.actor, event.note) == (office, "A case known to everybody there.")

    def test_a_reason_is_wanted(self, frozen, office):
        with pytest.raises(ValidationError, match="Enter a reason"):
            hide(frozen, office, "YHROCU", reason=" ")

    def test_what_is_hidden_already_is_refused(self, frozen, office):
        with pytest.raises(ValidationError, match="shown and is not zero"):
            hide(frozen, office, "EMSOU")

    def test_nothing_more_is_hidden_once_it_is_approved(self, frozen, office):
        Release.objects.filter(pk=frozen.pk).update(
            **{"state": "approved", "approved_by": UserFactory(programme_office=True)}
        )

        with pytest.raises(StepNotAllowed):
            hide(frozen, office, "YHROCU")

    def test_nobody_else_hides_a_cell(self, frozen):
        Release.objects.filter(pk=frozen.pk).update(
            **{"state": "published", "approved_by": UserFactory(programme_office=True)}
        )

        with pytest.raises(NotYourStep):
            hide(frozen, UserFactory(toex_manager=True), "YHROCU")


class TestPage:
    def test_hidden_cells_show_what_they_hide_why_and_how_well(self, frozen, office, client):
        client.force_login(office)
        attacked(frozen, office)

        page = client.get(address(frozen)).content.decode()

        assert "[c] 3 hidden" in page
        assert "[c] 14 hidden" in page
        assert "Small, or made by one event" in page
        assert "Would give another cell away" in page
        assert "1 to 37" in page
        assert "No hidden number can be worked out" in page

    def test_a_leak_is_named_and_blocks(self, leaking, office, client):
        client.force_login(office)
        attacked(leaking, office)

        page = client.get(address(leaking)).content.decode()

        assert "The release cannot be published" in page
        assert (
            "Arrests: EMSOU can be worked out: England and Wales 70 less YHROCU 31, ROCUWM 22 "
            "and ERSOU 14." in page
        )

    def test_approval_is_refused_with_the_sum_until_the_fix(self, leaking, office):
        other = UserFactory(programme_office=True)
        with pytest.raises(ValidationError, match="England and Wales 70 less"):
            releases.approve_release(leaking, version=leaking.version, by=other, at=START)

        row = hide(leaking, office, "ERSOU")

        assert releases.approve_release(row, version=row.version, by=other, at=START)

    def test_a_cell_is_hidden_by_the_form(self, frozen, office, client):
        client.force_login(office)
        figure = frozen.figures.get(table="region", region="YHROCU")
        sent = {"figure": figure.pk, "reason": "Known.", "version": frozen.version}

        answer = client.post(f"{address(frozen)}?measure=arrests", sent)

        assert answer.url == f"{address(frozen)}?measure=arrests"
        assert frozen.figures.get(pk=figure.pk).hidden == "reviewer"

    def test_an_empty_form_says_what_is_missing(self, frozen, office, client):
        client.force_login(office)

        page = client.post(address(frozen), {"version": frozen.version}).content.decode()

        assert "Select a cell." in page
        assert "Enter a reason." in page
        assert page.count("Error: Disclosure review") == 1
        assert "Error: Error:" not in page

    @pytest.mark.parametrize("own", ["ROCUWM", "YHROCU"])
    def test_what_was_chosen_and_typed_stays_when_somebody_was_first(
        self, frozen, office, client, own
    ):
        client.force_login(office)
        figure = frozen.figures.get(table="region", region=own)
        sent = {"figure": figure.pk, "reason": "Known canary.", "version": frozen.version}
        hide(frozen, office, "YHROCU")

        page = client.post(f"{address(frozen)}?measure=arrests", sent).content.decode()

        assert "Nothing of yours was saved." in page
        assert "Known canary.</textarea>" in page
        assert f'<option value="{figure.pk}" selected>' in page
        assert "<title>Error: Disclosure review" in page

    def test_a_look_is_recorded(self, frozen, office, client):
        client.force_login(office)

        client.get(address(frozen))

        assert (
            AuditEvent.objects.filter(action="release.disclosure.view", actor=office).count() == 1
        )


class TestCommand:
    def run(self, *args):
        out = StringIO()
        try:
            call_command("sdc_audit", *args, stdout=out)
        except SystemExit as stop:
            return stop.code, out.getvalue()
        return 0, out.getvalue()

    def test_safe_releases_end_with_zero(self, frozen):
        assert self.run() == (0, "R-2022-23-Q3-1: no hidden cell can be worked out.\n")

    def test_findings_end_with_three_and_name_the_sum(self, leaking):
        code, told = self.run(leaking.reference)

        assert code == 3
        assert "England and Wales 70 less YHROCU 31, ROCUWM 22 and ERSOU 14." in told

    def test_it_answers_in_json(self, leaking):
        code, told = self.run("--json")

        (finding,) = json.loads(told)["releases"][leaking.reference]
        assert (code, finding["low"], finding["high"]) == (3, 3, 3)

    def test_a_release_that_is_not_there_is_said_so(self):
        with pytest.raises(CommandError, match="no frozen or published release R-1"):
            call_command("sdc_audit", "R-1")

    def test_nothing_is_written(self, leaking):
        with CaptureQueriesContext(connection) as asked:
            self.run()

        assert {each["sql"].split()[0] for each in asked.captured_queries} == {"SELECT"}


def test_the_number_of_queries_does_not_grow(frozen, django_assert_max_num_queries):
    more = [(region, "essex", "LAB", 1) for region in TOLD for _ in range(9)]
    figures = tables_of(more, "charges", types=["ASE", "LAB"], **PLACES)
    put(frozen, figures)

    with django_assert_max_num_queries(14):
        protect(frozen)
    with django_assert_max_num_queries(5):
        audit(frozen)
