"""Someone at immediate risk: what the force is told, and how the gateway cannot miss it."""

from datetime import timedelta

import pytest

from tasking.models import TaskingRequest
from tasking.tests.factories import FIRST_MOMENT, Cast, TaskingRequestFactory
from tasking.tests.test_pages_lists import many, queries
from toex.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
NAMED = "<strong>Someone is at immediate risk</strong>"
CALL = "call it now."


def page_of(client, user, address):
    client.force_login(user)
    return client.get(address).content.decode()


@pytest.fixture
def quiet():
    return TaskingRequestFactory(submitted=True, immediate_risk=False)


@pytest.fixture
def at_risk(quiet):
    """A request that came later, and so stands last in order of time waiting."""
    return TaskingRequestFactory(
        submitted=True,
        immediate_risk=True,
        requester=quiet.requester,
        at=FIRST_MOMENT + timedelta(days=14),
    )


class TestTheConfirmation:
    def test_tells_the_force_to_call_and_promises_no_place_in_the_queue(self, client, at_risk):
        page = page_of(client, at_risk.requester, f"/requests/{at_risk.reference}/sent/")

        assert CALL in page
        assert "named above the list; the list itself is in order of time waiting" in page
        assert "longest are looked at first" not in page

    def test_does_not_alarm_where_nobody_is_at_immediate_risk(self, client, quiet):
        page = page_of(client, quiet.requester, f"/requests/{quiet.reference}/sent/")

        assert CALL not in page
        assert "longest are looked at first" in page


class TestTheQueue:
    def test_names_it_above_the_list_and_keeps_the_order_of_time_waiting(
        self, client, quiet, at_risk
    ):
        page = page_of(client, Cast(quiet).gateway, "/queue/")

        table = page[page.index("<tbody") :]
        assert page.index(NAMED) < page.index(at_risk.reference) < page.index("<tbody")
        assert table.index(quiet.reference) < table.index(at_risk.reference)
        assert "Immediate risk" in table
        assert "sorted by time waiting" in page

    def test_names_one_that_stands_on_another_page_and_logs_that_look(self, client, at_risk):
        many(at_risk, 30)

        page = page_of(client, Cast(at_risk).gateway, "/queue/?sort=newest&page=2")

        assert page.index(NAMED) < page.index(at_risk.reference) < page.index("<tbody")
        assert at_risk.reference not in page[page.index("<tbody") :]
        looks = AuditEvent.objects.filter(action="request.list")
        assert any(at_risk.reference in look.shown for look in looks)

    def test_says_nothing_of_it_where_there_is_none_or_the_filters_leave_it_out(
        self, client, quiet, at_risk
    ):
        page = page_of(client, Cast(quiet).gateway, "/queue/?primary_type=ORG")

        assert NAMED not in page

    def test_names_ten_at_most_and_costs_the_same_for_any_number(self, client, quiet):
        client.force_login(Cast(quiet).gateway)
        many(quiet, 30)
        TaskingRequest.objects.filter(title__endswith="copy 1").update(immediate_risk=True)
        client.get("/queue/")
        one, _ = queries(client, "/queue/")
        TaskingRequest.objects.update(immediate_risk=True)

        all_of_them, page = queries(client, "/queue/")

        assert "in more than 10 of these requests" in page
        assert page[page.index(NAMED) : page.index("<tbody")].count("<li>") == 10
        assert all_of_them <= one + 1  # the look at those on another page


def test_your_requests_mark_it_in_words(client, at_risk):
    assert ">Immediate risk</strong>" in page_of(client, at_risk.requester, "/requests/")
