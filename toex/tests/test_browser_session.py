"""The warning before a session ends, and what becomes of what is being typed."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tasking.models import TaskingRequest
from tasking.tests.factories import TaskingRequestFactory
from toex.accounts.tests.factories import UserFactory
from toex.tests.walking import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "alder-bramble-juniper"
NARRATIVE = "Exercise: several addresses, one of them above a shop."


@pytest.fixture
def lead():
    lead = UserFactory(force_lead=True)
    lead.set_password(PASSWORD)
    lead.save()
    return lead


@pytest.fixture
def page(browser, live_server, lead):
    """Return the page of a question, half answered, with a clock that the test moves."""
    row = TaskingRequestFactory(draft=True, requester=lead, force=lead.force)
    context = browser.new_context()
    sign_in(context, live_server.url, lead)
    page = context.new_page()
    context.clock.install()
    page.goto(f"{live_server.url}/requests/{row.reference}/threat/")
    page.fill("[name=summary]", NARRATIVE)
    return page


def test_five_minutes_before_the_end_it_offers_to_stay(page):
    page.clock.fast_forward("24:59")
    expect(page.get_by_role("alert")).to_have_count(0)

    page.clock.fast_forward("00:02")

    expect(page.get_by_role("alert")).to_contain_text("signed out in 5 minutes")
    with page.expect_response("**/account/") as asked:
        page.get_by_role("button", name="Stay signed in").press("Enter")
    assert asked.value.status == 200
    expect(page.get_by_role("alert")).to_have_count(0)
    page.clock.fast_forward("25:01")
    expect(page.get_by_role("alert")).to_contain_text("signed out in 5 minutes")


def test_after_half_an_hour_it_says_that_you_are_signed_out(page):
    page.clock.fast_forward("25:01")
    page.clock.fast_forward("05:00")

    expect(page.get_by_role("alert")).to_contain_text("You are signed out.")
    expect(page.get_by_role("button", name="Stay signed in")).to_have_count(0)


def test_a_tab_hears_that_another_is_in_use(page, live_server):
    other = page.context.new_page()
    other.goto(f"{live_server.url}/requests/")
    page.context.clock.fast_forward("20:00")
    other.reload()
    page.context.clock.fast_forward("10:01")

    expect(page.get_by_role("alert")).to_have_count(0)
    page.context.clock.fast_forward("15:00")
    expect(page.get_by_role("alert")).to_contain_text("signed out in 5 minutes")

    other.reload()
    expect(page.get_by_role("alert")).to_have_count(0)

    page.context.clock.fast_forward("25:01")
    page.context.clock.fast_forward("05:00")
    for each in (page, other):
        expect(each.get_by_role("alert")).to_contain_text("You are signed out.")


@pytest.mark.parametrize("is_late", [False, True])
def test_who_stays_comes_back_to_the_box_they_wrote_in(page, is_late):
    page.focus("[name=summary]")
    page.clock.fast_forward("25:01")
    expect(page.get_by_role("alert")).to_be_visible()
    if is_late:
        Session.objects.all().delete()

    page.get_by_role("button", name="Stay signed in").press("Enter")

    expect(page.get_by_role("button", name="Stay signed in")).to_have_count(0)
    expect(page.locator("[name=summary]")).to_be_focused()


def test_staying_too_late_is_told_and_what_was_typed_is_kept(page, lead):
    page.clock.fast_forward("25:01")
    Session.objects.all().delete()

    page.get_by_role("button", name="Stay signed in").press("Enter")

    expect(page.get_by_role("alert")).to_contain_text("You are signed out.")
    page.get_by_role("button", name="Save and come back later").press("Enter")
    expect(page.locator("main")).to_contain_text("You were signed out before this was saved")
    page.fill("[name=username]", lead.email)
    page.fill("[name=password]", PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").press("Enter")
    page.get_by_role("button", name="Send what I typed").press("Enter")
    expect(page.locator("main")).not_to_contain_text("Send what I typed")
    assert TaskingRequest.objects.get().summary == NARRATIVE
