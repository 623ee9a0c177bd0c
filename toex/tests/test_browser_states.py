"""The states of pages in a real browser: empty, many, wrong, stale, refused, printed and plain."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from cases.tests.factories import CaseFactory, ImportedCaseFactory, OutcomeFactory, person
from cases.tests.filing import added
from tasking.models import TaskingRequest
from tasking.models.requests import REQUESTS
from tasking.services import decide_request
from tasking.tests.factories import TaskingMeetingFactory, TaskingRequestFactory
from toex.accounts.choices import NATIONAL_ROLES, REGION_ROLES, Role
from toex.accounts.tests.factories import UserFactory
from toex.context import NAVIGATION
from toex.forces.models import Force
from toex.tests.states import FORMS, MAIN, MANY, REFUSALS, STALE
from toex.tests.test_browser_axe import SCHEMES, findings, problems
from toex.tests.walking import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIGHT = {"light": SCHEMES["light"]}
CONTRAST = {"light": {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}}
PAPER = 673  # pixels: A4 without its margins
OFF_PAPER = """
() => [...document.querySelectorAll('.toex-scroll, table')]
  .filter(each => Math.max(each.getBoundingClientRect().right, each.scrollWidth) > innerWidth + 1)
  .map((each) => `wider than the paper: ${each.innerText.slice(0, 60)}`)
  .concat([...document.querySelectorAll('a[href]')]
    .filter((each) => getComputedStyle(each, '::after').content.includes('/'))
    .map((each) => `printed with its address: ${each.innerText.slice(0, 60)}`))
"""
SEND = """
(typed) => {
  const form = [...document.querySelectorAll('main form[method=post]')].at(-1)
  for (const box of form.elements) {
    if (box.type === 'hidden') continue
    if (['radio', 'checkbox'].includes(box.type)) {
      if (!typed) box.checked = false
      else if (box.name in typed) box.checked = box.value === typed[box.name]
    } else if (!typed || box.name in typed) box.value = typed ? typed[box.name] : ''
  }
  if (typed) form.elements.version.value = 99
  form.submit()
}
"""
ON_PAPER = ("OFFICIAL-SENSITIVE", "Printed by ")
DEAD = """
() => [...document.querySelectorAll('.govuk-error-summary a[href^="#"]')]
  .filter((link) => !document.getElementById(link.hash.slice(1))).map((link) => link.textContent)
"""


@pytest.fixture
def people():
    """Return one person of each role, and load what no page can do without."""
    call_command("load_forces", verbosity=0)
    call_command("load_scoring_models", verbosity=0)
    force = Force.objects.get(code="kent")
    return {
        **{role: UserFactory(role=role) for role in NATIONAL_ROLES},
        **{role: person(role, force.region) for role in REGION_ROLES},
        Role.FORCE_LEAD: person(Role.FORCE_LEAD, force),
    }


@pytest.fixture
def few_rows(people):
    """Make one row of each state that a form needs, and return their references."""
    lead = people[Role.FORCE_LEAD]
    at = timezone.now() - timedelta(days=20)
    names = ("draft", "submitted", "in_triage", "returned", "with_toex")
    rows = {
        name: TaskingRequestFactory(**{name: True}, requester=lead, at=at).reference
        for name in names
    }
    case = CaseFactory(development=True, force=lead.force)
    TaskingMeetingFactory(manager=people[Role.TOEX_MANAGER])
    outcome = OutcomeFactory(case=case, by=people[Role.ANALYST])
    begun = CaseFactory(force=lead.force)
    cases = {"case": case.reference, "begun": begun.reference}
    return {**rows, **cases, "outcome": outcome.pk}


@pytest.fixture
def desk(browser, live_server, people):
    """Return a function that opens a page as a role, in a window that this role keeps."""
    windows = {}

    def open_page(role, address):
        if role not in windows:
            context = browser.new_context()
            if role:
                sign_in(context, live_server.url, people[role])
            windows[role] = context.new_page()
        page = windows[role]
        page.emulate_media(media="screen", forced_colors="none")
        return page, page.goto(f"{live_server.url}{address}")

    return open_page


def wrong(page, response, **how):
    """Return what is wrong with a page, beside what the console says of an answer that refuses."""
    return problems(page, response, (), **how)


def told(found):
    """Return the findings of pages that have any."""
    return {address: sorted(problem) for address, problem in found.items() if problem}


def test_sections_with_nothing_in_them_say_so(desk):
    found = {}
    for role, sections in NAVIGATION.items():
        for name in [name for _, pages in sections for _, name, *_ in pages]:
            page, response = desk(role, reverse(name))
            found[role, name] = wrong(page, response, schemes=LIGHT)

    assert told(found) == {}


def test_forms_sent_empty_name_each_box(desk, few_rows):
    found = {}
    for role, address in FORMS:
        page, _ = desk(role, address.format(**few_rows))
        if not page.locator("main form[method=post]").count():
            found[role, address] = {"has no form to send"}
            continue
        with page.expect_navigation() as sent:
            page.evaluate(SEND, None)
        response = sent.value
        found[role, address] = wrong(page, response, schemes=LIGHT, status=response.status)
        if not page.title().startswith("Error: "):
            found[role, address].add(f"the title is {page.title()}")
        if not page.locator(".govuk-error-summary li").count():
            found[role, address].add("has no error summary")
        found[role, address] |= {f"leads nowhere: {each}" for each in page.evaluate(DEAD)}

    assert told(found) == {}


def test_forms_on_a_row_that_changed_keep_what_was_typed(desk, few_rows):
    found = {}
    for role, address, typed in STALE:
        page, _ = desk(role, address.format(**few_rows))
        with page.expect_navigation() as sent:
            page.evaluate(SEND, typed)
        found[role, address] = wrong(page, sent.value, schemes=LIGHT, status=409)
        for name, value in typed.items():
            box = page.locator(f'[name="{name}"]:is(textarea, [type=text], :checked)')
            if box.input_value() != value:
                found[role, address].add(f"lost {name}")

    assert told(found) == {}


def test_a_decision_read_over_and_one_that_came_second(desk, few_rows, people):
    row = TaskingRequest.objects.get(pk=REQUESTS.number(few_rows["with_toex"]))
    second = UserFactory(role=Role.TOEX_MANAGER, region=row.region)
    address = f"/requests/{row.reference}/decide/"
    page, _ = desk(Role.TOEX_MANAGER, address)
    page.get_by_label("Overtaken by events").check()
    page.get_by_role("textbox", name="Rationale").fill("Exercise reasons.")
    page.get_by_label("Outside a meeting").check()
    found = {}
    with page.expect_navigation() as sent:
        page.get_by_role("button", name="Continue").press("Enter")
    found["the check"] = wrong(page, sent.value, schemes=SCHEMES)

    decide_request(
        row, version=row.version, by=second, at=timezone.now(), outcome="overtaken",
        rationale="Exercise first.", forum="outside_meeting",
    )  # fmt: skip
    with page.expect_navigation() as sent:
        page.get_by_role("button", name="Confirm decision").press("Enter")
    found["both decisions"] = wrong(page, sent.value, schemes=SCHEMES, status=409)

    assert told(found) == {}


def test_lists_with_many_rows(desk, people):
    lead = people[Role.FORCE_LEAD]
    at = timezone.now() - timedelta(days=20)
    for _ in range(27):
        TaskingRequestFactory(submitted=True, requester=lead, at=at)
        ImportedCaseFactory(requesting_force=lead.force)
    found = {}
    for role, address in MANY:
        page, response = desk(role, address)
        found[role, address] = wrong(page, response)
        if not page.get_by_role("navigation", name="Pagination").count():
            found[role, address].add("has no second page")

    assert told(found) == {}


def test_the_files_of_a_case_from_none_to_many(desk, few_rows):
    case = Case.objects.newest_first().last()
    address = reverse("cases:files", args=[case.reference])
    found = {"none": wrong(*desk(Role.ANALYST, address))}
    added(case)
    found["one"] = wrong(*desk(Role.ANALYST, address))
    for number in range(12):
        added(case, content=f"{number}\n", name=f"Exercise {number % 9} {'long' * 20}.csv")
    page, response = desk(Role.ANALYST, address)
    found["many"] = wrong(page, response)
    page.set_input_files(
        "main input[type=file]",
        [
            {"name": "good.csv", "mimeType": "text/csv", "buffer": b"good\n"},
            {"name": "setup.exe", "mimeType": "text/csv", "buffer": b"MZ"},
        ],
    )
    with page.expect_navigation() as sent:
        page.get_by_role("button", name="Add files", exact=True).last.click()
    found["refused"] = wrong(page, sent.value)

    assert told(found) == {}
    assert "setup.exe: The selected file must be" in page.locator("main").inner_text()
    assert page.locator(".govuk-error-summary:focus").count() == 1
    assert case.files.filter(name="good.csv").exists()


def test_pages_that_refuse(desk, few_rows):
    found = {}
    for role, address, status in REFUSALS:
        page, response = desk(role, address.format(**few_rows))
        found[role, address] = wrong(page, response, status=status)

    assert told(found) == {}


def test_nothing_is_sent_while_the_service_is_read_only(desk, few_rows, settings):
    settings.READ_ONLY = True
    page, response = desk(Role.FORCE_LEAD, f"/requests/{few_rows['draft']}/threat/")
    found = {"the form": wrong(page, response)}
    with page.expect_navigation() as sent:
        page.evaluate(SEND, {"summary": "Exercise: another text."})
    found["the answer"] = wrong(page, sent.value, status=503)

    assert told(found) == {}
    assert "READ ONLY" in page.locator("header").inner_text()


def test_main_pages_on_paper_and_in_forced_colours(desk, few_rows):
    found = {}
    for role, address in MAIN:
        page, response = desk(role, address.format(**few_rows))
        page.emulate_media(media="print")
        printed = findings(page, CONTRAST)
        shown = page.locator("body").inner_text()
        printed |= {f"printed without {each}" for each in ON_PAPER if each not in shown}
        if page.locator("nav:visible").count():
            printed.add("printed with its navigation")
        page.set_viewport_size({"width": PAPER, "height": 900})
        printed |= set(page.evaluate(OFF_PAPER))
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(media="screen", forced_colors="active")
        found[role, address] = printed | wrong(page, response, schemes=CONTRAST)

    assert told(found) == {}
