"""Rows that the database itself locks for good once they have reached a certain point."""

from django.db import migrations

# Every table and verb that a migration has locked in this process, and the last one's condition.
# It is filled as migrations run, for their modules are imported in no certain order.
TABLES = {}

SQLITE = """
CREATE TRIGGER {table}_locked_{verb} BEFORE {verb} ON {table} WHEN {condition}
BEGIN SELECT RAISE(ABORT, '{table}: this row is locked'); END
"""
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION {table}_locked_{verb}() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  IF {condition} THEN RAISE EXCEPTION '{table}: this row is locked'; END IF;
  RETURN {given};
END $$
"""
POSTGRESQL = """
CREATE TRIGGER {table}_locked_{verb} BEFORE {verb} ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_locked_{verb}()
"""


def install(schema_editor, table, condition, verbs):
    """Refuse `verbs` on rows of `table` for which `condition`, SQL about `{row}`, is true."""
    for verb in verbs:
        row = "NEW" if verb == "INSERT" else "OLD"
        given = "OLD" if verb == "DELETE" else "NEW"  # what a trigger lets through on PostgreSQL
        words = {"table": table, "verb": verb, "given": given}
        words["condition"] = condition.format(row=row)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(POSTGRESQL_FUNCTION.format(**words), params=None)
            schema_editor.execute(POSTGRESQL.format(**words))
        else:
            schema_editor.execute(SQLITE.format(**words))


def remove(schema_editor, table, verbs):
    """Take the refusal away: for migrating backwards, and for emptying a test database."""
    on_table = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
    for verb in verbs:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_locked_{verb}{on_table}")


def locked(table, condition, verbs=("UPDATE", "DELETE"), before=None):
    """Return the migration operation that locks rows of `table`, and its way back.

    It takes the place of an earlier lock for the same verbs; `before` is that one's condition.
    For UPDATE the condition may speak of `NEW` as well: what a row may still become.
    """

    def forwards(apps, schema_editor):
        remove(schema_editor, table, verbs)
        install(schema_editor, table, condition, verbs)
        TABLES.update({(table, verb): condition for verb in verbs})

    def backwards(apps, schema_editor):
        remove(schema_editor, table, verbs)
        if before:
            install(schema_editor, table, before, verbs)

    return migrations.RunPython(forwards, backwards)
