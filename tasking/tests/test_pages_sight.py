"""Who may open which page, and what a stranger gets instead."""

import pytest
from django.urls import reverse

from tasking.forms.sections import SECTIONS
from tasking.models import TaskingRequest
from tasking.tests.factories import Cast, TaskingMeetingFactory, TaskingRequestFactory
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.forces.tests.factories import ForceFactory

pytestmark = pytest.mark.django_db

STEPS = ["submit", "start-triage", "refer", "return", "pass-on", "resubmit", "withdraw"]
PAGES = [
    *("request", "tasks", "check", "sent", "score", "messages", "triage"),
    *SECTIONS,
    *STEPS,
]
LISTS = ["requests", "before", "queue", "meetings", "plan-meeting"]


def pages_of(reference):
    base = f"/requests/{reference}/"
    return {page: base if page == "request" else f"{base}{page}/" for page in PAGES}


def people_at(row):
    cast = Cast(row)
    return {
        "lead": cast.lead,
        "gateway": cast.gateway,
        "manager": cast.manager,
        "analyst": cast.analyst,
        "office": UserFactory(programme_office=True),
    }


def answers_to(client, user, row):
    client.force_login(user)
    return {
        page: client.get(address).status_code for page, address in pages_of(row.reference).items()
    }


@pytest.mark.parametrize(
    "stranger",
    ["force_lead", "gateway_officer", "toex_manager", "analyst", "auditor", "administrator"],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_finds_no_page_of_a_request(client, stranger, method):
    row = TaskingRequestFactory(in_triage=True)
    client.force_login(UserFactory(**{stranger: True}))

    found = {
        page: getattr(client, method)(address) for page, address in pages_of(row.reference).items()
    }
    missing = {
        page: getattr(client, method)(address) for page, address in pages_of("TR-999999").items()
    }

    assert {answer.status_code for answer in found.values()} == {404, 405}
    assert found["request"].status_code == (404 if method == "get" else 405)
    assert {page: answer.content for page, answer in found.items()} == {
        page: answer.content for page, answer in missing.items()
    }


def test_somebody_without_a_role_opens_nothing(client):
    row = TaskingRequestFactory(submitted=True)
    client.force_login(UserFactory())

    assert client.get(row.get_absolute_url()).status_code == 404
    assert {client.get(reverse(f"tasking:{name}")).status_code for name in LISTS} == {403}


@pytest.mark.parametrize(
    ("role", "opens"),
    [
        ("force_lead", {"requests", "before"}),
        ("gateway_officer", {"requests", "before", "queue", "meetings"}),
        ("toex_manager", {"requests", "queue", "meetings", "plan-meeting"}),
        ("analyst", {"requests", "queue", "meetings"}),
        ("programme_office", {"requests", "queue", "meetings"}),
        ("auditor", set()),
        ("administrator", set()),
    ],
)
def test_each_role_opens_its_own_lists(client, role, opens):
    client.force_login(UserFactory(**{role: True}))

    answers = {name: client.get(reverse(f"tasking:{name}")).status_code for name in LISTS}

    assert answers == {name: 200 if name in opens else 403 for name in LISTS}


def test_the_pages_of_a_draft_are_open_to_its_force_alone(client):
    row = TaskingRequestFactory()
    people = people_at(row)

    mine = answers_to(client, people["lead"], row)
    theirs = [answers_to(client, people[who], row) for who in people if who != "lead"]

    forms = {"request", "tasks", "check", "score", "withdraw", *SECTIONS}
    assert {page for page, code in mine.items() if code == 200} == forms
    assert theirs == [dict.fromkeys(PAGES, 404) | {"submit": 405}] * 4


@pytest.mark.parametrize(
    ("who", "opens"),
    [
        ("lead", {"request", "sent", "score", "withdraw"}),
        ("gateway", {"request", "sent", "score", "triage", "refer", "return", "pass-on"}),
        ("manager", {"request", "sent", "score"}),
        ("analyst", {"request", "sent", "score"}),
        ("office", {"request", "sent"}),
    ],
)
def test_each_role_opens_what_it_may_do_while_a_request_is_checked(client, who, opens):
    row = TaskingRequestFactory(in_triage=True)

    answers = answers_to(client, people_at(row)[who], row)

    assert {page for page, code in answers.items() if code == 200} == opens
    assert set(answers.values()) <= {200, 302, 403, 405}


def test_a_page_for_changing_that_is_open_no_longer_leads_to_the_request(client):
    row = TaskingRequestFactory(submitted=True)
    client.force_login(row.requester)

    answer = client.get(reverse("tasking:tasks", args=[row.reference]), follow=True)

    assert answer.redirect_chain == [(row.get_absolute_url(), 302)]
    assert "You cannot change this request now: it is “Sent”." in answer.content.decode()


def test_each_look_is_in_the_trail(client):
    row = TaskingRequestFactory()
    client.force_login(row.requester)

    for page in ("request", "tasks", "check", "score", "threat"):
        client.get(pages_of(row.reference)[page])
    client.get(reverse("tasking:requests") + "?tab=drafts")

    reads = AuditEvent.objects.reads().filter(actor=row.requester)
    assert reads.about(row).count() == 5
    assert reads.get(action="request.list").shown == [row.reference]


def test_the_queue_offers_only_forces_of_which_something_is_seen(client):
    row = TaskingRequestFactory(submitted=True)
    ForceFactory(short_name="Elsewhere", code="elsewhere")
    client.force_login(Cast(row).gateway)

    page = client.get(reverse("tasking:queue")).content.decode()

    assert row.force.short_name in page
    assert "Elsewhere" not in page


def test_possible_duplicates_are_only_those_in_sight(client):
    row = TaskingRequestFactory(submitted=True, operation_name="Exercise Larch")
    near = TaskingRequestFactory(
        submitted=True, region=None, force=row.force, operation_name="exercise larch"
    )
    far = TaskingRequestFactory(submitted=True, operation_name="Exercise Larch")
    client.force_login(Cast(row).gateway)

    page = client.get(reverse("tasking:triage", args=[row.reference])).content.decode()

    assert f"{near.reference} {near.title}" in page
    assert "the same operation name" in page
    assert far.reference not in page


def test_a_force_does_not_read_the_notes_of_the_region(client):
    row = TaskingRequestFactory(submitted=True)
    gateway = Cast(row).gateway
    client.force_login(gateway)
    client.post(
        reverse("tasking:step", args=[row.reference, "start-triage"]),
        {"version": row.version, "note": "Exercise: for the region only."},
    )
    seen = client.get(row.get_absolute_url()).content.decode()
    client.force_login(row.requester)
    page = client.get(row.get_absolute_url()).content.decode()

    assert "for the region only" in seen
    assert "for the region only" not in page
    assert "Checking began" in page


@pytest.mark.parametrize("story", ["planned", "signed"])
def test_a_meeting_is_its_region_s_and_once_signed_the_programme_office_s(client, story):
    manager = UserFactory(toex_manager=True)
    meeting = TaskingMeetingFactory(
        manager=manager, **({"signed": True} if story != "planned" else {})
    )
    readers = {
        "gateway": UserFactory(gateway_officer=True, region=manager.region),
        "elsewhere": UserFactory(toex_manager=True),
        "lead": UserFactory(force_lead=True, force=ForceFactory(region=manager.region)),
        "office": UserFactory(programme_office=True),
    }

    answers = {}
    for who, user in readers.items():
        client.force_login(user)
        answers[who] = client.get(meeting.get_absolute_url()).status_code

    office = 200 if story == "signed" else 404
    assert answers == {"gateway": 200, "elsewhere": 404, "lead": 404, "office": office}


def test_a_gateway_officer_may_not_post_for_a_force_lead(client):
    row = TaskingRequestFactory(submitted=True)
    client.force_login(Cast(row).gateway)

    answer = client.post(
        reverse("tasking:step", args=[row.reference, "withdraw"]),
        {"version": row.version, "reason": "Exercise."},
    )

    assert answer.status_code == 403
    assert TaskingRequest.objects.get(pk=row.pk).state == "submitted"


@pytest.mark.parametrize(
    ("who", "asked", "not_asked"),
    [
        ("gateway", "Why does the force need TOEX?", "Your rank or role"),
        ("office", "The force&#x27;s reference", "Why do you need TOEX?"),
        ("lead", "Why do you need TOEX?", "Why does the force need TOEX?"),
    ],
)
def test_questions_say_you_only_to_those_who_answer_them(client, who, asked, not_asked):
    row = TaskingRequestFactory(in_triage=True)
    client.force_login(people_at(row)[who])

    page = client.get(pages_of(row.reference)["request"]).content.decode()

    assert asked in page
    assert not_asked not in page


def test_who_checks_a_request_on_a_phone_is_led_to_the_buttons(client):
    row = TaskingRequestFactory(in_triage=True)
    client.force_login(Cast(row).gateway)

    page = client.get(pages_of(row.reference)["triage"]).content.decode()

    assert page.index('href="#then"') < page.index("The force&#x27;s reference")
    assert 'id="then"' in page
