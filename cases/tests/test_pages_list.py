"""The list of cases: tabs that count what they hold, orders, and walking from case to case."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases import services
from cases.tests.factories import CaseFactory, OutcomeFactory, analyst_of, manager_of
from toex.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
CASES = "/cases/"


def with_list(case, address):
    return f"{case.get_absolute_url()}?list={quote(address, safe='')}"


@pytest.fixture
def case():
    return CaseFactory(development=True)


@pytest.fixture
def cases(case):
    """Three cases of one region; on the second its analyst leads, on the third a colleague."""
    second, third = (CaseFactory(force=case.requesting_force) for _ in range(2))
    mine = analyst_of(case)
    colleague = UserFactory(analyst=True, region=case.lead_region)
    for row, user in ((second, mine), (third, colleague)):
        services.add_member(row, by=manager_of(row), at=timezone.now(), user=user, role="lead")
    return [case, second, third]


def page_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


class TestTabs:
    @pytest.mark.parametrize(
        ("tab", "held"), [("my", [1]), ("team", [2, 1]), ("region", [2, 1, 0])]
    )
    def test_each_holds_what_it_says_and_counts_it(self, client, cases, tab, held):
        client.force_login(analyst_of(cases[0]))

        answer = client.get(CASES, {"tab": tab})

        assert list(answer.context["cases"]) == [cases[place] for place in held]
        page = answer.content.decode()
        for words in ("My cases (1)", "My team&#x27;s cases (2)", "(3)"):
            assert words in page

    def test_counts_are_of_what_the_filters_leave(self, client, cases):
        client.force_login(analyst_of(cases[0]))

        page = page_of(client, f"{CASES}?q={cases[1].reference}&tab=region")

        assert "My cases (1)" in page
        assert "My team&#x27;s cases (1)" in page
        assert "1 case, sorted by" in page

    def test_the_owner_is_named(self, client, cases):
        client.force_login(manager_of(cases[0]))

        page = page_of(client, CASES)

        assert analyst_of(cases[0]).name in page
        assert "Nobody yet" in page

    def test_whoever_sees_summaries_has_one_list_without_owners(self, client, cases):
        client.force_login(cases[0].request.requester)

        page = page_of(client, f"{CASES}?sort=due")

        assert "My cases" not in page
        assert analyst_of(cases[0]).name not in page
        assert "Some filters were left out" in page


class TestWhoHasACaseLead:
    @pytest.mark.parametrize(
        ("answer", "held"), [("true", [2, 1]), ("false", [0]), ("", [2, 1, 0])]
    )
    def test_narrows_to_cases_with_a_lead_or_without(self, client, cases, answer, held):
        client.force_login(manager_of(cases[0]))

        found = client.get(CASES, {"has_lead": answer}).context["cases"]

        assert list(found) == [cases[place] for place in held]

    def test_a_lead_whose_part_has_ended_leads_no_more(self, client, cases):
        part = cases[1].members.get()
        services.end_member(
            part, version=part.version, by=manager_of(cases[1]), at=timezone.now(),
            until=timezone.localdate(),
        )  # fmt: skip
        client.force_login(manager_of(cases[0]))

        found = client.get(CASES, {"has_lead": "false"}).context["cases"]

        assert list(found) == [cases[1], cases[0]]

    def test_is_asked_only_where_all_of_a_case_is_seen(self, client, cases):
        client.force_login(cases[0].request.requester)

        page = page_of(client, CASES)

        assert "Has a case lead" not in page

    def test_the_api_tells_it_to_no_force(self, api, cases):
        found = {
            user.role: [
                len(api(user).get("/api/v1/cases/", {"has_lead": answer}).json()["results"])
                for answer in ("true", "false")
            ]
            for user in (cases[0].request.requester, analyst_of(cases[0]))
        }

        assert found == {"force_lead": [0, 0], "analyst": [2, 1]}


class TestOrder:
    def test_by_the_next_task_due_puts_cases_without_one_last(self, client, cases):
        at = timezone.now()
        for row, days in ((cases[1], 9), (cases[2], 3)):
            due = at.date() + timedelta(days=days)
            services.add_task(row, by=manager_of(row), at=at, text="Exercise task", due_on=due)
        client.force_login(manager_of(cases[0]))

        soonest = client.get(CASES, {"sort": "due"})
        latest = client.get(CASES, {"sort": "-due"})

        assert list(soonest.context["cases"]) == [cases[2], cases[1], cases[0]]
        assert list(latest.context["cases"]) == [cases[1], cases[2], cases[0]]
        assert "sorted by next task due, latest first" in latest.content.decode()
        assert 'aria-sort="descending"' in latest.content.decode()

    def test_by_last_activity_begins_with_what_has_lain_longest(self, client, cases):
        at = timezone.now()
        for row, days in ((cases[0], 1), (cases[1], 0)):
            services.add_activity(
                row,
                by=manager_of(row),
                at=at,
                kind="note",
                text="Exercise note",
                occurred_at=at - timedelta(minutes=days),
            )
        client.force_login(manager_of(cases[0]))

        answer = client.get(CASES, {"sort": "activity"})

        assert list(answer.context["cases"]) == [cases[2], cases[0], cases[1]]

    @pytest.mark.parametrize("sort", ["title", "-title", "force", "-force", "opened", "newest"])
    def test_every_order_is_named_in_the_sentence(self, client, cases, sort):
        client.force_login(cases[0].request.requester)

        answer = client.get(CASES, {"sort": sort})

        assert answer.context["sort"] == sort
        assert f"3 cases, sorted by {answer.context['view'].sorts[sort].words}" in (
            answer.content.decode()
        )


class TestColumns:
    def test_can_be_left_out_and_stand_in_the_address(self, client, cases):
        client.force_login(manager_of(cases[0]))

        page = page_of(client, f"{CASES}?leave_out=owner&leave_out=type")

        table = page.partition("<table")[2].partition("</table>")[0]
        assert "Nobody yet" not in table
        assert ">Case lead<" not in table
        assert ">Type and flags<" not in table
        assert "Last activity" in table
        row = table.partition("<tbody")[2].partition("</tr>")[0]
        assert row.count("<td") + row.count("<th ") == table.partition("</thead>")[0].count("<th ")

    def test_are_all_there_unless_left_out(self, client, cases):
        client.force_login(manager_of(cases[0]))

        columns = [each["words"] for each in client.get(CASES).context["headings"]]

        assert columns == [
            "Case",
            "Force and lead region",
            "Type and flags",
            "Next task due",
            "Case lead",
            "Last activity",
            "Stage",
        ]

    def test_of_work_are_not_offered_to_whoever_sees_summaries(self, client, cases):
        client.force_login(cases[0].request.requester)

        answer = client.get(CASES, {"leave_out": "owner"})

        choices = dict(answer.context["filter"].form.fields["leave_out"].choices)
        assert list(choices) == ["force", "type"]
        assert "Some filters were left out" in answer.content.decode()

    def test_are_no_filter(self, client, cases):
        client.force_login(manager_of(cases[0]))

        answer = client.get(CASES, {"leave_out": "owner", "spacing": "close"})

        assert answer.context["filtered"] is False
        assert "Selected filters" not in answer.content.decode()
        assert "toex-close" in answer.content.decode()
        assert len(answer.context["cases"]) == 3

    def test_stay_when_the_list_is_kept_as_a_view(self, client, cases):
        client.force_login(manager_of(cases[0]))

        answer = client.get(CASES, {"leave_out": "owner"})

        assert answer.context["may_save_view"] is True


class TestFilters:
    def test_flags_narrow_to_cases_that_carry_all_of_them(self, client, case):
        flagged = CaseFactory(force=case.requesting_force, request={"flags": ["child", "online"]})
        client.force_login(manager_of(case))

        both = client.get(CASES, {"flags": ["child", "online"]})
        none = client.get(CASES, {"flags": ["child", "asw"]})

        assert list(both.context["cases"]) == [flagged]
        assert "0 results for" in none.content.decode()
        assert "Adult service websites" in none.content.decode()


class TestFromCaseToCase:
    @pytest.mark.parametrize("page", ["", "terms/", "tasks/", "products/", "outcomes/", "people/"])
    def test_every_part_of_a_case_leads_to_the_cases_beside_it(self, client, cases, page):
        first, second, third = cases
        client.force_login(manager_of(first))
        address = with_list(second, "/cases/?tab=region").replace("?", f"{page}?", 1)

        shown = page_of(client, address)

        assert "2 of 3 in" in shown
        assert f'rel="prev" href="{with_list(third, "/cases/?tab=region")}"' in shown
        assert f'rel="next" href="{with_list(first, "/cases/?tab=region")}"' in shown
        assert "/people/?list=%2Fcases%2F%3Ftab%3Dregion" in shown

    def test_a_restricted_case_is_passed_over_by_whoever_may_not_know_of_it(self, client, cases):
        first, second, third = cases
        services.restrict_case(
            second, version=second.version, by=manager_of(second), at=timezone.now(), reason="x"
        )
        reader = UserFactory(analyst=True, region=first.lead_region)
        client.force_login(reader)

        shown = page_of(client, with_list(third, "/cases/?tab=region"))

        assert "1 of 2 in" in shown
        assert second.reference not in shown

    def test_a_step_keeps_the_list(self, client, case):
        client.force_login(manager_of(case))
        address = f"/cases/{case.reference}/hold/?list=%2Fcases%2F"
        assert f'href="{address}"' in page_of(client, with_list(case, "/cases/"))

        answer = client.post(address, {"version": case.version, "reason": "Exercise reason"})

        assert answer.url == with_list(case, "/cases/")
        held = page_of(client, answer.url)
        assert f'action="/cases/{case.reference}/resume/?list=%2Fcases%2F"' in held

    def test_adding_a_task_keeps_the_list(self, client, case):
        client.force_login(manager_of(case))

        answer = client.post(
            f"/cases/{case.reference}/tasks/add/?list=%2Fcases%2F", {"text": "Exercise task"}
        )

        assert answer.url == f"/cases/{case.reference}/tasks/?list=%2Fcases%2F"

    def test_it_costs_the_same_in_a_long_list(self, client, case):
        client.force_login(manager_of(case))

        def queries():
            with CaptureQueriesContext(connection) as asked:
                page_of(client, with_list(case, "/cases/?sort=due"))
            return len(asked)

        queries()
        few = queries()
        for _ in range(8):
            CaseFactory(force=case.requesting_force)

        assert queries() == few


class TestOutcomesByDay:
    @pytest.fixture
    def listed(self, client, case):
        client.force_login(manager_of(case))
        return lambda **asked: client.get("/outcomes/", asked).content.decode()

    def test_days_are_typed_in_three_boxes_and_the_list_says_how_many(self, listed, case):
        OutcomeFactory(case=case, force=case.requesting_force)
        after = {
            "occurred_from_day": "1",
            "occurred_from_month": "1",
            "occurred_from_year": "2099",
        }

        assert "1 outcome, last recorded first" in listed()
        assert "1 January 2099" in listed(**after)

    def test_a_day_that_is_none_is_named_above_the_list(self, listed):
        page = listed(occurred_from_day="99", occurred_from_month="1", occurred_from_year="2026")

        assert "There is a problem" in page
        assert "Happened on or after must be a real date." in page
