"""From a list to a request, to the next one and back, with filters and page."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tasking.models import TaskingRequest
from tasking.tests.factories import FIRST_MOMENT, STEPS, Cast, TaskingRequestFactory
from tasking.tests.test_pages_lists import many
from toex.accounts.tests.factories import UserFactory
from toex.forces.tests.factories import ForceFactory
from toex.web.walk import LONGEST, read_origin

pytestmark = pytest.mark.django_db
ELSEWHERE = [
    "https://elsewhere.example/queue/",
    "//elsewhere.example/queue/",
    "///elsewhere.example/queue/",
    "/\\elsewhere.example/queue/",
    "javascript:alert(1)",
    "queue/",
    "",
    "/",
    "/nowhere/",
    "/help/",
    "/sign-out/",
    "/requests/TR-000001/",
    "/api/v1/tasking-requests/",
    "/queue/\x00",
    "http://[/queue/",
    "/queue/?q=" + "x" * LONGEST,
    "/queue/?" + "&" * (LONGEST - 8),
]


def with_list(row, address):
    return f"{row.get_absolute_url()}?list={quote(address, safe='')}"


def page_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def three(**fields):
    """Three requests sent one day after the other: the first has waited longest."""
    first = TaskingRequestFactory(submitted=True, **fields)
    return [
        first,
        *(
            TaskingRequestFactory(
                submitted=True,
                requester=first.requester,
                at=FIRST_MOMENT + timedelta(days=days),
                **fields,
            )
            for days in (7, 14)
        ),
    ]


class TestWhereTheListMayLead:
    @pytest.mark.parametrize("text", ELSEWHERE)
    def test_nowhere_but_to_a_list_of_ours(self, text, client):
        row = TaskingRequestFactory(submitted=True)
        gateway = Cast(row).gateway
        client.force_login(gateway)

        assert read_origin(text, gateway) is None
        page = page_of(client, with_list(row, text))
        assert 'class="toex-walk"' not in page
        assert "elsewhere.example" not in page.split("toex-print-only")[0]
        usual = f"{reverse('tasking:queue')}#{row.reference}"
        assert f'href="{usual}" class="govuk-back-link"' in page

    def test_to_no_list_that_is_closed_to_the_reader(self, client):
        row = TaskingRequestFactory(submitted=True)

        assert read_origin("/queue/", row.requester) is None
        assert read_origin("/queue/", Cast(row).gateway).address == "/queue/"

    def test_to_its_own_list_without_a_list_inside_it(self):
        row = TaskingRequestFactory(submitted=True)
        found = read_origin("/queue/?tab=waiting&list=/queue/", Cast(row).gateway)

        assert found.address == "/queue/?tab=waiting"


class TestFromRowToRow:
    def test_the_list_links_to_its_rows_with_its_own_address(self, client):
        row = TaskingRequestFactory(submitted=True)
        client.force_login(Cast(row).gateway)
        address = f"/queue/?primary_type={row.primary_type}&sort=newest"

        assert f'href="{with_list(row, address)}"' in page_of(client, address)

    def test_a_row_leads_to_those_before_and_after_it_in_the_order_of_the_list(self, client):
        first, second, third = three()
        client.force_login(Cast(first).gateway)

        page = page_of(client, with_list(second, "/queue/"))
        turned = page_of(client, with_list(second, "/queue/?sort=-waiting"))

        assert "2 of 3 in" in page
        assert f'rel="prev" href="{with_list(first, "/queue/")}"' in page
        assert f'rel="next" href="{with_list(third, "/queue/")}"' in page
        assert f'rel="prev" href="{with_list(third, "/queue/?sort=-waiting")}"' in turned

    def test_the_ends_of_the_list_lead_no_further(self, client):
        first, _, third = three()
        client.force_login(Cast(first).gateway)

        assert 'rel="prev"' not in page_of(client, with_list(first, "/queue/"))
        assert 'rel="next"' not in page_of(client, with_list(third, "/queue/"))

    def test_what_the_filters_leave_out_is_passed_over(self, client):
        first, second, third = three()
        TaskingRequest.objects.filter(pk=second.pk).update(primary_type="ORG")
        client.force_login(Cast(first).gateway)

        page = page_of(client, with_list(first, "/queue/?primary_type=ASE"))

        assert "1 of 2 in" in page
        assert third.reference in page
        assert second.reference not in page

    def test_what_is_out_of_sight_is_passed_over(self, client):
        mine = TaskingRequestFactory(submitted=True)
        theirs = TaskingRequestFactory(submitted=True, force=ForceFactory(region=mine.region))
        client.force_login(mine.requester)

        page = page_of(client, with_list(mine, "/requests/?tab=progress"))

        assert "1 of 1 in" in page
        assert theirs.reference not in page

    def test_the_list_of_requests_is_walked_by_the_programme_office_too(self, client):
        first, second, _ = three()
        client.force_login(UserFactory(programme_office=True))

        page = page_of(client, with_list(second, "/requests/?tab=progress"))

        assert f'Next<span class="govuk-visually-hidden"> in the list</span>: {first}' in page

    def test_a_row_that_has_left_the_list_says_so_and_leads_to_its_first(self, client):
        first, second, _ = three()
        client.force_login(Cast(first).gateway)

        page = page_of(client, with_list(first, "/queue/?tab=force"))
        left = page_of(client, with_list(first, f"/queue/?q={second.reference}"))

        assert f"{first.reference} is not in" in page
        assert f'First<span class="govuk-visually-hidden"> in the list</span>: {second}' in left


class TestBack:
    def test_leads_to_the_list_with_its_filters(self, client):
        row = TaskingRequestFactory(submitted=True)
        client.force_login(Cast(row).gateway)

        page = page_of(client, with_list(row, "/queue/?q=Exercise&sort=newest"))

        address = f"/queue/?q=Exercise&amp;sort=newest#{row.reference}"
        assert f'href="{address}" class="govuk-back-link"' in page
        assert "Back to the list" in page

    def test_leads_to_the_page_of_the_list_on_which_the_row_now_is(self, client):
        row = TaskingRequestFactory(submitted=True)
        last = many(row, 30)[0]  # sent first
        client.force_login(Cast(row).gateway)

        page = page_of(client, with_list(last, "/queue/?sort=newest"))

        assert "31 of 31 in" in page
        assert f'href="/queue/?sort=newest&amp;page=2#{last.reference}"' in page


class TestWhatIsDoneOnTheWay:
    ADDRESS = "/queue/?q=Exercise"

    def test_a_message_keeps_the_list(self, client):
        row = TaskingRequestFactory(submitted=True)
        client.force_login(Cast(row).gateway)
        page = page_of(client, with_list(row, self.ADDRESS))
        address = f"/requests/{row.reference}/messages/?list=%2Fqueue%2F%3Fq%3DExercise"
        assert f'action="{address}"' in page

        answer = client.post(address, {"text": "Exercise message"})

        assert answer.url == f"{with_list(row, self.ADDRESS)}#messages"

    def test_a_step_keeps_the_list(self, client):
        row = TaskingRequestFactory(submitted=True)
        client.force_login(Cast(row).gateway)
        address = f"/requests/{row.reference}/start-triage/?list=%2Fqueue%2F%3Fq%3DExercise"
        assert f'href="{address}"' in page_of(client, with_list(row, self.ADDRESS))

        form = page_of(client, address)
        answer = client.post(address, {"version": row.version})

        assert f'href="{with_list(row, self.ADDRESS)}"' in form
        assert answer.url == with_list(row, self.ADDRESS)

    def test_passing_a_request_out_of_sight_leads_back_to_the_list(self, client):
        row = TaskingRequestFactory(submitted=True)
        other = ForceFactory().region
        client.force_login(Cast(row).gateway)
        address = f"/requests/{row.reference}/pass-on/?list=%2Fqueue%2F%3Fq%3DExercise"

        answer = client.post(
            address, {"version": row.version, "region": other.code, "reason": "Exercise reason"}
        )

        assert answer.url == self.ADDRESS

    def test_a_decision_keeps_the_list(self, client):
        row = TaskingRequestFactory(with_toex=True)
        client.force_login(Cast(row).manager)
        address = f"/requests/{row.reference}/decide/?list=%2Fqueue%2F%3Fq%3DExercise"
        assert f'href="{address}"' in page_of(client, with_list(row, self.ADDRESS))

        answer = client.post(
            address,
            {
                "version": row.version,
                "outcome": "decline",
                "decline_code": "capacity",
                "rationale": "Exercise reasons.",
                "forum": "outside_meeting",
                "act": "save",
            },
        )

        assert answer.url == with_list(row, self.ADDRESS)

    def test_a_refused_step_leads_back_with_the_list(self, client):
        row = STEPS["triage"](
            TaskingRequestFactory(submitted=True), at=FIRST_MOMENT + timedelta(days=3)
        )
        client.force_login(Cast(row).gateway)

        answer = client.get(
            f"/requests/{row.reference}/start-triage/?list=%2Fqueue%2F%3Fq%3DExercise"
        )

        assert answer.url == with_list(row, self.ADDRESS)

    def test_a_score_keeps_the_list(self, client):
        row = TaskingRequestFactory(submitted=True)
        client.force_login(Cast(row).gateway)
        address = f"/requests/{row.reference}/score/?list=%2Fqueue%2F%3Fq%3DExercise"

        chosen = client.post(address, {"how": "external"})
        none = client.post(address, {"how": "none"})

        assert chosen.url == f"{address}&how=external"
        assert none.url == with_list(row, self.ADDRESS)


def test_walking_costs_the_same_in_a_long_list(client):
    row = TaskingRequestFactory(submitted=True)
    client.force_login(Cast(row).gateway)
    address = with_list(row, "/queue/")

    def queries():
        with CaptureQueriesContext(connection) as asked:
            page_of(client, address)
        return len(asked)

    queries()
    few = queries()
    many(row, 60)

    assert queries() == few
