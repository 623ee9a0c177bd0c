"""Lists of cases and of outcomes as files: the rows of the page, with what the page may show."""

import csv
import io

import odfdo
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases import services
from cases.models import Outcome
from cases.tests.factories import (
    CaseFactory,
    OutcomeFactory,
    analyst_of,
    gateway_of,
    lead_of,
    manager_of,
)
from tasking.tests.test_export import FORMULA
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent, Export
from toex.web.limits import EXPORT
from toex.web.tests.taking import take

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return CaseFactory(development=True)


@pytest.fixture
def outcome(case):
    return OutcomeFactory(case=case, subject_key="KEY/1")


def rows_of(answer):
    assert answer.status_code == 200, answer.content[:500]
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def references(answer, column="Reference"):
    return {each[column] for each in rows_of(answer)}


class TestCases:
    def test_holds_the_rows_in_sight_and_is_registered(self, client, case):
        CaseFactory()  # of another region

        answer = take(client, manager_of(case), "/cases/export.csv")

        [row] = rows_of(answer)
        assert (row["Reference"], row["Title"]) == (case.reference, case.title)
        line = Export.objects.get()
        assert (line.kind, line.rows, line.region) == ("cases", 1, case.lead_region)
        assert (line.recipient, line.purpose) == ("Exercise partner", "work")
        assert AuditEvent.objects.get(action="case.export").shown == [case.reference]

    def test_follows_the_filters_and_the_tab_of_the_page(self, client, case):
        analyst = analyst_of(case)
        closed = CaseFactory(closed=True, force=case.requesting_force)
        services.add_member(closed, by=manager_of(case), at=timezone.now(), user=analyst)
        for query, found in (
            ("", {case.reference, closed.reference}),
            ("?tab=my", {closed.reference}),
            ("?state=development", {case.reference}),
            ("?opened_from_day=1&opened_from_month=1&opened_from_year=2090", set()),
            ("?on_hold=true", set()),
        ):
            assert references(take(client, analyst, f"/cases/export.csv{query}")) == found

    def test_a_restricted_case_leaves_with_nobody_who_does_not_see_it(self, client, case):
        hidden = CaseFactory(restricted=True, force=case.requesting_force)

        for person in (analyst_of(case), gateway_of(case), lead_of(case)):
            assert hidden.reference not in references(take(client, person, "/cases/export.csv"))

    def test_who_sees_the_summary_gets_no_column_of_the_work(self, client, case):
        of_work = {"Next task due", "Case lead", "Last activity"}
        services.add_member(
            case, by=manager_of(case), at=timezone.now(), user=analyst_of(case), role="lead"
        )

        for person in (lead_of(case), gateway_of(case), UserFactory(programme_office=True)):
            [row] = rows_of(take(client, person, "/cases/export.csv"))
            assert of_work & set(row) == set()
        [row] = rows_of(take(client, manager_of(case), "/cases/export.csv"))
        assert row["Case lead"] == analyst_of(case).name

    def test_the_file_says_its_filter_and_marking(self, client, case):
        answer = take(client, analyst_of(case), "/cases/export.ods?tab=region&on_hold=false")

        document = odfdo.Document(io.BytesIO(answer.content))
        cover = [row.cells[0].value for row in document.body.get_table(name="Cover").rows]
        assert cover[:2] == ["Cases", "OFFICIAL-SENSITIVE"]
        assert f"Filter: All of {case.lead_region}; On hold: No" in cover

    def test_a_formula_stays_text(self, client, case):
        type(case).objects.filter(pk=case.pk).update(title=FORMULA)

        [row] = rows_of(take(client, manager_of(case), "/cases/export.csv"))

        assert row["Title"] == f"'{FORMULA}"

    def test_the_list_leads_to_it_with_its_filters(self, client, case):
        client.force_login(manager_of(case))

        page = client.get("/cases/?state=development&page=1").content.decode()

        assert 'href="/cases/export.ods?state=development&amp;tab=region"' in page


class TestOutcomes:
    def test_holds_the_rows_in_sight_under_the_filters(self, client, case, outcome):
        other = OutcomeFactory(case=case, kind="charge")
        OutcomeFactory()  # of another region

        every = take(client, analyst_of(case), "/outcomes/export.csv")
        charges = take(client, analyst_of(case), "/outcomes/export.csv?kind=charge")

        assert references(every, "Number") == {str(outcome.pk), str(other.pk)}
        assert references(charges, "Number") == {str(other.pk)}
        assert [line.kind for line in Export.objects.order_by("pk")] == ["outcomes", "outcomes"]

    def test_keys_leave_with_those_alone_who_see_the_case_in_full(self, client, case, outcome):
        [row] = rows_of(take(client, analyst_of(case), "/outcomes/export.csv"))
        assert row["Pseudonymous key"] == "KEY/1"

        for person in (lead_of(case), UserFactory(programme_office=True)):
            answer = take(client, person, "/outcomes/export.csv")
            [row] = rows_of(answer)
            assert "Pseudonymous key" not in row
            assert b"KEY/1" not in answer.content

    def test_a_key_is_no_filter_for_whoever_does_not_see_it(self, client, case, outcome):
        office = UserFactory(programme_office=True)

        assert rows_of(take(client, office, "/outcomes/export.csv?subject=KEY/1")) == []

    @pytest.mark.parametrize("kind", ["xlsx", "ods"])
    def test_it_is_a_workbook_too(self, client, case, outcome, kind):
        answer = take(client, analyst_of(case), f"/outcomes/export.{kind}")

        assert answer.content[:2] == b"PK"
        assert Export.objects.get().name.endswith(f".{kind}")

    @pytest.mark.parametrize("role", ["gateway_officer", "auditor", "administrator"])
    def test_who_sees_no_outcomes_takes_none(self, client, role):
        assert take(client, UserFactory(**{role: True}), "/outcomes/export.csv").status_code == 403


@pytest.mark.parametrize("address", ["/cases/export.csv", "/outcomes/export.csv"])
class TestBoth:
    def test_a_filter_that_cannot_be_read_is_refused(self, client, case, address):
        client.force_login(manager_of(case))

        assert client.get(f"{address}?state=lost").status_code == 400

    def test_nothing_leaves_without_recipient_purpose_and_password(self, client, case, address):
        for left_out in ("recipient", "purpose", "password"):
            answer = take(client, manager_of(case), address, **{left_out: ""})
            assert "Content-Disposition" not in answer.headers
        assert not Export.objects.exists()

    def test_too_many_in_an_hour_are_refused(self, client, case, address, settings):
        cache.clear()
        settings.LIMITS = {**settings.LIMITS, EXPORT: (1, 3600)}
        person = manager_of(case)

        assert take(client, person, address).status_code == 200
        assert take(client, person, address).status_code == 429

    def test_asks_as_often_for_many_rows_as_for_one(self, client, case, outcome, address):
        person = manager_of(case)

        def queries():
            with CaptureQueriesContext(connection) as asked:
                take(client, person, address)
            return len(asked)

        queries()
        few = queries()
        for _ in range(3):
            more = CaseFactory(development=True, force=case.requesting_force)
            OutcomeFactory(case=more)
        assert Outcome.objects.count() == 4
        assert queries() == few
