"""The five journeys, by keyboard alone, with JavaScript and without it."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from cases.models import Case, Outcome
from cases.tests.factories import CaseFactory, OutcomeFactory
from metrics.models import Release
from metrics.tasks import publish_what_is_due
from tasking.models import TaskingRequest
from tasking.tests.factories import TaskingRequestFactory
from toex.accounts.tests.factories import UserFactory
from toex.core.periods import LONDON, london_date
from toex.forces.models import Force, Region
from toex.tests.keyboard import Keyboard

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("javascript", [False, True], ids=["without js", "with js"]),
]
PASSWORD = "alder-bramble-juniper"
TITLE = "Exercise Rowan 021"


@pytest.fixture
def people():
    """One person of each kind that the journeys need, two of those who must be two."""
    call_command("load_forces", verbosity=0)
    call_command("load_scoring_models", verbosity=0)
    essex, kent = (Force.objects.get(code=code) for code in ("essex", "kent"))
    ersou = Region.objects.get(code="ERSOU")
    people = {
        "lead": UserFactory(force_lead=True, force=essex, name="Exercise Lead"),
        "neighbour": UserFactory(force_lead=True, force=kent, name="Exercise Neighbour"),
        "gateway": UserFactory(gateway_officer=True, region=ersou, name="Exercise Gateway"),
        "manager": UserFactory(toex_manager=True, region=ersou, name="Exercise Manager"),
        "analyst": UserFactory(analyst=True, region=ersou, name="Exercise Analyst"),
        "office": UserFactory(programme_office=True, name="Exercise Office"),
        "office2": UserFactory(programme_office=True, name="Exercise Second"),
    }
    for person in people.values():
        person.set_password(PASSWORD)
        person.save()
    return people


@pytest.fixture
def sit_down(browser, live_server, people, javascript):
    """Return a function that signs somebody in at a browser of their own, by keyboard."""

    def sign_in(who):
        context = browser.new_context(java_script_enabled=javascript)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto(f"{live_server.url}/")
        keyboard = Keyboard(page)
        keyboard.press("Sign in")
        enter(keyboard, people[who])
        return keyboard

    return sign_in


def enter(keyboard, person):
    keyboard.write("Email address", person.email)
    keyboard.write("Password", PASSWORD)
    keyboard.press("Sign in")


def says(keyboard, words):
    expect(keyboard.page.locator("main")).to_contain_text(words)


def heading(keyboard, words):
    expect(keyboard.page.get_by_role("heading", level=1)).to_have_text(words)


class TestARequestIsSent:
    def test_by_a_force_lead_who_stops_half_way(self, sit_down, people, live_server):
        lead = sit_down("lead")
        lead.press("Request TOEX support")
        lead.write("What should we call this request?", TITLE)
        lead.press("Start now")

        self.leave_needed_boxes_empty(lead)
        self.stop_and_come_back(lead, people["lead"])
        self.answer_the_rest(lead)
        self.change_an_answer_at_the_check(lead)
        sent = self.send_twice(lead)

        neighbour = sit_down("neighbour")
        neighbour.page.goto(sent)
        unseen = neighbour.page.locator("main").inner_html()
        heading(neighbour, "Page not found")
        neighbour.page.goto(f"{live_server.url}/requests/TR-999999/sent/")
        assert neighbour.page.locator("main").inner_html() == unseen

    def leave_needed_boxes_empty(self, lead):
        lead.press("What is happening")
        lead.write("Operation name", "Exercise Rowan")
        lead.press("Continue")
        expect(lead.page).to_have_title(re.compile("^Error: "))
        says(lead, "There is a problem")
        lead.jump("Enter a summary of the threat.")
        assert lead.focus.name == "Summary of the threat"
        expect(lead.page.get_by_label("Operation name")).to_have_value("Exercise Rowan")

    def stop_and_come_back(self, lead, person):
        lead.write("Summary of the threat", "Exercise: people are moved between flats.")
        lead.press("Save and come back later")
        lead.open_section("Sign out")
        lead.press("Sign in")
        enter(lead, person)
        lead.press(re.compile("^Drafts"))
        lead.press(re.compile(TITLE))
        lead.press("What is happening")
        expect(lead.page.get_by_label("Summary of the threat")).to_have_value(
            "Exercise: people are moved between flats."
        )
        lead.press("Continue")

    def answer_the_rest(self, lead):
        lead.press("Type of exploitation")
        lead.choose("Primary type", "Adult sexual exploitation")
        lead.tick("Online", question="What else is true")
        lead.press("Continue")
        lead.press("Harm and safeguarding")
        lead.choose("Is anyone at immediate risk of harm?", "No")
        lead.write("Safeguarding already done", "Exercise: three visits with a partner.")
        lead.press("Continue")
        lead.press("Support and dates")
        lead.tick("It crosses our borders", question="Why do you need TOEX?")
        lead.tick("Network chart", question="What support")
        lead.write_date("The date you need it by", london_date(timezone.now()) + timedelta(40))
        lead.press("Continue")
        lead.press("Contacts")
        lead.write("Name of the senior investigating officer (SIO)", "Exercise Officer")
        lead.write("How to reach the SIO", "sio@essex.example")
        lead.press("Continue")
        lead.press("Check your answers")

    def change_an_answer_at_the_check(self, lead):
        lead.press("Change Operation name")
        assert lead.focus.name == "Operation name (optional)"
        lead.write("Operation name", "Exercise Whitebeam")
        lead.press("Continue")
        heading(lead, "Check your answers")
        says(lead, "Exercise Whitebeam")

    def send_twice(self, lead):
        """Send from two windows that show the same check, and look back from the first."""
        other = Keyboard(lead.page.context.new_page())
        other.page.goto(lead.page.url)
        for window in (lead, other):
            window.press("Send request to ERSOU gateway")
            heading(window, "Request sent")
        row = TaskingRequest.objects.get()
        says(other, row.reference)
        assert lead.page.url == other.page.url
        sent = lead.page.url
        self.look_back(lead)
        assert TaskingRequest.objects.get().reference == row.reference
        return sent

    def look_back(self, lead):
        """A browser that kept the page shows the button, which leads to the same confirmation."""
        lead.page.go_back(wait_until="load")
        if lead.page.get_by_role("button", name="Send request").count():
            lead.press("Send request to ERSOU gateway")
            heading(lead, "Request sent")
        else:
            heading(lead, TITLE)


def test_a_request_is_checked_and_decided(sit_down, people):
    row = TaskingRequestFactory(
        submitted=True, requester=people["lead"], title=TITLE, at=timezone.now()
    )
    row_link = re.compile(rf"^{row.reference} ")

    gateway = sit_down("gateway")
    gateway.press(row_link)
    gateway.press("Start checking")
    gateway.write("Note", "Exercise: looked through.")
    gateway.press("Start checking")
    gateway.press("Check this request")
    says(gateway, "Every answer that is needed is there.")
    gateway.press("Put before the TOEX managers")
    gateway.press("Put before the TOEX managers")
    says(gateway, "The request is with the TOEX managers.")

    manager = sit_down("manager")
    manager.press(f"Decide the request {row.reference}")
    manager.choose("Decision", "Adopt")
    manager.choose("Where it was decided", "Outside a meeting")
    manager.press("Continue")
    expect(manager.page).to_have_title(re.compile("^Error: "))
    manager.jump(re.compile("^Enter the rationale"))
    manager.write("Rationale", "Exercise: great harm, and two forces.")
    manager.press("Continue")
    says(manager, "You are about to adopt this request.")
    manager.press("Confirm decision")
    says(manager, "Decision saved: adopted. The case is open.")

    lead = sit_down("lead")
    lead.press(re.compile("^Decided"))
    lead.press(row_link)
    says(lead, "Exercise: great harm, and two forces.")
    says(lead, Case.objects.get().reference)


class TestACaseIsWorked:
    def test_and_its_outcome_counts_once_verified(self, sit_down, people):
        case = CaseFactory(force=people["lead"].force, opened_at=timezone.now())
        analyst = sit_down("analyst")
        analyst.open_section("Cases")
        analyst.press(re.compile("^All of ERSOU"))
        analyst.press(case.reference)
        self.agree_terms(analyst)
        self.deliver(analyst)
        self.record(analyst)
        assert self.people_safeguarded(analyst) == "0"

        manager = sit_down("manager")
        manager.open_section("Outcomes")
        manager.press(re.compile("[Ww]aiting"))
        manager.press(f"Verify outcome number {Outcome.objects.get().pk}")

        assert self.people_safeguarded(analyst) == "1"

    def agree_terms(self, analyst):
        today = london_date(timezone.now())
        analyst.press("Agree the terms of reference")
        analyst.write("Support that TOEX will give", "Exercise: a chart of the network.")
        analyst.tick("Network chart", question="Products")
        analyst.write_date("Due date", today + timedelta(30))
        analyst.write_date("Date agreed", today)
        analyst.write("Name of the SIO who agreed", "Exercise Officer")
        analyst.press("Save the terms")
        says(analyst, "In development")

    def deliver(self, analyst):
        analyst.press("Deliver a product")
        analyst.choose("Kind of product", "Network chart")
        analyst.write("Title", "Exercise chart")
        analyst.write_date("Date delivered", london_date(timezone.now()))
        analyst.press("Save the product")
        says(analyst, "Product delivered")

    def record(self, analyst):
        analyst.press(re.compile("^Outcomes"), question="")
        analyst.press("Record an outcome")
        analyst.choose("What kind of outcome is it?", "Person safeguarded")
        analyst.press("Continue")
        analyst.write_date("Date it happened", london_date(timezone.now()))
        analyst.choose(
            "What TOEX did", "TOEX contributed: a TOEX product was used, and the SIO agrees"
        )
        analyst.write("Pseudonymous key of the person", "EXERCISE-001")
        analyst.press("Continue")
        says(analyst, "as 1 person safeguarded")
        analyst.press("Save outcome")
        says(analyst, "The outcome is recorded. Another person, a manager, verifies it.")

    def people_safeguarded(self, reader):
        """Return the number of people safeguarded in the financial year, as the page has it."""
        reader.open_section("Figures")
        reader.open_section("All figures")
        numbers = reader.page.locator(".toex-number", has_text="People safeguarded")
        return numbers.locator(".toex-number__value").inner_text().split()[0]


class TestAQuarterIsPublished:
    AT = datetime(2026, 7, 8, 10, tzinfo=LONDON)
    OUT = datetime(2026, 7, 28, 9, 30, tzinfo=LONDON)

    def test_by_two_people_of_the_office_at_its_time(self, sit_down, people, live_server):
        with time_machine.travel(self.AT) as clock:
            CaseFactory(force=people["lead"].force)
            OutcomeFactory(force=people["lead"].force, verified=True)
            self.confirm(sit_down("manager"))
            self.draft_and_freeze(sit_down("office"))
            self.approve(sit_down("office2"))
            release = Release.objects.get()
            early = sit_down("lead")
            early.page.goto(f"{live_server.url}{release.get_absolute_url()}")
            heading(early, "Page not found")

            clock.move_to(self.OUT + timedelta(seconds=1))
            publish_what_is_due()
            self.read(sit_down("lead"))

    def confirm(self, manager):
        manager.open_section("Figures")
        manager.open_section("Quarters")
        manager.press(re.compile("2026.27.Q1"))
        manager.tick(re.compile("^This is a nil return"))
        manager.press("Confirm this quarter")
        says(manager, "Confirmed as a nil return by Exercise Manager")

    def draft_and_freeze(self, office):
        office.open_section("Releases")
        office.press("Draft a release")
        office.select("Period", "2026/27 Q1")
        office.write_date("Publish on", self.OUT)
        office.press("Make the draft")
        says(office, "1 of ")
        office.write("Why go on?", "Exercise: the other regions have sent nothing.")
        office.press("Freeze the figures")
        says(office, "The figures are being frozen.")
        says(office, "Frozen as known on 8 July 2026")
        says(office, "Somebody of the programme office who neither drafted nor froze it")

    def approve(self, second):
        second.open_section("Releases")
        second.press("R-2026-27-Q1-1")
        second.press("Work on this release")
        second.press("Disclosure review")
        second.page.go_back()
        second.press("Approve the release")
        says(second, "The release is approved.")

    def read(self, lead):
        lead.open_section("Figures")
        lead.open_section("Releases")
        lead.press("R-2026-27-Q1-1")
        expect(lead.page.get_by_role("heading", level=1)).to_contain_text("figures for 2026/27 Q1")
        focus = lead.tab_to(re.compile(r"\.csv$"), roles=("link",))
        with lead.page.expect_download() as download:
            lead.page.keyboard.press("Enter")
        assert download.value.suggested_filename == f"R-2026-27-Q1-1-{focus.name}"
        with open(download.value.path(), encoding="utf-8-sig") as file:
            assert "people_safeguarded" in file.read()


def test_a_manager_finds_who_has_looked_at_a_case(sit_down, people):
    case = CaseFactory(force=people["lead"].force)
    analyst = sit_down("analyst")
    analyst.open_section("Cases")
    analyst.press(re.compile("^All of ERSOU"))
    analyst.press(case.reference)
    analyst.press("Timeline")

    manager = sit_down("manager")
    manager.open_section("Cases")
    manager.press(case.reference)
    manager.press("Who has looked")
    rows = manager.page.locator("main tbody tr")
    expect(rows.filter(has_text="Exercise Analyst")).to_have_count(2)
    expect(rows.filter(has_text="Exercise Manager")).not_to_have_count(0)
    expect(rows.filter(has_text="Exercise Neighbour")).to_have_count(0)
