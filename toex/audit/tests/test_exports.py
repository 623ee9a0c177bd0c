"""The register of exports: for the auditor all, for a manager the region's, and it stays."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from toex.accounts.tests.factories import UserFactory
from toex.audit.choices import ExportKind, Purpose
from toex.audit.models import AuditEvent, Export
from toex.audit.services import Package, record_export

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 4, 2, 12, tzinfo=UTC)
OTHERS = ["force_lead", "gateway_officer", "analyst", "programme_office", "administrator"]


def exported(by, **given):
    told = {
        "at": NOON,
        "kind": ExportKind.ANSWER,
        "package": Package(b"1,2", "Q-000001.csv", "text/csv", rows=7),
        "recipient": "Exercise partner",
        "purpose": Purpose.WORK,
    }
    with transaction.atomic():
        return record_export(by=by, **(told | given))


@pytest.fixture
def manager():
    return UserFactory(toex_manager=True)


@pytest.fixture
def rows(manager):
    mine = exported(UserFactory(analyst=True, region=manager.region))
    theirs = exported(UserFactory(analyst=True), recipient="Exercise neighbour")
    return mine, theirs


class TestSight:
    def test_the_auditor_sees_all_and_a_manager_the_regions(self, rows, manager):
        assert set(Export.objects.visible_to(UserFactory(auditor=True))) == set(rows)
        assert set(Export.objects.visible_to(manager)) == {rows[0]}

    @pytest.mark.parametrize("role", OTHERS)
    def test_nobody_else_sees_any_or_opens_the_page(self, client, rows, role):
        user = UserFactory(**{role: True})
        client.force_login(user)

        assert not Export.objects.visible_to(user).exists()
        assert client.get("/exports/").status_code == 403

    def test_somebody_who_moved_leaves_their_lines_behind(self, rows, manager):
        person = rows[1].by
        person.region = manager.region
        person.save()

        assert set(Export.objects.visible_to(manager)) == {rows[0]}


class TestPage:
    def test_shows_who_what_when_rows_recipient_and_purpose(self, client, rows):
        client.force_login(UserFactory(auditor=True))

        page = client.get("/exports/").content.decode()

        for words in (
            rows[0].by.email,
            "A saved answer",
            "Q-000001.csv",
            ">7<",
            "Exercise partner",
            "Exercise neighbour",
            "Work on a request or a case",
            "2 April 2026",
        ):
            assert words in page

    def test_reading_it_is_logged(self, client, rows, manager):
        client.force_login(manager)

        client.get("/exports/")

        read = AuditEvent.objects.get(action="export.list")
        assert (read.actor, read.shown) == (manager, [f"export {rows[0].pk}"])

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"recipient": "neighbour"}, [1]),
            ({"kind": "answer"}, [1, 0]),
            ({"kind": "packs"}, []),
            ({"purpose": "work", "from": "2026-04-02", "to": "2026-04-02"}, [1, 0]),
            ({"to": "2026-04-01"}, []),
            ({"target": "R-2022-23-Q3-1"}, []),
        ],
    )
    def test_can_be_narrowed(self, client, rows, query, found):
        client.force_login(UserFactory(auditor=True))

        page = client.get("/exports/", query)

        assert list(page.context["exports"]) == [rows[number] for number in found]

    def test_asks_as_often_for_many_lines_as_for_two(self, client, rows, manager):
        client.force_login(UserFactory(auditor=True))
        client.get("/exports/")
        with CaptureQueriesContext(connection) as few:
            client.get("/exports/")

        for _ in range(30):
            exported(UserFactory(analyst=True, region=manager.region))
        with CaptureQueriesContext(connection) as many:
            client.get("/exports/")

        assert len(many) == len(few)

    def test_is_led_to_from_the_account_of_a_manager_only(self, client, manager):
        client.force_login(manager)
        assert 'href="/exports/"' in client.get("/account/").content.decode()

        client.force_login(UserFactory(analyst=True, region=manager.region))
        assert 'href="/exports/"' not in client.get("/account/").content.decode()


class TestItStays:
    @pytest.mark.parametrize("change", ["update", "delete"])
    def test_the_database_refuses_to_change_a_line(self, rows, change):
        lines = Export.objects.all()
        with pytest.raises(DatabaseError), transaction.atomic():
            lines.update(recipient="") if change == "update" else lines._raw_delete("default")

        assert Export.objects.count() == 2

    def test_a_line_needs_a_recipient(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            exported(UserFactory(), recipient="")
