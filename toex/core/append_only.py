"""Tables to which rows are only ever added: the database itself refuses UPDATE and DELETE."""

from django.db import migrations

# Every table that a migration has made append-only.
TABLES = set()

SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
SQLITE_ASK = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
POSTGRESQL_ASK = """
SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled <> 'D'
"""
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION toex_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""
POSTGRESQL = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION toex_append_only()
"""


def install(schema_editor, table):
    """Make the database refuse to change or remove rows of `table`."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_FUNCTION, params=None)
        for verb in ("UPDATE", "DELETE", "TRUNCATE"):
            schema_editor.execute(POSTGRESQL.format(table=table, verb=verb))
    else:
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(SQLITE.format(table=table, verb=verb))


def remove(schema_editor, table):
    """Take the refusal away: for migrating backwards, and for emptying a test database."""
    on_table = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
    for verb in ("UPDATE", "DELETE", "TRUNCATE"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on_table}")


def refuses_changes(connection, table):
    """Ask the database whether it refuses now to change and to remove rows of `table`."""
    query = SQLITE_ASK if connection.vendor == "sqlite" else POSTGRESQL_ASK
    with connection.cursor() as cursor:
        cursor.execute(query, [table])
        found = {name.lower() for (name,) in cursor.fetchall()}
    return {f"{table}_no_update", f"{table}_no_delete"} <= found


def append_only(table):
    """Return the migration operation that makes `table` append-only, and its way back."""
    return migrations.RunPython(_on(table), _off(table))


def no_longer_append_only(table):
    """Return the migration operation that takes the refusal away: where a lock takes its place."""
    return migrations.RunPython(_off(table), _on(table))


def _on(table):
    def forwards(apps, schema_editor):
        install(schema_editor, table)
        TABLES.add(table)

    return forwards


def _off(table):
    def backwards(apps, schema_editor):
        remove(schema_editor, table)
        TABLES.discard(table)

    return backwards
