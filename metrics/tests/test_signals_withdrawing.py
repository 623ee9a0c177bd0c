"""Withdrawing a new start of limits: who may, what counts then, and what stays of it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from metrics.measures import MEASURES
from metrics.models import Rebase
from metrics.signals.places import NATION
from metrics.signals.rebasing import rebases_in, withdraw_rebase
from metrics.signals.series import rebases_of
from metrics.tests.factories import CaseFactory
from metrics.tests.test_signals_rebasing import NOW, PEOPLE, begin, force_of, region_of
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.workflow.refusals import NotYourStep, StepNotAllowed

pytestmark = pytest.mark.django_db
WHY = "Exercise: the rule was not changed after all."


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


def withdraw(rebase, by, reason=WHY):
    return withdraw_rebase(rebase, by=by, at=NOW, reason=reason)


def manager_of(case):
    return UserFactory(toex_manager=True, region=case.lead_region)


@pytest.mark.usefixtures("case")
class TestWithdrawing:
    def test_it_counts_no_more_and_stays_with_who_and_why(self, office):
        rebase = withdraw(begin(NATION, by=office), office)

        assert (rebase.withdrawn_by, rebase.withdrawn_at) == (office, NOW)
        assert rebases_of(PEOPLE)["", ""] == []
        assert rebases_in(PEOPLE, NATION) == [rebase]
        event = AuditEvent.objects.get(action="figure.withdraw-new-start")
        assert (event.actor, event.note, event.changes["month"]) == (office, WHY, "2023-01")

    def test_the_same_month_may_start_anew_again(self, office):
        withdraw(begin(NATION, by=office), office)
        again = begin(NATION, by=office, reason="Another rule")

        assert rebases_of(PEOPLE)["", ""] == [again]
        assert len(rebases_in(PEOPLE, NATION)) == 2

    def test_it_is_withdrawn_once_and_with_a_reason(self, office):
        rebase = begin(NATION, by=office)
        with pytest.raises(ValidationError, match="Enter a reason"):
            withdraw(rebase, office, reason=" ")
        withdraw(rebase, office)
        with pytest.raises(StepNotAllowed):
            withdraw(rebase, office)

    def test_only_whoever_answers_for_the_place_does(self, case, office):
        of_force = begin(force_of(case), by=manager_of(case))
        with pytest.raises(NotYourStep):
            withdraw(of_force, office)
        with pytest.raises(NotYourStep):
            withdraw(of_force, UserFactory(analyst=True, region=case.lead_region))
        with pytest.raises(Rebase.DoesNotExist):
            withdraw(of_force, UserFactory(toex_manager=True))

    def test_the_database_lets_nothing_else_of_it_change(self, office):
        rebase = begin(NATION, by=office)
        rows, withdrawn = Rebase.objects.all(), {"withdrawn_at": NOW, "withdrawn_by": office}
        for fields in (
            {"reason": "Another."},
            {"month": "2023-02", **withdrawn},
            {"withdrawn_by": office},
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.update(**fields)
        withdraw(rebase, office)
        for fields in (
            {"withdrawn_at": None},
            {"withdrawn_at": NOW + timedelta(days=1)},
            {"withdrawn_reason": "Another."},
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.update(**fields)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete(rows.db)


class TestPage:
    def test_it_is_withdrawn_from_the_list_under_the_chart(self, client, case):
        manager = manager_of(case)
        rebase = begin(region_of(case), by=manager)
        client.force_login(manager)
        chart = f"/figures/signals/?measure={PEOPLE.code}&place={region_of(case).text}"
        address = f"/figures/signals/start-anew/{rebase.pk}/withdraw/"
        assert address in client.get(chart).content.decode()
        assert MEASURES[PEOPLE.code].label in client.get(address).content.decode()
        assert "Enter the reason" in client.post(address, {}).content.decode()

        page = client.post(address, {"reason": WHY}, follow=True).content.decode()

        assert "The new start is withdrawn." in page
        assert f"Withdrawn: {WHY} ({manager.name}, 5 July 2023" in page
        assert address not in page
        assert client.get(address).status_code == 409

    def test_a_reader_who_may_not_is_refused_and_a_stranger_finds_nothing(
        self,
        client,
        case,
    ):
        rebase = begin(region_of(case), by=manager_of(case))
        address = f"/figures/signals/start-anew/{rebase.pk}/withdraw/"
        client.force_login(UserFactory(analyst=True, region=case.lead_region))
        assert client.get(address).status_code == 403
        client.force_login(UserFactory(toex_manager=True))
        assert client.get(address).status_code == 404
