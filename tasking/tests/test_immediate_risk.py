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


class TestPuttingItBeforeTheManagers:
    """The gateway says that the risk was passed on; what was said stands in the timeline."""

    PASSED_ON = "The immediate risk has been passed on to the force&#x27;s emergency route"
    CHECKED = "Deconfliction was checked"
    MISSING = "Select the box once the immediate risk has been passed on"

    @pytest.fixture
    def row(self, client, request):
        row = TaskingRequestFactory(in_triage=True, immediate_risk=request.param)
        client.force_login(Cast(row).gateway)
        return row

    def send(self, client, row, **typed):
        address = f"/requests/{row.reference}/refer/"
        return client.post(address, {"version": row.version, **typed})

    def state_of(self, row):
        return TaskingRequest.objects.get(pk=row.pk).state

    @pytest.mark.parametrize("row", [True], indirect=True)
    def test_is_refused_until_the_risk_is_said_to_be_passed_on(self, client, row):
        answer = self.send(client, row, note="Exercise: two people.", deconfliction_checked="on")

        page = answer.content.decode()
        assert self.state_of(row) == "in_triage"
        assert page.count(self.MISSING) == 2
        assert "Exercise: two people." in page
        assert 'id="id_deconfliction_checked" checked' in page

    @pytest.mark.parametrize("row", [True], indirect=True)
    def test_what_was_said_stands_in_the_timeline_of_the_region_only(self, client, row):
        self.send(
            client, row, note="Exercise: two.", risk_passed_on="on", deconfliction_checked="on"
        )

        said = AuditEvent.objects.get(action="request.refer").note
        page = client.get(row.get_absolute_url()).content.decode()
        assert said.splitlines() == [
            "The immediate risk has been passed on to the force's emergency route.",
            "Deconfliction was checked.",
            "Exercise: two.",
        ]
        assert f"{self.PASSED_ON}." in page
        assert self.PASSED_ON not in page_of(client, row.requester, row.get_absolute_url())

    @pytest.mark.parametrize("row", [True], indirect=True)
    def test_a_second_click_is_no_other_step(self, client, row):
        answers = [self.send(client, row, risk_passed_on="on") for _ in range(2)]

        assert [answer.status_code for answer in answers] == [302, 302]
        assert AuditEvent.objects.filter(action="request.refer").count() == 1

    @pytest.mark.parametrize("row", [True], indirect=True)
    def test_a_second_window_that_says_more_is_shown_what_it_said(self, client, row):
        self.send(client, row, risk_passed_on="on")

        page = self.send(client, row, risk_passed_on="on", deconfliction_checked="on")

        assert page.status_code == 409
        assert self.CHECKED in page.content.decode()
        assert "True" not in page.content.decode()

    @pytest.mark.parametrize("row", [False], indirect=True)
    def test_is_not_asked_where_nobody_is_at_immediate_risk(self, client, row):
        page = page_of(client, Cast(row).gateway, f"/requests/{row.reference}/refer/")

        assert self.PASSED_ON not in page
        assert self.CHECKED in page
        self.send(client, row, deconfliction_checked="on")
        assert AuditEvent.objects.get(action="request.refer").note == f"{self.CHECKED}."

    @pytest.mark.parametrize("row", [False], indirect=True)
    def test_what_is_left_open_is_not_said(self, client, row):
        self.send(client, row, note="Exercise: complete.")

        assert self.state_of(row) == "with_toex"
        assert AuditEvent.objects.get(action="request.refer").note == "Exercise: complete."

    @pytest.mark.parametrize("row", [True], indirect=True)
    def test_the_page_of_the_check_says_that_it_will_be_asked(self, client, row):
        page = page_of(client, Cast(row).gateway, f"/requests/{row.reference}/triage/")

        assert "You are asked to confirm it when you put the request" in page
