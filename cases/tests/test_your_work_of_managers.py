"""What waits for a manager of a region: cases that nobody leads, and what a force disputes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases import services
from cases.tests.browsing import address
from cases.tests.factories import (
    CaseFactory,
    OutcomeFactory,
    analyst_of,
    lead_of,
    manager_of,
    supporter,
)
from cases.tests.test_your_work import PAGE, dispute, join, led, lines, opened, task, words
from toex.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return CaseFactory(development=True)


class TestCasesThatNobodyLeads:
    def test_wait_for_a_manager_of_the_lead_region_with_the_page_that_names_a_lead(self, browse):
        case = CaseFactory(opened_at=timezone.now() - timedelta(days=30))
        manager = manager_of(case)

        [line] = opened(browse(manager))

        assert (line.words, line.row) == ("Name a case lead", case)
        assert line.due_on > case.opened_on
        browse(manager).send(line.address, user=analyst_of(case).pk, role="lead")
        assert lines(browse(manager)) == []

    def test_the_page_that_names_a_lead_begins_with_that_part_until_there_is_one(
        self, browse, case
    ):
        manager = browse(manager_of(case))
        where = address("add-member", case.reference)

        before = manager.open(where).context["form"]["role"].value()
        led(case)

        assert [before, manager.open(where).context["form"]["role"].value()] == ["lead", "member"]

    def test_wait_for_no_analyst_and_no_manager_of_a_region_that_supports(self, browse, case):
        assert lines(browse(analyst_of(case))) == []
        assert lines(browse(supporter(case, "toex_manager"))) == []

    def test_a_closed_case_and_one_with_a_lead_do_not_wait(self, browse, case):
        CaseFactory(force=case.requesting_force, closed=True)
        led(case)

        assert lines(browse(manager_of(case))) == []

    def test_a_member_is_no_lead(self, browse, case):
        join(case, analyst_of(case))

        assert words(browse(manager_of(case))) == ["Name a case lead"]

    def test_the_way_to_all_of_them_is_for_managers_and_holds_what_their_work_holds(
        self, browse, case
    ):
        CaseFactory(force=case.requesting_force, closed=True)
        led(CaseFactory(force=case.requesting_force))
        manager = browse(manager_of(case))

        where = manager.open(PAGE).context["without_lead"]

        assert "Open cases without a case lead" in manager.open(PAGE).content.decode()
        assert list(manager.client.get(where).context["cases"]) == [case]
        assert "without a case lead" not in browse(analyst_of(case)).open(PAGE).content.decode()


class TestDisputes:
    @pytest.fixture
    def disputed(self, case):
        return dispute(OutcomeFactory(case=led(case), verified=True))

    def test_wait_for_a_manager_until_they_are_void_or_confirmed(self, browse, disputed):
        manager = manager_of(disputed.case)
        [line] = opened(browse(manager))

        assert line.words == f"Settle what the force disputes: outcome number {disputed.pk}"
        assert (line.address, line.row) == (disputed.get_absolute_url(), disputed.case)
        services.confirm_outcome(
            disputed, version=disputed.version, by=lead_of(disputed.case), at=timezone.now()
        )
        assert lines(browse(manager)) == []

    def test_several_are_one_line_that_leads_to_all_of_them(self, browse, disputed):
        other = dispute(OutcomeFactory(case=disputed.case, verified=True))
        OutcomeFactory(case=disputed.case, verified=True)
        browser = browse(manager_of(disputed.case))
        [line] = opened(browser)

        assert line.words == "Settle what forces dispute: 2 outcomes"
        listed = browser.open(line.address).context["object_list"]
        assert {each.pk for each in listed} == {disputed.pk, other.pk}

    def test_a_void_one_waits_for_nobody(self, browse, disputed):
        manager = manager_of(disputed.case)
        services.void_outcome(
            disputed, version=disputed.version, by=manager, at=timezone.now(), reason="Exercise."
        )

        assert lines(browse(manager)) == []

    def test_do_not_wait_for_whoever_recorded_the_outcome(self, browse, case):
        other = UserFactory(toex_manager=True, region=case.lead_region)
        mine = OutcomeFactory(case=led(case), by=other, verified=True)
        dispute(mine)

        assert lines(browse(other)) == []

    def test_wait_for_no_analyst(self, browse, disputed):
        analyst = UserFactory(analyst=True, region=disputed.case.lead_region)
        join(disputed.case, analyst)

        assert words(browse(analyst)) == ["Deliver a product. It was due on 4 October 2022."]


class TestWhatWaitsForAManager:
    """An analyst is told what a manager has to do on a case; it is nothing for them to do."""

    @pytest.mark.parametrize("disputed", [False, True])
    def test_is_told_as_nothing_to_do(self, browse, case, disputed):
        analyst = analyst_of(case)
        far = supporter(case)
        join(case, far)
        outcome = OutcomeFactory(case=case, verified=disputed)
        if disputed:
            dispute(outcome)

        [line] = opened(browse(far))

        said = "is disputed by the force" if disputed else "is waiting to be verified"
        assert said in line.words
        assert not line.waits
        assert ">Nothing to do</strong>" in browse(far).open(PAGE).content.decode()
        assert said in browse(analyst).open(case.get_absolute_url()).content.decode()

    def test_does_not_stand_before_what_the_analyst_has_to_do(self, browse, case):
        far = supporter(case)
        join(case, far)
        OutcomeFactory(case=case)
        task(case, None, timezone.localdate() + timedelta(days=3))

        assert words(browse(far)) == ["1 task has a due date ahead."]
