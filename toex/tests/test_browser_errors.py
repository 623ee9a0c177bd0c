"""After a form was refused the reader stands on the summary of its errors, wherever they were."""

import pytest
from playwright.sync_api import expect

from tasking.tests.factories import TaskingRequestFactory
from toex.tests.walking import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
IN_SIGHT = "summary => summary.getBoundingClientRect().top >= 0"


@pytest.fixture
def threat(browser, live_server):
    """Return a function that opens a question of a draft with nothing in its last box."""
    row = TaskingRequestFactory(draft=True, summary="")

    def open_page(where, *, javascript):
        context = browser.new_context(java_script_enabled=javascript)
        sign_in(context, live_server.url, row.requester)
        page = context.new_page()
        page.goto(f"{live_server.url}/requests/{row.reference}/threat/{where}")
        return page

    return open_page


def send(page):
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").press("Enter")


def test_from_a_link_to_one_question_the_summary_is_next(threat):
    page = threat("?from=check#id_intelligence_gaps", javascript=True)

    send(page)

    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    assert summary.evaluate(IN_SIGHT)
    assert page.url.endswith("/threat/?from=check")


def test_after_skipping_to_the_content_the_summary_is_next(threat):
    page = threat("", javascript=True)
    page.get_by_role("link", name="Skip to main content").press("Enter")

    send(page)

    expect(page.locator(".govuk-error-summary")).to_be_focused()


def test_without_javascript_the_summary_is_in_sight(threat):
    page = threat("?from=check#id_intelligence_gaps", javascript=False)

    send(page)

    assert page.locator(".govuk-error-summary").evaluate(IN_SIGHT)
    assert page.url.endswith("/threat/?from=check")


def test_filters_are_sent_without_the_part_of_the_page_too(threat):
    page = threat("", javascript=True)
    page.goto(page.url.replace(page.url[page.url.index("/requests/") :], "/requests/#list"))

    actions = page.eval_on_selector_all("main form", "forms => forms.map((each) => each.action)")

    assert actions
    assert not [each for each in actions if "#" in each]
