"""What is read: a page of figures reads what is kept, and a recount goes by an index."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from metrics.index.buckets import counted_afresh
from metrics.index.watched import OF_PLACES, WATCHED
from metrics.measures import MEASURES
from metrics.models import Bucket
from metrics.tests.factories import CaseFactory, OutcomeFactory, RequestFactory
from toex.accounts.tests.factories import UserFactory
from toex.core.periods import quarter

pytestmark = pytest.mark.django_db

NOW = datetime(2023, 7, 5, 12, tzinfo=UTC)
PLACES = {each.table for each in OF_PLACES}
BASE = {each.table for each in WATCHED} - PLACES
# Decisions and requests have no index on their moments: there are few of them beside outcomes.
READ_WHOLE = {"tasking_taskingrequest", "tasking_decision"}
OFFICE, FORCE = "programme_office", "force_lead"
PAGES = [
    (OFFICE, "/figures/?period=2022/23-Q4"),
    (OFFICE, "/figures/?period=2021/22&show=all&by=region"),
    (OFFICE, "/figures/?period=2022/23&show=all&by=quarter&basis=contribution"),
    (OFFICE, "/figures/?period=pilot&show=all&by=force&basis=location"),
    (OFFICE, "/figures/?period=pilot&by=quarter"),
    (OFFICE, "/figures/glance/"),
    (OFFICE, "/api/v1/figures/?period=2022/23&by=region"),
    ("toex_manager", "/figures/?period=2022/23-Q4&by=region"),
    ("toex_manager", "/figures/glance/"),
    (FORCE, "/figures/?period=2022/23&show=all&by=primary_type"),
    (FORCE, "/figures/?period=pilot&by=month"),
    (FORCE, "/figures/glance/"),
]


def statements(captured):
    """Return what was asked, but for the mark in the header: are unread notices in sight?"""
    return [each["sql"] for each in captured if "notices_notice" not in each["sql"]]


def tables_in(sql):
    return set(re.findall(r'"(\w+)"', sql)) & (BASE | PLACES | {"metrics_bucket"})


@pytest.fixture(scope="module", autouse=True)
def _in_july_2023():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def a_few_of_each():
    case = CaseFactory(opened_on=date(2022, 1, 1))
    for kind in ("person_safeguarded", "arrest"):
        OutcomeFactory(case=case, kind=kind, occurred_on=date(2023, 2, 1))
    RequestFactory(force=case.requesting_force)


class TestPages:
    @pytest.mark.parametrize(("role", "address"), PAGES)
    def test_numbers_come_from_what_is_kept_alone(self, client, a_few_of_each, role, address):
        client.force_login(UserFactory(**{role: True}))
        assert client.get(address).status_code == 200

        with CaptureQueriesContext(connection) as taken:
            assert client.get(address).status_code == 200

        read = [tables_in(sql) for sql in statements(taken)]
        assert {"metrics_bucket"} in read
        assert set().union(*read) <= PLACES | {"metrics_bucket"}

    def test_this_test_would_see_a_base_table(self, client, a_few_of_each):
        client.force_login(UserFactory(programme_office=True))
        with CaptureQueriesContext(connection) as taken:
            client.get("/figures/?from=2023-01-31&to=2023-02-01&measure=arrests")
        read = set().union(*(tables_in(sql) for sql in statements(taken)))
        assert {"cases_outcome", "cases_case"} <= read
        assert not Bucket.objects.exists()


def scanned(sql):
    """Return the base tables that the engine means to read from end to end."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # On so few rows it would scan whatever there is: so it is asked what it could do.
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {sql}")
            found = r"Seq Scan on (\w+)"
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            found = r"^SCAN (\w+)"
        lines = [str(row[-1]) for row in cursor.fetchall()]
    return {name for line in lines for name in re.findall(found, line)} & BASE


@pytest.mark.parametrize("code", MEASURES)
def test_a_recount_of_one_bucket_reads_no_table_from_end_to_end(a_few_of_each, code):
    with CaptureQueriesContext(connection) as taken:
        counted_afresh([(MEASURES[code], quarter(2022, 4))], at=NOW)

    read = [sql for sql in statements(taken) if tables_in(sql) & BASE]
    assert read
    assert set().union(*map(scanned, read)) <= READ_WHOLE


@pytest.mark.parametrize("role", [OFFICE, "toex_manager"])
def test_data_quality_looks_at_no_outcome_of_another_time(client, a_few_of_each, role):
    client.force_login(UserFactory(**{role: True}))
    with CaptureQueriesContext(connection) as taken:
        assert client.get("/data-quality/?period=2022/23-Q4").status_code == 200

    read = [sql for sql in statements(taken) if "cases_outcome" in sql]
    assert read
    assert "cases_outcome" not in set().union(*map(scanned, read))


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT id FROM cases_outcome WHERE quantity > 2",
        "SELECT id FROM cases_spell WHERE reason = 'completed'",
    ],
)
def test_a_scan_is_seen(sql):
    assert scanned(sql)
