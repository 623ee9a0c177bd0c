"""The search page: counts and lists of what is in sight, and no word of the rest."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.tests.browsing import fresh
from cases.tests.factories import CaseFactory, ThreatFactory, analyst_of, lead_of, manager_of
from cases.tests.searching import NOON
from tasking.models import TaskingRequest
from tasking.tests.factories import TaskingRequestFactory
from toex.accounts.choices import Role
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def search(client):
    def asked(user, q=None, **more):
        client.force_login(user)
        answer = client.get("/search/", more if q is None else {"q": q, **more})
        assert answer.status_code == 200
        return answer

    return asked


def quoted(text):
    return f"\u2018{text}\u2019"


def text_of(answer):
    return answer.content.decode()


def main_of(answer):
    return text_of(answer).partition("<main")[2].partition("</main>")[0]


def add_requests(lead, number):
    TaskingRequest.objects.bulk_create(
        TaskingRequest(
            force=lead.force,
            region=lead.force.region,
            requester=lead,
            title=f"Exercise Rowan {place}",
            created_at=NOON,
        )
        for place in range(number)
    )


class TestThePage:
    def test_says_how_many_of_each_kind_it_found(self, search):
        case = CaseFactory(request={"title": "Exercise Rowan", "operation_name": "Rowan"})
        ThreatFactory(case=case, reference="Rowan-1")

        page = search(analyst_of(case), "rowan")

        assert f"3 results for {quoted('rowan')}: 1 request, 1 case and 1 threat." in text_of(page)
        assert [(each["words"], each["count"]) for each in page.context["tabs"]] == [
            ("Requests", 1),
            ("Cases", 1),
            ("Threats", 1),
        ]

    @pytest.mark.parametrize(
        ("kind", "row"), [("request", "TR-"), ("case", "TX-"), ("threat", "Rowan-1")]
    )
    def test_lists_one_kind_at_a_time(self, search, kind, row):
        case = CaseFactory(request={"title": "Exercise Rowan"})
        ThreatFactory(case=case, reference="Rowan-1")

        page = search(manager_of(case), "rowan", kind=kind)

        (shown,) = page.context["page_obj"].object_list
        assert shown.reference.startswith(row)
        assert f'href="{shown.get_absolute_url()}"' in text_of(page)

    def test_an_exact_reference_opens_the_list_it_stands_in(self, search):
        case = CaseFactory(request={"title": "Exercise Rowan"})
        TaskingRequestFactory(requester=lead_of(case), title=f"Like {case.reference}")

        page = search(lead_of(case), case.reference.lower())

        assert page.context["page_obj"].object_list[0] == case

    def test_has_pages(self, search, force_lead):
        add_requests(force_lead, 30)

        page = search(force_lead, "rowan", page="2")

        assert "Showing 26 to 30 of 30" in text_of(page)
        assert "q=rowan&amp;kind=case" in text_of(page)

    @pytest.mark.parametrize("page", ["0", "-1", "x", "999"])
    def test_a_page_that_is_not_there_is_the_nearest_one(self, search, force_lead, page):
        add_requests(force_lead, 3)

        assert len(search(force_lead, "rowan", page=page).context["page_obj"]) == 3

    def test_an_unknown_kind_is_passed_over(self, search, force_lead):
        add_requests(force_lead, 1)

        assert len(search(force_lead, "rowan", kind="threat").context["page_obj"]) == 1

    def test_shows_what_was_typed_as_it_was_typed(self, search, force_lead):
        page = text_of(search(force_lead, "<b>ŵ</b> 🙂 أحمد"))

        assert f"0 results for {quoted('&lt;b&gt;ŵ&lt;/b&gt; 🙂 أحمد')}." in page
        assert "<b>ŵ" not in page

    @pytest.mark.parametrize(
        ("q", "sentence"),
        [
            ("", "Enter a reference or a word to search for."),
            ("  ", "Enter a reference or a word to search for."),
            ("x" * 201, "Search for must be 200 characters or fewer."),
            ("a\x00b", "Search for contains a character that cannot be kept."),
        ],
    )
    def test_says_what_to_enter(self, search, force_lead, q, sentence):
        page = search(force_lead, q)

        assert sentence in text_of(page)
        assert "There is a problem" in text_of(page)

    def test_asks_nothing_before_something_is_entered(self, search, force_lead):
        page = search(force_lead)

        assert "There is a problem" not in text_of(page)
        assert not AuditEvent.objects.filter(action="search.list").exists()


class TestWhatIsOutOfSight:
    def test_the_other_force_is_told_of_no_result_and_nothing_more(self, search):
        case = CaseFactory(request={"title": "Exercise Rowan"})
        other = UserFactory(force_lead=True)

        page = search(other, "Exercise Rowan")

        assert f"0 results for {quoted('Exercise Rowan')}." in text_of(page)
        assert case.reference not in text_of(page)
        assert "Kinds of results" not in text_of(page)
        nothing = search(other, "Exercise Nothing")
        assert main_of(page).replace("Rowan", "Nothing") == main_of(nothing)

    @pytest.mark.parametrize("role", ["force_lead", "gateway_officer"])
    def test_a_role_without_threats_reads_no_word_of_them(self, search, role):
        assert "hreat" not in main_of(search(UserFactory(**{role: True}), "x"))

    @pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR, ""])
    def test_is_closed_to_whoever_sees_no_rows(self, client, role):
        client.force_login(UserFactory(role=role))

        assert client.get("/search/", {"q": "x"}).status_code == 403


class TestTheTrail:
    def test_holds_what_was_found_and_how_many_but_not_the_words(self, search):
        case = CaseFactory(request={"title": "Exercise Rowan"})

        search(analyst_of(case), "Exercise Rowan")

        line = AuditEvent.objects.get(action="search.list")
        assert line.actor == analyst_of(case)
        assert line.shown == [fresh(case).request.reference]
        assert line.note == "request: 1, case: 1, threat: 0"
        assert "rowan" not in str(vars(line)).lower()


def test_asks_as_often_for_a_thousand_rows_as_for_ten(client, force_lead):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/search/", {"q": "rowan"}).status_code == 200
        return len(asked)

    client.force_login(force_lead)
    add_requests(force_lead, 10)
    few = queries()
    add_requests(force_lead, 990)

    assert queries() == few
