"""On PostgreSQL the database itself refuses to change, remove or empty what is only added to."""

import pytest
from django.db import DatabaseError, connection, transaction

from toex.core.append_only import TABLES


def attempt(verb, table):
    """Return what the database says to a statement about a table and its key."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            key = connection.introspection.get_primary_key_column(cursor, table)
            cursor.execute(verb.format(table=table, key=key))
    except DatabaseError as error:
        return str(error)
    return "done"


@pytest.mark.services
@pytest.mark.django_db
@pytest.mark.parametrize(
    "verb",
    ["UPDATE {table} SET {key} = {key}", "DELETE FROM {table}", "TRUNCATE {table} CASCADE"],
)
def test_the_database_refuses(verb):
    answers = {table: attempt(verb, table) for table in TABLES}

    assert "audit_auditevent" in answers
    assert [table for table, said in answers.items() if "is append-only" not in said] == []
