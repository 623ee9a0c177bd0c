"""Short ways for a keyboard: past the filters to the list, and the key / to the search."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tasking.tests.factories import TaskingRequestFactory
from toex.accounts.tests.factories import UserFactory
from toex.tests.keyboard import Keyboard
from toex.tests.walking import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FEW = 12  # presses of Tab from the filters to a row, with the headings that sort between them


@pytest.fixture
def request_(db):
    return TaskingRequestFactory(submitted=True)


@pytest.fixture
def desk(browser, live_server, request_):
    """Return a function that opens a page as the gateway of the request."""
    gateway = UserFactory(gateway_officer=True, region=request_.region)

    def open_page(name, javascript=True):
        context = browser.new_context(java_script_enabled=javascript)
        sign_in(context, live_server.url, gateway)
        page = context.new_page()
        page.goto(f"{live_server.url}{reverse(name)}")
        return page

    return open_page


def focused(page):
    return page.locator(":focus")


class TestSkipToTheList:
    @pytest.mark.parametrize("javascript", [False, True])
    def test_leads_past_the_filters_to_the_first_row_in_a_few_steps(
        self, desk, request_, javascript
    ):
        page = desk("tasking:queue", javascript)
        keyboard = Keyboard(page)
        assert keyboard.tab_to("Skip to the list").shows

        page.keyboard.press("Enter")
        met = []
        while len(met) < FEW and not any(request_.reference in name for name in met):
            page.keyboard.press("Tab")
            met.append(keyboard.focus.name)

        assert request_.reference in met[-1]

    def test_comes_right_before_the_filters(self, desk):
        page = desk("tasking:queue")
        keyboard = Keyboard(page)

        keyboard.tab_to("Skip to the list")
        page.keyboard.press("Tab")

        assert keyboard.focus.name == "Filter this list"


class TestTheKeyForSearch:
    def test_goes_to_the_box_of_a_list(self, desk):
        page = desk("tasking:queue")

        page.keyboard.press("/")

        expect(focused(page)).to_have_attribute("name", "q")
        expect(focused(page)).to_have_value("")

    def test_opens_filters_that_are_folded(self, desk):
        page = desk("tasking:queue")
        page.locator(".toex-filter__title").click()

        page.keyboard.press("/")

        expect(focused(page)).to_be_visible()

    def test_goes_to_the_link_to_search_where_there_is_no_box(self, desk):
        page = desk("help")

        page.keyboard.press("/")

        expect(focused(page)).to_have_text("Search")

    @pytest.mark.parametrize("keys", ["Control+/", "Alt+/"])
    def test_leaves_keys_of_the_browser_alone(self, desk, keys):
        page = desk("help")

        page.keyboard.press(keys)

        expect(focused(page)).to_have_count(0)

    def test_is_a_letter_like_any_other_in_a_box(self, desk):
        page = desk("cases:search")
        page.keyboard.press("/")

        page.keyboard.type("a/b")

        expect(focused(page)).to_have_value("a/b")

    def test_can_be_turned_off_and_on_again(self, desk):
        page = desk("accounts:account")
        off = page.get_by_role("button", name="Turn off the key /")
        off.press("Enter")
        page.reload()
        page.keyboard.press("/")
        expect(focused(page)).to_have_count(0)
        expect(page.locator("#shortcut")).to_contain_text("Off in this browser")

        page.get_by_role("button", name="Turn on the key /").press("Enter")
        page.reload()
        page.keyboard.press("/")

        expect(focused(page)).to_have_text("Search")

    def test_is_not_spoken_of_where_it_cannot_work(self, desk):
        page = desk("accounts:account", javascript=False)

        expect(page.locator("#shortcut")).to_be_hidden()
