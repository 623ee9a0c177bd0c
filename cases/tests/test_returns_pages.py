"""The pages of regional returns."""

import csv
import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.models import Case, Return
from cases.tests.returns import ARREST, add_places, as_csv, as_xlsx
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
        assert "The return is brought in." in page.text
        assert Case.objects.count() == 1

    def test_checks_it_and_saves_nothing(self, send):
        page = send(ARREST, act="check")

        assert "Nothing saved yet" in page.text
        assert "would bring 1 new event and 1 new case" in page.text
        assert not Return.objects.exists()

    def test_lands_what_was_checked_without_asking_for_the_file_again(self, client, send):
        carried = send(ARREST, act="check").context["carried"]

        page = client.post(ADDRESS, {**carried, "act": "land"}, follow=True)

        assert "The return is brought in." in page.text
        assert Return.objects.get().file_name == "return.csv"

    def test_refuses_a_carried_file_that_was_tampered_with(self, client, send):
        send(ARREST, act="check")

        page = client.post(ADDRESS, {"carried": "é", "carried_name": "x.csv", "act": "land"})

        assert "Select the file of the return." in page.text
        assert not Return.objects.exists()

    def test_gives_the_rows_with_problems_as_a_file(self, client, send):
        wrong = {**ARREST, "force": "x", "quantity": "=1"}
        carried = send(ARREST, wrong, act="check").context["carried"]

        answer = client.post(ADDRESS, {**carried, "act": "rows"})

        assert answer["Content-Type"].startswith("text/csv")
        (row,) = csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff")))
        assert row["row"] == "3"
        assert "force: There is no force “x”." in row["what to do"]
        assert (row["case_reference"], row["force"]) == ("EX-1", "x")
        assert row["quantity"] == "'=1"
        assert not Return.objects.exists()

    def test_gives_the_rows_of_a_workbook_with_days_as_they_are_written(self, client, send):
        content = as_xlsx({**ARREST, "force": "x", "occurred_on": date(2022, 2, 1)})
        carried = send(content=content, act="check").context["carried"]

        answer = client.post(ADDRESS, {**carried, "act": "rows"})

        assert "2022-02-01" in answer.text
        assert "00:00" not in answer.text

    def test_names_the_template_when_the_headings_are_not_its_own(self, send):
        page = send(content=b"Case Reference,requesting_force,primary_type,opened_on\nEX-1,,,\n")

        assert "not those of the template, version 1." in page.text
        assert "Write it as “case_reference”." in page.text

    def test_does_not_speak_of_the_template_when_only_rows_are_wrong(self, send):
        assert "not those of the template" not in send({**ARREST, "force": "x"}).text

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
        assert "Check and bring in" not in page.text
        assert client.post(ADDRESS, {}).status_code == 403


class TestTheTemplate:
    def test_can_be_filled_in_and_brought_in(self, client, send, manager):
        client.force_login(manager)
        heading = client.get("/imports/template/")
        assert "template-version-1.csv" in heading["Content-Disposition"]
        columns = heading.text.strip().lstrip("\ufeff").split(",")

        page = send(content=as_csv(ARREST, columns=columns))

        assert "The return is brought in." in page.text

    def test_is_offered_to_whoever_brings_returns_in(self, client, manager):
        client.force_login(manager)

        assert "Download the template (CSV, version 1)" in client.get(ADDRESS).text

    def test_is_not_for_other_roles(self, client):
        client.force_login(UserFactory(programme_office=True))

        assert client.get("/imports/template/").status_code == 403


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
        assert "No returns have been brought in yet." in client.get(ADDRESS).text

    def test_takes_no_more_queries_for_ten_than_for_one(
        self, client, send, django_assert_max_num_queries
    ):
        for _ in range(10):
            send(ARREST)

        with django_assert_max_num_queries(12):
            client.get(ADDRESS)
