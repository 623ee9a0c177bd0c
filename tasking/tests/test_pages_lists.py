"""Lists of requests and meetings: what they say, how they narrow, and what they cost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tasking.choices import State
from tasking.models import Assessment, TaskingMeeting, TaskingRequest
from tasking.models.meetings import AgendaItem
from tasking.tests.factories import (
    FIRST_MOMENT,
    LEVELS,
    Cast,
    ScoringModelFactory,
    TaskingRequestFactory,
)
from toex.accounts.tests.factories import UserFactory
from toex.forces.tests.factories import ForceFactory

pytestmark = pytest.mark.django_db


def many(row, count):
    """Copy a request that was sent, with a score each: lists read rows, not their stories."""
    rows = TaskingRequest.objects.bulk_create(
        TaskingRequest(
            force=row.force,
            region=row.region,
            requester=row.requester,
            state=State.SUBMITTED,
            title=f"Exercise copy {number}",
            primary_type="LAB",
            created_at=FIRST_MOMENT,
            submitted_at=FIRST_MOMENT + timedelta(days=number % 7),
        )
        for number in range(count)
    )
    model = ScoringModelFactory()
    Assessment.objects.bulk_create(
        Assessment(
            request=each,
            model=model,
            mode="computed",
            stage="initial",
            side="force",
            levels=LEVELS,
            totals={"risk": {"low": 180, "high": 260}},
            band="high",
            assessed_at=FIRST_MOMENT,
            assessed_by=row.requester,
        )
        for each in rows
    )
    return rows


def chosen_sort(answer):
    """Return the code that the sort box of a list shows as chosen, and so sends."""
    box = answer.content.decode().split('name="sort"')[1].split("</select>")[0]
    return "".join(re.findall(r'value="([^"]+)"\s+selected', box))


def queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as caught:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(caught), answer.content.decode()


@pytest.mark.parametrize("name", ["requests", "queue"])
def test_a_list_makes_as_many_queries_for_ten_rows_as_for_fifty(client, name):
    row = TaskingRequestFactory(submitted=True)
    client.force_login(Cast(row).gateway)
    address = reverse(f"tasking:{name}")
    many(row, 9)
    client.get(address)
    ten, page = queries(client, address)
    many(row, 40)

    fifty, longer = queries(client, address)

    assert "Exercise copy 3" in page
    assert "Showing 1 to 25 of 50" in longer
    assert fifty == ten


def test_meetings_make_as_many_queries_for_ten_rows_as_for_fifty(client):
    row = TaskingRequestFactory(with_toex=True)
    manager = Cast(row).manager
    client.force_login(manager)

    def plan(count):
        meetings = TaskingMeeting.objects.bulk_create(
            TaskingMeeting(
                region=row.region,
                held_on=FIRST_MOMENT.date(),
                forum_name="Exercise meeting",
                created_at=FIRST_MOMENT,
                created_by=manager,
            )
            for _ in range(count)
        )
        AgendaItem.objects.bulk_create(
            AgendaItem(meeting=meeting, request=row, order=1) for meeting in meetings
        )

    plan(10)
    client.get(reverse("tasking:meetings"))
    ten, page = queries(client, reverse("tasking:meetings"))
    plan(40)

    fifty, _ = queries(client, reverse("tasking:meetings"))

    assert "Exercise meeting" in page
    assert fifty == ten


def test_the_page_of_a_request_costs_the_same_with_many_messages(client):
    row = TaskingRequestFactory(submitted=True)
    client.force_login(row.requester)
    client.get(row.get_absolute_url())
    few, _ = queries(client, row.get_absolute_url())
    for number in range(10):
        client.post(
            reverse("tasking:messages", args=[row.reference]), {"text": f"Exercise {number}"}
        )

    many_messages, page = queries(client, row.get_absolute_url())

    assert "Exercise 9" in page
    assert many_messages == few


class TestYourRequests:
    def test_has_no_rows_and_says_what_to_do(self, client):
        client.force_login(UserFactory(force_lead=True))

        page = client.get(reverse("tasking:requests")).content.decode()

        assert (
            "Your force has no requests yet. You can ask for help even if the MoRiLE score is "
            "low or the case is small." in page
        )
        assert "Request TOEX support" in page

    def test_opens_where_a_reply_is_needed_and_counts_each_tab(self, client):
        row = TaskingRequestFactory(returned=True)
        TaskingRequestFactory(requester=row.requester)
        sent = TaskingRequestFactory(submitted=True, requester=row.requester)
        client.force_login(row.requester)

        page = client.get(reverse("tasking:requests")).content.decode()
        progress = client.get(reverse("tasking:requests") + "?tab=progress").content.decode()

        for words in (
            "Needs your reply (1)",
            "In progress (1)",
            "Decided or withdrawn (0)",
            "Drafts (1)",
        ):
            assert words in page
        assert row.reference in page
        assert sent.reference not in page
        assert f"{sent.region.code} gateway" in progress


class TestTheQueue:
    def test_is_empty_and_says_so(self, client):
        client.force_login(UserFactory(gateway_officer=True))

        page = client.get(reverse("tasking:queue")).content.decode()

        assert "No requests are waiting. New ones appear here when a force sends them." in page

    def test_says_how_many_wait_how_long_and_how_they_are_sorted(self, client):
        row = TaskingRequestFactory(submitted=True)
        client.force_login(Cast(row).gateway)

        page = client.get(reverse("tasking:queue")).content.decode()

        assert "1 request waiting, oldest" in page
        assert "sorted by time waiting" in page

    @pytest.mark.parametrize(
        ("sort", "first"),
        [("waiting", "Exercise older"), ("newest", "Exercise newer"), ("title", "Exercise newer")],
    )
    def test_is_sorted_as_asked_and_never_by_score(self, client, sort, first):
        older = TaskingRequestFactory(submitted=True, title="Exercise older")
        TaskingRequestFactory(
            submitted=True,
            title="Exercise newer",
            requester=older.requester,
            at=FIRST_MOMENT + timedelta(days=7),
        )
        client.force_login(Cast(older).gateway)

        answer = client.get(reverse("tasking:queue"), {"sort": sort})

        assert answer.context["rows"][0].title == first

    def test_keeps_filters_tab_and_order_in_the_address(self, client):
        row = TaskingRequestFactory(submitted=True)
        other = ForceFactory(region=row.region)
        elsewhere = TaskingRequestFactory(submitted=True, force=other)
        client.force_login(Cast(row).gateway)
        asked = {"force": row.force.code, "sort": "newest", "tab": "waiting"}

        answer = client.get(reverse("tasking:queue"), asked)

        page = answer.content.decode()
        assert elsewhere.reference not in page
        assert "Waiting (1)" in page
        assert f"force={row.force.code}&amp;sort=newest&amp;tab=decided" in page

    @pytest.mark.parametrize("asked", [{"tab": "decided"}, {"tab": "decided", "sort": "zzz"}])
    def test_the_sort_box_says_the_order_in_use_and_a_filter_keeps_it(self, client, asked):
        row = TaskingRequestFactory(decided=True)
        client.force_login(Cast(row).gateway)
        address = reverse("tasking:queue")

        before = client.get(address, asked)
        sent = {**asked, "sort": chosen_sort(before), "force": row.force.code}
        after = client.get(address, sent)

        assert chosen_sort(before) == chosen_sort(after) == "newest"
        assert "sorted by date sent, newest first" in before.content.decode()
        assert after.context["sentence"] == before.context["sentence"]

    def test_filtered_to_nothing_names_the_filters(self, client):
        row = TaskingRequestFactory(submitted=True)
        client.force_login(Cast(row).gateway)

        page = client.get(reverse("tasking:queue"), {"primary_type": "ORG"}).content.decode()

        assert "0 results for" in page
        assert "Organ harvesting" in page

    def test_takes_no_sense_for_an_answer_without_falling_over(self, client):
        row = TaskingRequestFactory(submitted=True)
        client.force_login(Cast(row).gateway)
        asked = {"state": "zzz", "sort": "zzz", "tab": "zzz", "submitted_from": "31/31/31"}

        answer = client.get(reverse("tasking:queue"), asked)

        assert answer.status_code == 200

    def test_says_which_filters_it_left_out_because_they_ask_for_what_is_no_more(self, client):
        row = TaskingRequestFactory(submitted=True)
        client.force_login(Cast(row).gateway)
        asked = {"force": "exercise-force", "primary_type": row.primary_type}

        page = client.get(reverse("tasking:queue"), asked).content.decode()

        assert "Some filters were left out" in page
        assert "Force (exercise-force)" in page
        assert row.reference in page
        assert "Force: exercise-force" not in page

    def test_says_in_a_summary_and_in_plain_words_which_filter_is_wrong(self, client):
        row = TaskingRequestFactory(submitted=True)
        client.force_login(Cast(row).gateway)

        page = client.get(reverse("tasking:queue"), {"state": "nonsense"}).content.decode()

        assert "<title>Error: " in page
        assert page.count("There is a problem") == 1
        assert '<a href="#id_state_0">The filter “Status” was left out, because it asks' in page
        assert "(optional)" not in page
        assert "Select a valid choice" not in page

    @pytest.mark.parametrize("code", ["force", "title", "type"])
    def test_each_heading_sorts_one_way_and_then_the_other(self, client, code):
        row = TaskingRequestFactory(submitted=True)
        client.force_login(Cast(row).gateway)
        address = reverse("tasking:queue")

        first = client.get(address, {"sort": code}).content.decode()
        second = client.get(address, {"sort": f"-{code}"}).content.decode()

        assert (first.count('aria-sort="ascending"'), first.count('aria-sort="none"')) == (1, 3)
        assert f"sort=-{code}" in first
        assert second.count('aria-sort="descending"') == 1
        assert f"sort={code}" in second

    def test_the_boxes_of_a_date_are_one_filter_and_an_order_is_none(self, client):
        row = TaskingRequestFactory(submitted=True)
        client.force_login(Cast(row).gateway)
        asked = {"submitted_from_day": 1, "submitted_from_month": 6, "submitted_from_year": 2026}

        page = client.get(reverse("tasking:queue"), {**asked, "sort": "newest"}).content.decode()

        assert page.count('class="toex-chip"') == 1
        assert "Sent on or after: 1 June 2026" in page
        assert 'href="?sort=newest"' in page
