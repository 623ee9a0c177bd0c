"""A long word pushes nothing out of sight, and the sections of a role stand on one line."""

import pytest
from django.utils import timezone

from cases import services as cases
from cases.tests.factories import CaseFactory, OutcomeFactory, analyst_of, manager_of
from tasking import services as tasking
from tasking.tests.factories import Cast, TaskingMeetingFactory, TaskingRequestFactory
from toex.accounts.choices import Role
from toex.accounts.tests.factories import UserFactory
from toex.context import NAVIGATION
from toex.tests.walking import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "W" * 33
WIDER = """
() => [document.documentElement, ...document.querySelectorAll('.toex-scroll')]
  .filter((each) => each.scrollWidth > each.clientWidth + 1)
  .map((each) => each.getAttribute('aria-label') || 'the page')
"""


@pytest.fixture
def pages():
    """Return (reader, address) of pages that show one long word wherever people type."""
    request = TaskingRequestFactory(with_toex=True, title=LONG, operation_name=LONG)
    manager, at = Cast(request).manager, timezone.now()
    meeting = TaskingMeetingFactory(
        manager=manager, forum_name=LONG, attendees=[LONG], agenda=[request]
    )
    tasking.add_action(meeting, by=manager, at=at, text=LONG, owner=manager, due_on=at.date())
    case = CaseFactory(force=request.force, request={"title": LONG, "operation_name": LONG})
    analyst = analyst_of(case)
    OutcomeFactory(case=case, by=analyst, evidence_reference=LONG)
    cases.add_task(case, by=analyst, at=at, text=LONG, assignee=analyst, due_on=at.date())
    of_meeting, of_case = meeting.get_absolute_url(), case.get_absolute_url()
    return [
        *((manager, address) for address in ("/queue/?tab=toex", "/meetings/", "/meetings/new/")),
        *((manager, address) for address in ("/actions/", "/cases/?tab=region")),
        *((manager, f"{of_meeting}{part}") for part in ("", "change/", "agenda/", "actions/new/")),
        (manager, f"{request.get_absolute_url()}decide/"),
        (request.requester, "/requests/"),
        (request.requester, request.get_absolute_url()),
        *((analyst, address) for address in ("/your-work/", f"/search/?q={LONG}")),
        *((analyst, f"{of_case}{part}") for part in ("", "tasks/", "outcomes/", "timeline/")),
        (manager_of(case), "/outcomes/to-verify/"),
        (UserFactory(programme_office=True), "/requests/"),
    ]


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_and_no_list_is_wider_than_the_screen(pages, browser, live_server, width):
    windows, wide = {}, []
    for reader, address in pages:
        if reader not in windows:
            context = browser.new_context(viewport={"width": width, "height": 900})
            sign_in(context, live_server.url, reader)
            windows[reader] = context.new_page()
        response = windows[reader].goto(f"{live_server.url}{address}")
        assert (response.status, LONG in windows[reader].content()) == (200, True), address
        wide += [(reader.role, address, each) for each in windows[reader].evaluate(WIDER)]

    assert wide == []


@pytest.mark.parametrize("role", Role.values)
def test_the_sections_of_a_role_stand_on_one_line(browser, live_server, role):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    sign_in(context, live_server.url, UserFactory(**{role: True}))
    page = context.new_page()

    page.goto(f"{live_server.url}/help/")

    sections = page.locator(".govuk-service-navigation__item").all()
    assert len(sections) == len(NAVIGATION[role])
    assert len({each.bounding_box()["y"] for each in sections}) == 1
