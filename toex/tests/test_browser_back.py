"""Whoever goes into a row of a list and comes back finds filters, page and focus as they left."""

import re

import pytest
from playwright.sync_api import expect

from cases.tests.factories import CaseFactory, OutcomeFactory, analyst_of
from tasking.tests.factories import Cast, TaskingRequestFactory
from toex.tests.walking import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def open_as(browser, live_server):
    """Return a function that opens an address in a browser of its own."""

    def open_page(user, address, javascript=True):
        context = browser.new_context(java_script_enabled=javascript)
        sign_in(context, live_server.url, user)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto(f"{live_server.url}{address}")
        return page

    return open_page


@pytest.fixture
def requests():
    first = TaskingRequestFactory(submitted=True)
    return [
        first,
        *(TaskingRequestFactory(submitted=True, requester=first.requester) for _ in range(2)),
    ]


@pytest.fixture
def outcomes():
    case = CaseFactory()
    return [OutcomeFactory(case=case) for _ in range(3)]


def filtered(row):
    return f"/queue/?primary_type={row.primary_type}&force={row.force.code}&sort=newest"


def enter(page, words):
    """Follow a link by keyboard and wait for the page that it leads to."""
    before = page.url
    page.get_by_role("link", name=words).press("Enter")
    page.wait_for_url(lambda url: url != before)


class TestTheKeyBack:
    def test_leads_to_the_row_of_the_filtered_queue(self, open_as, requests):
        row = requests[1]
        page = open_as(Cast(row).gateway, filtered(row))
        before = page.url

        enter(page, row.reference)
        page.go_back()

        assert page.url == before
        expect(page.locator(":focus")).to_have_id(row.reference)

    def test_leads_to_the_right_one_of_links_alike(self, open_as, outcomes):
        case = outcomes[0].case
        page = open_as(analyst_of(case), f"/outcomes/?kind={outcomes[0].kind}")
        second = page.locator("tbody tr").nth(1).get_by_role("link", name=case.reference)

        second.press("Enter")
        page.wait_for_url("**/cases/**")
        page.go_back()

        expect(second).to_be_focused()

    def test_leads_to_the_heading_by_which_a_list_was_sorted(self, open_as, requests):
        page = open_as(Cast(requests[0]).gateway, filtered(requests[0]))
        enter(page, re.compile(r"Sort by\s+Force"))

        page.go_back()

        expect(page.locator(":focus")).to_contain_text("Sort by")

    def test_after_two_steps_leads_back_two_rows(self, open_as, requests):
        row = requests[2]
        page = open_as(Cast(row).gateway, filtered(row))
        enter(page, row.reference)
        enter(page, re.compile("files", re.I))

        page.go_back()
        expect(page.locator(":focus")).to_contain_text("Files")
        page.go_back()

        expect(page.locator(":focus")).to_have_id(row.reference)

    def test_leaves_the_focus_alone_where_the_page_is_opened_anew(self, open_as, requests):
        row = requests[1]
        page = open_as(Cast(row).gateway, filtered(row))
        enter(page, row.reference)

        page.goto(f"{page.url.split('/requests/')[0]}{filtered(row)}")

        expect(page.locator(":focus")).to_have_count(0)


@pytest.mark.parametrize("javascript", [False, True], ids=["without js", "with js"])
def test_whoever_sorts_a_list_is_at_its_beginning(open_as, requests, javascript):
    page = open_as(Cast(requests[0]).gateway, "/queue/", javascript)
    enter(page, re.compile(r"Sort by\s+Force"))

    page.keyboard.press("Tab")

    expect(page.locator("#list :focus")).to_have_count(1)
    expect(page.locator("#list > *").first).to_contain_text("sorted by force")


@pytest.mark.parametrize("javascript", [False, True], ids=["without js", "with js"])
class TestTheLinkBack:
    def test_leads_to_the_row_of_the_filtered_queue(self, open_as, requests, javascript):
        row = requests[1]
        page = open_as(Cast(row).gateway, filtered(row), javascript)
        enter(page, row.reference)

        enter(page, "Back to the list")

        assert page.url.endswith(f"{filtered(row)}#{row.reference}")
        expect(page.locator(":focus")).to_have_id(row.reference)

    def test_leads_from_an_outcome_to_the_filtered_list(self, open_as, outcomes, javascript):
        outcome = outcomes[1]
        address = f"/outcomes/?kind={outcomes[0].kind}"
        page = open_as(analyst_of(outcome.case), address, javascript)
        enter(page, f"number {outcome.pk}")

        enter(page, "Back to the list")

        assert page.url.endswith(f"{address}#outcome-{outcome.pk}")
        expect(page.locator(":focus")).to_have_id(f"outcome-{outcome.pk}")

    def test_leads_from_an_outcome_to_those_of_its_case(self, open_as, outcomes, javascript):
        outcome = outcomes[1]
        page = open_as(
            analyst_of(outcome.case),
            f"/cases/{outcome.case.reference}/outcomes/",
            javascript,
        )
        enter(page, f"number {outcome.pk}")

        enter(page, "Outcomes of this case")

        expect(page.locator(":focus")).to_have_id(f"outcome-{outcome.pk}")


@pytest.mark.parametrize("javascript", [False, True], ids=["without js", "with js"])
def test_back_after_saving_asks_to_send_nothing_again(open_as, outcomes, javascript):
    case, analyst = outcomes[0].case, outcomes[0].recorded_by
    page = open_as(analyst, f"/cases/{case.reference}/outcomes/record/?kind=arrest", javascript)
    for part, number in zip(("day", "month", "year"), (6, 9, 2022), strict=True):
        page.locator(f"[name=occurred_on_{part}]").fill(str(number))
    page.get_by_label("TOEX direct").check()
    page.get_by_label("Evidence reference").fill("EXERCISE/1")
    page.get_by_role("button", name="Continue").press("Enter")
    page.get_by_role("button", name="Save outcome").press("Enter")
    expect(page.locator("main")).to_contain_text("The outcome is recorded.")

    answer = page.go_back()

    assert (answer.status, answer.request.method) == (200, "GET")
    expect(page.get_by_role("heading", level=1)).to_have_text("This outcome is recorded")
    assert page.go_back().request.method == "GET"


@pytest.mark.parametrize("javascript", [False, True], ids=["without js", "with js"])
def test_back_from_a_check_leads_to_the_form_with_every_word(open_as, javascript):
    row = TaskingRequestFactory(with_toex=True)
    page = open_as(Cast(row).manager, f"/requests/{row.reference}/decide/", javascript)
    page.get_by_label("Overtaken by events").check()
    page.get_by_label("Rationale").fill("Exercise: nothing is left to do.")
    page.get_by_label("Outside a meeting").check()
    page.get_by_role("button", name="Continue").press("Enter")
    expect(page.get_by_role("button", name="Confirm decision")).to_be_visible()

    assert page.go_back().request.method == "GET"

    expect(page.get_by_label("Rationale")).to_have_value("Exercise: nothing is left to do.")


def test_what_the_window_keeps_of_links_is_gone_after_signing_out(open_as, requests):
    row = requests[1]
    page = open_as(Cast(row).gateway, filtered(row))
    enter(page, row.reference)
    kept = "window.sessionStorage.getItem('toex-left')"
    assert row.reference in page.evaluate(kept)

    page.get_by_role("button", name="Sign out").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")

    assert page.evaluate(kept) is None
