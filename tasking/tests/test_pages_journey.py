"""The whole way of a request over the pages, as people walk it."""

import pytest
from django.urls import reverse

from tasking.models import TaskingRequest
from tasking.tests.factories import LEVELS, Cast, ScoringModelFactory, TaskingRequestFactory
from toex.accounts.tests.factories import UserFactory
from toex.forces.tests.factories import ForceFactory, RegionFactory

pytestmark = pytest.mark.django_db

ANSWERS = {
    "threat": {"title": "Exercise Juniper 014", "summary": "Synthetic: shared telephones."},
    "types": {"primary_type": "ASE", "flags": ["vawg", "online"]},
    "harm": {"immediate_risk": "false", "safeguarding_done": "Synthetic: welfare visits."},
    "where": {"countries": "Romania\nPL", "deconfliction_done": "true"},
    "help": {
        "reasons": ["capacity"],
        "support_requested": ["timeline"],
        "needed_by_day": "3",
        "needed_by_month": "12",
        "needed_by_year": "2099",
    },
    "contacts": {"sio_name": "Exercise SIO", "sio_contact": "sio@force.example"},
    "handling": {"marking": "OFFICIAL-SENSITIVE", "source_sensitivities": "false"},
}


def address(row, page, *more):
    return reverse(f"tasking:{page}", args=[row.reference, *more])


def begin(client, lead):
    client.force_login(lead)
    page = client.get(reverse("tasking:before"))
    assert "about 15 minutes" in page.content.decode()
    answer = client.post(reverse("tasking:before"), {"title": "Exercise Juniper 014"})
    row = TaskingRequest.objects.get()
    assert answer.url == address(row, "tasks")
    return row


def fill(client, row):
    for section, typed in ANSWERS.items():
        row.refresh_from_db()
        page = address(row, "section", section)
        assert client.get(page).status_code == 200
        answer = client.post(page, {**typed, "version": row.version})
        assert answer.url == address(row, "tasks"), section
    row.refresh_from_db()


def take(client, row, step, **typed):
    row.refresh_from_db()
    assert client.get(address(row, "step", step)).status_code == 200
    return client.post(address(row, "step", step), {"version": row.version, **typed})


def test_a_force_asks_the_gateway_checks_and_asks_back_and_toex_gets_it(client):
    lead = UserFactory(force_lead=True)
    row = begin(client, lead)
    fill(client, row)
    check = client.get(address(row, "check")).content.decode()
    assert f"Send request to {row.region.code} gateway" in check
    sent = client.post(address(row, "submit"), {"version": row.version})
    assert sent.url == address(row, "sent")
    assert row.reference in client.get(sent.url).content.decode()

    gateway = Cast(row).gateway
    client.force_login(gateway)
    assert row.reference in client.get(reverse("tasking:queue")).content.decode()
    take(client, row, "start-triage", note="")
    assert client.get(address(row, "triage")).status_code == 200
    take(client, row, "return", reason="Which telephones?")

    client.force_login(lead)
    asked = client.get(address(row, "step", "resubmit")).content.decode()
    assert "Which telephones?" in asked
    take(client, row, "resubmit", note="Both of them.")

    client.force_login(gateway)
    answer = take(client, row, "refer", note="")
    assert answer.url == row.get_absolute_url()
    row.refresh_from_db()
    assert row.state == "with_toex"
    assert row.countries == ["RO", "PL"]
    assert row.needed_by.isoformat() == "2099-12-03"
    page = client.get(row.get_absolute_url()).content.decode()
    assert "Both of them." in page
    assert page.index("Put before the TOEX managers") < page.index("Sent to the gateway")


def test_the_task_list_says_how_far_each_part_is(client):
    lead = UserFactory(force_lead=True)
    row = begin(client, lead)

    before = client.get(address(row, "tasks")).content.decode()
    fill(client, row)
    after = client.get(address(row, "tasks")).content.decode()

    assert "You have completed 0 of" in before
    assert "Not yet started" in before
    assert "In progress" in before
    assert "Not yet started" not in after


def test_a_draft_begun_twice_by_a_double_click_is_one_draft(client):
    client.force_login(UserFactory(force_lead=True))
    key = client.get(reverse("tasking:before")).context["once_key"]

    first, second = (
        client.post(reverse("tasking:before"), {"title": "Exercise Elm", "once_key": key})
        for _ in range(2)
    )

    assert first.url == second.url
    assert TaskingRequest.objects.count() == 1


def test_a_request_sent_twice_is_sent_once_and_shows_the_same_page(client):
    row = TaskingRequestFactory()
    client.force_login(row.requester)

    first, second = (
        client.post(address(row, "submit"), {"version": row.version}) for _ in range(2)
    )

    assert first.url == second.url == address(row, "sent")
    row.refresh_from_db()
    assert (row.state, row.version) == ("submitted", 2)


def test_sending_with_a_version_that_is_out_of_date_asks_to_check_again(client):
    row = TaskingRequestFactory()
    client.force_login(row.requester)

    answer = client.post(address(row, "submit"), {"version": row.version + 1})

    assert answer.url == address(row, "check")
    row.refresh_from_db()
    assert row.state == "draft"


def test_what_is_missing_is_listed_with_links_and_nothing_is_sent(client):
    row = TaskingRequestFactory(summary="", immediate_risk=None)
    client.force_login(row.requester)

    answer = client.post(address(row, "submit"), {"version": row.version}, follow=True)

    assert "Enter a summary of the threat." in answer.content.decode()
    assert f"{address(row, 'section', 'threat')}?from=check#id_summary" in answer.content.decode()
    row.refresh_from_db()
    assert row.state == "draft"


def test_change_leads_back_to_the_check_page(client):
    row = TaskingRequestFactory()
    client.force_login(row.requester)

    answer = client.post(
        f"{address(row, 'section', 'types')}?from=check",
        {"primary_type": "LAB", "version": row.version},
    )

    assert answer.url == address(row, "check")


def test_a_score_is_worked_out_or_typed_in(client):
    ScoringModelFactory()
    row = TaskingRequestFactory()
    client.force_login(row.requester)
    page = address(row, "score")

    shown = client.get(f"{page}?how=computed").content.decode()
    worked_out = client.post(f"{page}?how=computed", {**LEVELS, "financial": "unknown"})
    typed = {"external_model": "Tool 2", "external_score": "41", "external_band": "High"}
    typed_in = client.post(f"{page}?how=external", typed)

    assert "NOT MoRiLE" in shown
    assert {worked_out.url, typed_in.url} == {address(row, "tasks")}
    external, computed = row.assessments.order_by("-pk")
    assert (computed.totals["risk"], computed.band) == ({"low": 180, "high": 260}, "high")
    assert external.external_score == "41"


def test_force_and_region_are_shown_with_their_difference(client):
    ScoringModelFactory()
    row = TaskingRequestFactory(in_triage=True)
    for user, level in ((row.requester, "major"), (Cast(row).gateway, "severe")):
        client.force_login(user)
        client.post(f"{address(row, 'score')}?how=computed", {**LEVELS, "physical": level})

    page = client.get(row.get_absolute_url()).content.decode()

    assert "The force has a risk of 200; the region has 240" in page
    assert "is 40 higher" in page


def test_a_gateway_officer_enters_a_request_for_a_force_and_it_says_so(client):
    force = ForceFactory()
    gateway = UserFactory(gateway_officer=True, region=force.region)
    client.force_login(gateway)

    client.post(reverse("tasking:before"), {"title": "Exercise Ash", "force": force.code})
    row = TaskingRequest.objects.get()
    fill(client, row)
    client.post(address(row, "submit"), {"version": row.version})

    row.refresh_from_db()
    assert (row.force, row.on_behalf, row.state) == (force, True, "submitted")
    assert "on behalf of" in client.get(address(row, "sent")).content.decode()


def test_an_organisation_without_a_region_chooses_the_gateway(client):
    region = RegionFactory()
    client.force_login(UserFactory(force_lead=True, force=ForceFactory(without_region=True)))

    refused = client.post(reverse("tasking:before"), {"title": "Exercise Oak"})
    client.post(reverse("tasking:before"), {"title": "Exercise Oak", "region": region.code})

    assert "Select the gateway that should receive it." in refused.content.decode()
    assert TaskingRequest.objects.get().region == region


def test_a_request_passed_on_leaves_the_queue(client):
    elsewhere = RegionFactory()
    row = TaskingRequestFactory(submitted=True)
    client.force_login(Cast(row).gateway)

    answer = take(client, row, "pass-on", region=elsewhere.code, reason="It lies there.")

    assert answer.url == reverse("tasking:queue")
    assert client.get(row.get_absolute_url()).status_code == 404
