"""Starting limits anew: who may, from when, why, and what is kept of it."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError

from metrics.measures import MEASURES
from metrics.models import Rebase
from metrics.signals.places import NATION, Territory
from metrics.signals.rebasing import may_rebase, months_to_choose, start_anew
from metrics.tests.factories import CaseFactory
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.forces.tests.factories import ForceFactory
from toex.workflow.refusals import NotYourStep

pytestmark = pytest.mark.django_db

NOW = datetime(2023, 7, 5, 12, tzinfo=UTC)
PEOPLE = MEASURES["people_safeguarded"]
ADDRESS = "/figures/signals/start-anew/"


@pytest.fixture(autouse=True)
def _in_july_2023():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def case():
    return CaseFactory(opened_on=date(2022, 1, 1))


@pytest.fixture
def office():
    return UserFactory(programme_office=True)


def region_of(case):
    return Territory(case.lead_region.code, region=case.lead_region.code)


def force_of(case):
    return Territory("Exercise force", force=case.requesting_force.code)


def begin(territory, *, by, month="2023-01", reason="A new recording rule"):
    return start_anew(territory, measure=PEOPLE, month=month, reason=reason, by=by, at=NOW)


class TestWho:
    def test_the_programme_office_does_for_the_nation_and_regions_but_not_for_forces(
        self, case, office
    ):
        assert may_rebase(office, NATION)
        assert may_rebase(office, region_of(case))
        assert not may_rebase(office, force_of(case))

    def test_a_manager_does_for_the_own_region_and_its_forces_only(self, case):
        manager = UserFactory(toex_manager=True, region=case.lead_region)
        assert may_rebase(manager, region_of(case))
        assert may_rebase(manager, force_of(case))
        there = ForceFactory()
        assert not may_rebase(manager, NATION)
        assert not may_rebase(manager, Territory("There", force=there.code))
        assert not may_rebase(manager, Territory("There", region=there.region.code))

    @pytest.mark.parametrize("role", ["force_lead", "gateway_officer", "analyst", "auditor"])
    def test_nobody_else_does(self, case, role):
        reader = UserFactory(**{role: True})
        with pytest.raises(NotYourStep):
            begin(region_of(case), by=reader)
        assert not Rebase.objects.exists()


class TestWhat:
    def test_the_row_says_who_when_and_why_and_the_trail_has_its_line(self, case, office):
        rebase = begin(region_of(case), by=office)
        assert (rebase.by, rebase.at, rebase.reason) == (office, NOW, "A new recording rule")
        assert (rebase.region, rebase.force, rebase.month) == (
            case.lead_region.code,
            "",
            "2023-01",
        )
        event = AuditEvent.objects.get(action="figure.start-anew")
        assert event.actor == office
        assert event.changes == {
            "measure": "people_safeguarded",
            "place": f"region-{case.lead_region.code}",
            "month": "2023-01",
        }

    @pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
    @pytest.mark.usefixtures("case")
    def test_a_reason_is_needed(self, office, reason):
        with pytest.raises(ValidationError, match="Enter a reason"):
            begin(NATION, by=office, reason=reason)

    @pytest.mark.parametrize("month", ["2021-12", "2022-01", "2023-07", "2023-08", "soon"])
    @pytest.mark.usefixtures("case")
    def test_the_month_is_full_and_after_the_first(self, office, month):
        with pytest.raises(ValidationError, match="Month must be a full month"):
            begin(NATION, by=office, month=month)
        assert not Rebase.objects.exists()

    @pytest.mark.usefixtures("case")
    def test_the_same_month_is_started_anew_once(self, office):
        begin(NATION, by=office)
        with pytest.raises(ValidationError, match="already start anew in January 2023"):
            begin(NATION, by=office)
        assert AuditEvent.objects.filter(action="figure.start-anew").count() == 1

    @pytest.mark.usefixtures("case")
    def test_months_to_choose_are_the_full_ones_after_the_first_newest_first(self):
        months = months_to_choose(NATION, today=NOW.date())
        assert (months[0], months[-1], len(months)) == ("2023-06", "2022-02", 17)

    def test_without_records_there_is_no_month(self):
        assert months_to_choose(NATION, today=NOW.date()) == []


class TestPage:
    def test_sending_the_form_starts_anew_and_leads_back_to_the_chart(self, client, case):
        manager = UserFactory(toex_manager=True, region=case.lead_region)
        client.force_login(manager)
        address = f"{ADDRESS}?place=force-{case.requesting_force.code}&measure=arrests"
        assert b"It can be withdrawn" in client.get(address).content
        answer = client.post(address, {"month": "2023-01", "reason": "A new team"})
        assert answer.status_code == 302
        assert answer.url.startswith("/figures/signals/?measure=arrests&place=force-")
        rebase = Rebase.objects.get()
        assert (rebase.measure, rebase.force) == ("arrests", case.requesting_force.code)
        seen = client.get(answer.url).content.decode()
        assert f"From January 2023: A new team ({manager.name}, 5 July 2023" in seen

    @pytest.mark.usefixtures("case")
    def test_what_is_missing_is_told(self, client, office):
        client.force_login(office)
        seen = client.post(ADDRESS, {"month": "2023-01"}).content.decode()
        assert "There is a problem" in seen
        assert "Enter a reason." in seen
        assert not Rebase.objects.exists()

    def test_a_place_out_of_sight_is_not_found_and_one_that_is_not_ones_own_is_refused(
        self, client, case, office
    ):
        client.force_login(UserFactory(toex_manager=True))
        assert client.get(f"{ADDRESS}?place={region_of(case).text}").status_code == 404
        client.force_login(office)
        assert client.get(f"{ADDRESS}?place={force_of(case).text}").status_code == 403
        client.force_login(UserFactory(analyst=True))
        assert client.get(ADDRESS).status_code == 403
