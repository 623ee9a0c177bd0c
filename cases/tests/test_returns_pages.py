"""The pages of regional returns."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.models import Case, Return
from cases.tests.returns import ARREST, add_places, as_csv
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.forces.models import Region

pytestmark = pytest.mark.django_db
ADDRESS = "/imports/"


@pytest.fixture(autouse=True)
def _places(db):
    add_places()


@pytest.fixture
def manager():
    return UserFactory(toex_manager=True, region=Region.objects.get(code="ERSOU"))


@pytest.fixture
def send(client, manager):
    client.force_login(manager)

    def send(*lines, act="land", content=None):
        file = SimpleUploadedFile("return.csv", content or as_csv(*lines), "text/csv")
        return client.post(ADDRESS, {"file": file, "act": act}, follow=True)

    return send


class TestBringingInAReturn:
    def test_lands_it_and_shows_what_it_brought(self, send):
        page = send(ARREST)

        landed = Return.objects.get()
        assert page.redirect_chain == [(reverse("cases:import", args=[landed.pk]), 302)]
        assert "The return has landed." in page.text
        assert Case.objects.count() == 1

    def test_checks_it_and_saves_nothing(self, send):
        page = send(ARREST, act="check")

        assert "Nothing saved yet" in page.text
        assert "would bring 1 new event and 1 new case" in page.text
        assert not Return.objects.exists()

    def test_lands_what_was_checked_without_asking_for_the_file_again(self, client, send):
        carried = send(ARREST, act="check").context["carried"]

        page = client.post(ADDRESS, {**carried, "act": "land"}, follow=True)

        assert "The return has landed." in page.text
        assert Return.objects.get().file_name == "return.csv"

    def test_refuses_a_carried_file_that_was_tampered_with(self, client, send):
        send(ARREST, act="check")

        page = client.post(ADDRESS, {"carried": "é", "carried_name": "x.csv", "act": "land"})

        assert "Select the file of the return." in page.text
        assert not Return.objects.exists()

    def test_gives_the_problems_as_a_file(self, client, send):
        carried = send({**ARREST, "force": "x"}, act="check").context["carried"]

        answer = client.post(ADDRESS, {**carried, "act": "problems"})

        assert answer["Content-Type"].startswith("text/csv")
        assert answer.text.splitlines() == [
            "row,column,problem",
            "2,force,There is no force “x”.",
        ]
        assert not Return.objects.exists()

    def test_counts_the_rows_and_lists_their_problems(self, send):
        page = send(ARREST, {**ARREST, "case_reference": "<b>EX</b>", "force": "<i>x</i>"})

        assert "1 row ready, 1 with problems, nothing saved yet." in page.text
        assert "There is no force “&lt;i&gt;x&lt;/i&gt;”." in page.text
        assert "<title>Error: Regional returns" in page.text
        assert not Case.objects.exists()

    def test_says_when_the_file_cannot_be_read(self, send):
        page = send(content=b"\xff\xfe\x00")

        assert "The file must be a CSV file in UTF-8, or an XLSX file." in page.text

    def test_asks_for_a_file(self, client, manager):
        client.force_login(manager)

        page = client.post(ADDRESS, {"act": "land"})

        assert "Select the file of the return." in page.text

    def test_is_not_for_the_programme_office(self, client):
        client.force_login(UserFactory(programme_office=True))

        page = client.get(ADDRESS)

        assert page.status_code == 200
        assert "Check and land" not in page.text
        assert client.post(ADDRESS, {}).status_code == 403


class TestLookingAtReturns:
    def test_is_logged(self, client, send, manager):
        send(ARREST)
        landed = Return.objects.get()

        client.get(ADDRESS)

        event = AuditEvent.objects.filter(action="return.list").latest("pk")
        assert (event.actor, event.shown) == (manager, [f"return {landed.pk}"])
        assert AuditEvent.objects.filter(action="return.view", target_pk=landed.pk).exists()

    @pytest.mark.parametrize(
        "role", ["force_lead", "gateway_officer", "analyst", "auditor", "administrator"]
    )
    def test_is_not_open_to_other_roles(self, client, role):
        client.force_login(UserFactory(**{role: True}))

        assert client.get(ADDRESS).status_code == 403

    def test_of_another_region_finds_nothing(self, client, send):
        send(ARREST)
        address = Return.objects.get().get_absolute_url()
        client.force_login(UserFactory(toex_manager=True))

        assert client.get(address).status_code == 404
        assert "No returns have landed yet." in client.get(ADDRESS).text

    def test_takes_no_more_queries_for_ten_than_for_one(
        self, client, send, django_assert_max_num_queries
    ):
        for _ in range(10):
            send(ARREST)

        with django_assert_max_num_queries(12):
            client.get(ADDRESS)
