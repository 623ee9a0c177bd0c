"""Fixtures used on more than one floor."""

import os

import pytest
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import settings
from rest_framework.test import APIClient

from metrics.index import triggers
from toex.accounts.tests.factories import UserFactory
from toex.core import locked
from toex.core.append_only import TABLES, install, remove

# Worlds by chance are the same in every run, unless `QA_WORLDS` asks for so many new ones a test.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("new", max_examples=int(os.environ.get("QA_WORLDS", "1")), deadline=None)
settings.load_profile("new" if "QA_WORLDS" in os.environ else "same")


def pytest_generate_tests(metafunc):
    """Refuse a set of cases: its order differs between processes, and workers then disagree."""
    for mark in metafunc.definition.iter_markers("parametrize"):
        if isinstance(mark.args[1], set | frozenset):
            raise pytest.UsageError(f"{metafunc.definition.nodeid}: a set has no order, sort it")


@pytest.fixture(autouse=True, scope="session")
def _trail_may_be_emptied_between_tests():
    """Django empties the tables after a transactional test; only here may the trail go."""
    empty = TransactionTestCase._fixture_teardown

    def empty_all(self):
        with connection.schema_editor() as editor:
            triggers.remove(editor)
            for table in TABLES:
                remove(editor, table)
            for table, verb in locked.TABLES:
                locked.remove(editor, table, [verb])
        empty(self)
        with connection.schema_editor() as editor:
            for table in TABLES:
                install(editor, table)
            for (table, verb), condition in locked.TABLES.items():
                locked.install(editor, table, condition, [verb])
            triggers.install(editor)

    TransactionTestCase._fixture_teardown = empty_all
    yield
    TransactionTestCase._fixture_teardown = empty


@pytest.fixture
def api():
    """Return an API client that signs in with `api(user)`."""

    def signed_in(user=None):
        client = APIClient()
        if user is not None:
            client.force_authenticate(user)
        return client

    return signed_in


@pytest.fixture
def force_lead():
    return UserFactory(force_lead=True)
