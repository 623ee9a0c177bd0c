"""Every page of every role in a real browser: no axe finding, no refusal of the browser's.

A page with a name that nobody reaches by links is a dead end, and fails here too.
"""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.http import QueryDict
from django.utils import timezone

from cases import services
from cases.models import Case, Member, Outcome
from cases.tests.factories import (
    CaseFactory,
    OutcomeFactory,
    ThreatFactory,
    analyst_of,
    manager_of,
    person,
)
from cases.tests.filing import added, withdrawn
from metrics import quarters, releases
from metrics.models import Rebase, RegionalQuarter, SavedQuestion
from metrics.query import read_query
from metrics.questions import save_question
from tasking import services as asking
from tasking.services import save_view
from tasking.tests.factories import TaskingMeetingFactory, TaskingRequestFactory
from toex.accounts.choices import NATIONAL_ROLES, REGION_ROLES, Role
from toex.accounts.tests.factories import UserFactory
from toex.forces.models import Force, Region
from toex.tests.walking import page_names, sign_in, walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCHEMES = {
    "light": {"resultTypes": ["violations"]},
    "dark": {"resultTypes": ["violations"], "runOnly": ["color-contrast"]},
}
POSTED = "posted, and has no page of its own"
CHOSEN = "reached by choosing rows of a list: looked at in a test of its own"
ASKED = "asks one page of questions before a file: looked at in a test of its own"
NOT_PAGES = {
    "health": "for machines",
    "accounts:set-password": "reached by a link handed over",
    "tasking:sent": "reached by sending",
    "accounts:sign-out": POSTED,
    "accounts:act-on-person": POSTED,
    "accounts:delete-keys": POSTED,
    "audit:check-trail": POSTED,
    "cases:activate-threat": POSTED,
    "cases:assign-selected": CHOSEN,
    "cases:confirm-outcome": POSTED,
    "cases:export-cases": ASKED,
    "cases:export-outcomes": ASKED,
    "cases:import": POSTED,
    "cases:map-threat": POSTED,
    "cases:resume": POSTED,
    "cases:return-template": "a file",
    "cases:task-done": POSTED,
    "cases:unrestrict": POSTED,
    "cases:verify-outcome": POSTED,
    "cases:verify-selected": CHOSEN,
    "notices:open": "leads on to the row",
    "notices:read": POSTED,
    "notices:read-all": POSTED,
    "metrics:all-packs": ASKED,
    "metrics:ask-for-attack": POSTED,
    "metrics:ask-for-packs": POSTED,
    "metrics:confirm-quarter": POSTED,
    "metrics:end-early-access": POSTED,
    "metrics:pack": ASKED,
    "metrics:question-file": ASKED,
    "metrics:release-chart": "an image",
    "metrics:release-file": ASKED,
    "metrics:release-step": POSTED,
    "metrics:tick-off": POSTED,
    "tasking:agenda-pack": "a file",
    "tasking:close-action": POSTED,
    "tasking:decision-letter": "a file",
    "tasking:end-cover": POSTED,
    "tasking:export-requests": ASKED,
    "tasking:file": ASKED,
    "tasking:messages": POSTED,
    "tasking:remove-file": POSTED,
    "tasking:submit": POSTED,
}


@pytest.fixture
def world():
    return make_world()


def make_world():
    """Requests, cases, outcomes, threats and meetings of one region, and people of each role."""
    call_command("load_forces", verbosity=0)
    call_command("load_scoring_models", verbosity=0)
    force = Force.objects.get(code="kent")
    lead = person(Role.FORCE_LEAD, force)
    recently = timezone.now() - timedelta(days=30)
    for trait in ("draft", "submitted", "in_triage", "returned", "with_toex", "decided"):
        TaskingRequestFactory(**{trait: True}, force=force, requester=lead, at=recently)
    case = CaseFactory(development=True, force=force)
    for trait in ("delivered", "reassessed", "closed"):
        CaseFactory(**{trait: True}, force=force)
    OutcomeFactory(case=case, force=force)
    OutcomeFactory(case=case, force=force, verified=True)
    ThreatFactory(case=case, active=True)
    give_parts(CaseFactory(force=force))
    give_files(case)
    manager = person(Role.TOEX_MANAGER, force.region)
    give_actions(TaskingMeetingFactory(manager=manager, attendees=["Exercise chair"]), manager)
    TaskingMeetingFactory(manager=manager, held=True)
    give_cover(manager)
    TaskingMeetingFactory(manager=manager, signed=True)
    gateway = person(Role.GATEWAY_OFFICER, force.region)
    save_view(by=gateway, at=recently, of="queue", name="Exercise view", query="has_score=false")
    people = {role: UserFactory(role=role) for role in NATIONAL_ROLES}
    start_limits_anew(force.region, manager, recently)
    confirm_and_ask(manager, people[Role.PROGRAMME_OFFICE])
    publish_and_revise(people[Role.PROGRAMME_OFFICE], lead)
    return {
        **people,
        **{role: person(role, force.region) for role in REGION_ROLES},
        Role.FORCE_LEAD: lead,
        "": UserFactory(),
        None: None,
    }


def give_actions(meeting, manager):
    """Let a meeting ask its manager to do something, and hear that nobody has a conflict."""
    at = timezone.now()
    asking.add_action(
        meeting, by=manager, at=at, text="Exercise action", owner=manager, due_on=meeting.held_on
    )
    asking.declare_conflicts(
        meeting, version=meeting.version, by=manager, at=at, attendee=meeting.attendees[0]
    )


def give_cover(manager):
    """Let the region's analyst cover for its manager today."""
    today = timezone.localdate()
    asking.arrange_cover(
        by=manager,
        at=timezone.now(),
        manager=manager,
        person=person(Role.ANALYST, manager.region),
        from_on=today,
        until_on=today,
        reason="Leave.",
    )


def publish_and_revise(office, reader):
    """Publish a quarter and freeze its second edition with a reader let in early.

    Of the quarters before, one is a draft and one is approved for later.
    """
    at = timezone.now()
    other = UserFactory(programme_office=True)
    last, before, earlier = (
        RegionalQuarter.objects.order_by("-period")
        .values_list("period", flat=True)
        .distinct()[1:4]
    )
    first = frozen(last, by=office, at=at)
    first = releases.approve_release(first, version=first.version, by=other, at=at)
    releases.publish_release(first, version=first.version, by=office, at=at)
    second = frozen(last, by=office, at=at)
    releases.give_early_access(
        second, by=office, at=at, user=reader, reason="Exercise: prepares a briefing."
    )
    releases.draft_release(by=office, at=at, period=before, publish_at=at)
    later = frozen(earlier, by=office, at=at, publish_at=at + timedelta(days=30))
    releases.approve_release(later, version=later.version, by=other, at=at)


def frozen(period, *, by, at, publish_at=None):
    release = releases.draft_release(by=by, at=at, period=period, publish_at=publish_at or at)
    return releases.freeze_release(
        release, version=release.version, by=by, at=at, reason="Exercise: not all confirmed."
    )


def confirm_and_ask(manager, office):
    """Let a region confirm its quarters but the last, and the office ask and keep an answer."""
    at = timezone.now()
    quarters.ensure(at.date())
    over = [
        row
        for row in RegionalQuarter.objects.filter(region=manager.region).order_by("period")
        if row.span.last < at.date()
    ]
    for row in over[:-1]:
        quarters.confirm_quarter(row, version=1, by=manager, at=at)
    outcome = Outcome.objects.earliest("pk")
    services.ask_about_outcome(outcome, by=office, at=at, text="Exercise question?")
    asked = QueryDict("period=2021/22&measure=arrests")
    save_question(
        read_query(asked, now=at),
        by=office,
        at=at,
        parameters={},
        title="Exercise question",
        asked_for="other",
        disclosure="management",
    )


def give_parts(case):
    """Let another region, another force and a member have a part, for somebody to end."""
    by, at = manager_of(case), timezone.now() - timedelta(days=20)
    day = at.date()
    other = Region.objects.exclude(pk=case.lead_region_id).first()
    services.add_region(case, by=by, at=at, region=other, from_date=day)
    services.add_force(case, by=by, at=at, force=Force.objects.get(code="norfolk"))
    services.add_member(case, by=by, at=at, user=analyst_of(case), role="lead")


def give_files(case):
    """Let a case have a file with an earlier version, and one that was withdrawn."""
    for content in ("1\n", "2\n"):
        added(case, content=content)
    withdrawn(added(case, content="3\n", name="Exercise other.csv"))


def findings(page, schemes=SCHEMES):
    """Return what axe finds wrong, in light and in dark."""
    found = set()
    for scheme, rules in schemes.items():
        page.emulate_media(color_scheme=scheme)
        for each in Axe().run(page, options=rules).response["violations"]:
            found.add(f"{scheme}: {each['id']}: {each['nodes'][0]['html'][:160]}")
    return found


def problems(page, response, complaints, *, status=200, schemes=SCHEMES):
    """Return what is wrong with one page."""
    found = findings(page, schemes) | set(complaints)
    if response.status != status:
        found.add(f"answered {response.status}")
    if page.locator("h1").count() != 1:
        found.add("has not exactly one h1")
    page.set_viewport_size({"width": 320, "height": 700})
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.add("scrolls sideways at 320 pixels")
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


def walk_as(user, browser, base):
    """Return the names that `user` reaches, and what is wrong with the first page of each."""
    context, names, wrong, complaints = browser.new_context(), set(), [], []
    if user:
        sign_in(context, base, user)
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for name, address, response in walk(page, base):
        found = {f"answered {response.status}"} if response.status != 200 else set(complaints)
        if name not in names:
            found |= problems(page, response, complaints)
        complaints.clear()
        names.add(name)
        wrong += [f"{user and user.role} {name} {address}: {each}" for each in sorted(found)]
    context.close()
    return names, wrong


def test_every_page_of_every_role_is_reached_by_links_and_has_no_finding(
    world, browser, live_server
):
    reached, wrong = set(), []
    for user in world.values():
        names, found = walk_as(user, browser, live_server.url)
        reached |= names
        wrong += found

    assert not wrong, "\n".join(wrong)
    assert page_names() - reached - set(NOT_PAGES) == set()


def start_limits_anew(region, by, at):
    for measure in ("people_safeguarded", "arrests"):
        for code in (region.code, ""):
            told = {"measure": measure, "region": code, "month": "2025-05"}
            Rebase.objects.create(**told, reason="Exercise reason", at=at, by=by)


def chosen_pages(manager):
    """Return the addresses of pages that are reached by choosing rows of a list."""
    drafts = Outcome.objects.visible_to(manager).filter(state="draft")
    cases = Case.objects.visible_to(manager)
    chosen = "&".join(f"case={case.pk}" for case in cases)
    to = UserFactory(analyst=True, region=manager.region)
    lead = Member.objects.filter(case__in=cases).first().user
    return [
        f"/outcomes/to-verify/selected/?outcome={drafts.first().pk}",
        f"/workload/assign/?{chosen}",
        f"/workload/hand-over/?person={lead.pk}&to={to.pk}",
    ]


def test_pages_reached_by_choosing_rows_have_no_finding(world, browser, live_server):
    manager = world[Role.TOEX_MANAGER]
    context, complaints, wrong = browser.new_context(), [], {}
    sign_in(context, live_server.url, manager)
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    for address in chosen_pages(manager):
        response = page.goto(f"{live_server.url}{address}")
        wrong[address] = problems(page, response, complaints)
    context.close()

    assert not any(wrong.values()), wrong


def test_the_page_before_a_download_has_no_finding(world, browser, live_server):
    office, wrong, complaints = world[Role.PROGRAMME_OFFICE], {}, []
    context = browser.new_context()
    sign_in(context, live_server.url, office)
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    address = f"{live_server.url}{SavedQuestion.objects.get().get_absolute_url()}answer.csv"
    wrong["asked"] = problems(page, page.goto(address), complaints)
    page.get_by_role("button", name="Download").click()
    page.wait_for_load_state()
    wrong["refused"] = findings(page)
    summary = page.locator(".govuk-error-summary").inner_text()
    context.close()

    assert "Enter who will receive it." in summary
    assert not any(wrong.values()), wrong
