"""What each analyst of a region works on, as far as the manager sees it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases import services
from cases.tests.factories import OPENED_AT, CaseFactory, analyst_of, manager_of, supporter
from toex.accounts.choices import Role
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
PAGE = "/workload/"
AT = OPENED_AT + timedelta(days=2)


@pytest.fixture
def case():
    return CaseFactory(development=True)


def join(case, person, role="lead"):
    return services.add_member(case, by=manager_of(case), at=AT, user=person, role=role)


def task(case, person, due_on):
    return services.add_task(
        case,
        by=manager_of(case),
        at=AT,
        text="Exercise: ask again",
        assignee=person,
        due_on=due_on,
    )


def work(browser):
    return {row.name: row.work for row in browser.open(PAGE).context["analysts"]}


def test_counts_open_cases_by_part_overdue_tasks_and_names_the_oldest(browse, case):
    analyst = analyst_of(case)
    second = CaseFactory(force=case.requesting_force)
    join(case, analyst)
    join(second, analyst, role="member")
    join(CaseFactory(force=case.requesting_force, closed=True), analyst)
    task(case, analyst, date(2022, 10, 1))
    task(case, analyst, timezone.localdate() + timedelta(days=9))

    assert work(browse(manager_of(case))) == {
        analyst.name: {"led": 1, "member": 1, "overdue": 1, "oldest": case}
    }


def test_stands_in_order_of_names_and_names_those_without_a_case(browse, case):
    for name in ("Exercise Yarrow", "Exercise Aspen"):
        UserFactory(analyst=True, region=case.lead_region, name=name)

    assert list(work(browse(manager_of(case)))) == ["Exercise Aspen", "Exercise Yarrow"]


def test_does_not_count_a_restricted_case_that_another_region_leads(browse, case):
    helper = supporter(case)
    manager = UserFactory(toex_manager=True, region=helper.region)
    join(case, helper, role="member")
    assert work(browse(manager))[helper.name]["member"] == 1

    services.restrict_case(
        case, version=case.version, by=manager_of(case), at=AT, reason="Exercise."
    )

    assert work(browse(manager))[helper.name]["member"] == 0
    page = browse(manager).open(f"{PAGE}{helper.pk}/").content.decode()
    assert case.reference not in page


def test_each_number_leads_to_what_is_behind_it(browse, case):
    analyst = analyst_of(case)
    join(case, analyst)
    task(case, analyst, date(2022, 10, 1))
    manager = browse(manager_of(case))

    assert f'href="{PAGE}{analyst.pk}/#led"' in manager.open(PAGE).content.decode()
    page = manager.open(f"{PAGE}{analyst.pk}/")

    assert [part.case for part in page.context["led"]] == [case]
    assert "Exercise: ask again" in page.content.decode()
    assert AuditEvent.objects.reads().latest("pk").shown == [case.reference]


def test_an_analyst_of_another_region_does_not_exist(browse, case):
    stranger = UserFactory(analyst=True)

    assert browse(manager_of(case)).open(f"{PAGE}{stranger.pk}/").status_code == 404
    own = analyst_of(case)
    assert browse(own).open(f"{PAGE}{own.pk}/").status_code == 404


@pytest.mark.parametrize("role", [each for each in Role if each != Role.TOEX_MANAGER])
def test_opens_to_managers_only(browse, role):
    assert browse(UserFactory(**{role.value: True})).open(PAGE).status_code == 403


@pytest.mark.parametrize("rows", [3, 20])
def test_takes_a_constant_number_of_queries(client, django_assert_max_num_queries, case, rows):
    for _ in range(rows):
        person = UserFactory(analyst=True, region=case.lead_region)
        join(case, person, role="member")
        task(case, person, date(2022, 10, 1))
    client.force_login(manager_of(case))

    with django_assert_max_num_queries(11):
        page = client.get(PAGE)

    assert len(page.context["analysts"]) == rows
