"""Triggers that mark what figures depend on, whoever writes it and however.

`QuerySet.update`, `bulk_create` and plain SQL are seen like any service. A mark is one more row
in the same transaction: no row that two writers would wait for, no unique value to clash over.
On PostgreSQL there is one mark for all rows of a statement that touch the same figures; SQLite
knows only triggers for each row.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import migrations

from metrics.index.watched import WATCHED, Watched

VERBS = ("INSERT", "UPDATE", "DELETE")
COLUMNS = "what, kind, day, owner, known_from"

SQLITE = """
CREATE TRIGGER {name} AFTER {verb} ON {table} {when}
BEGIN INSERT INTO metrics_mark ({columns}) {marks}; END
"""
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  INSERT INTO metrics_mark ({columns}) {marks};
  RETURN NULL;
END $$
"""
POSTGRESQL = """
CREATE TRIGGER {name} AFTER {verb} ON {table} REFERENCING {tables}
FOR EACH STATEMENT EXECUTE FUNCTION {name}()
"""
NEW_ROWS, OLD_ROWS = "NEW TABLE AS fresh", "OLD TABLE AS gone"


@dataclass(frozen=True)
class Dialect:
    """How an engine says a month, a day by UTC, and the latest of moments that may be missing."""

    month: str
    utc_day: str
    latest: Callable

    def mark_of(self, watched: Watched, row: str) -> str:
        """Return the columns of a mark about `row`, the name that SQL knows it by."""
        day = "CAST(NULL AS date)"
        if watched.day:
            said = self.utc_day if watched.day_is_moment else self.month
            day = said.format(f"{row}.{watched.day}")
        moments = [f"{row}.{name}" for name in watched.moments]
        return ", ".join(
            [
                f"'{watched.what}'",
                f"{row}.{watched.kind}" if watched.kind else "''",
                day,
                f"{row}.{watched.owner}" if watched.owner else "CAST(NULL AS bigint)",
                self.latest(moments) if moments else "CAST(NULL AS timestamp)",
            ]
        )


def _latest_text(moments):
    """SQLite compares moments as the text that Django writes; its max() is NULL by one NULL."""
    parts = ", ".join(f"coalesce({moment}, '')" for moment in moments)
    return f"nullif(max({parts}), '')" if len(moments) > 1 else moments[0]


ON_SQLITE = Dialect("substr({0}, 1, 7) || '-01'", "substr({0}, 1, 10)", _latest_text)
ON_POSTGRESQL = Dialect(
    "date_trunc('month', {0})::date",
    "({0} AT TIME ZONE 'UTC')::date",
    lambda moments: f"max(greatest({', '.join(moments)}))",
)


def name_of(table: str, verb: str) -> str:
    return f"{table}_marks_{verb.lower()}"


def install(schema_editor):
    """Mark every change of a watched row from now on."""
    create = _create_on_sqlite
    if schema_editor.connection.vendor == "postgresql":
        create = _create_on_postgresql
    for watched in WATCHED:
        for verb in VERBS:
            create(schema_editor, watched, verb)


def remove(schema_editor):
    """Take the marks away: for migrating backwards, and for emptying a test database."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    for watched in WATCHED:
        for verb in VERBS:
            on_table = f" ON {watched.table}" if postgresql else ""
            schema_editor.execute(
                f"DROP TRIGGER IF EXISTS {name_of(watched.table, verb)}{on_table}"
            )


def marking():
    """Return the migration operation that installs the triggers anew, and its way back."""

    def mark(apps, schema_editor):
        remove(schema_editor)
        install(schema_editor)

    return migrations.RunPython(mark, lambda apps, schema_editor: remove(schema_editor))


def _create_on_sqlite(schema_editor, watched, verb):
    rows = {"INSERT": ["NEW"], "UPDATE": ["OLD", "NEW"], "DELETE": ["OLD"]}[verb]
    marks = " UNION ".join(
        f"SELECT {ON_SQLITE.mark_of(watched, row)} WHERE {watched.only.format(row=row)}"
        for row in rows
    )
    changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in watched.columns)
    schema_editor.execute(
        SQLITE.format(
            name=name_of(watched.table, verb),
            verb=verb,
            table=watched.table,
            when=f"WHEN {changed}" if verb == "UPDATE" else "",
            columns=COLUMNS,
            marks=marks,
        )
    )


def _create_on_postgresql(schema_editor, watched, verb):
    columns = ", ".join(watched.columns)
    fresh, gone = f"SELECT {columns} FROM fresh", f"SELECT {columns} FROM gone"
    source, tables = {
        "INSERT": (fresh, NEW_ROWS),
        "DELETE": (gone, OLD_ROWS),
        "UPDATE": (
            f"({gone} EXCEPT {fresh}) UNION ALL ({fresh} EXCEPT {gone})",
            f"{OLD_ROWS} {NEW_ROWS}",
        ),
    }[verb]
    marks = (
        f"SELECT {ON_POSTGRESQL.mark_of(watched, 'r')} FROM ({source}) AS r"
        f" WHERE {watched.only.format(row='r')} GROUP BY 1, 2, 3, 4"
    )
    words = {"name": name_of(watched.table, verb), "verb": verb, "table": watched.table}
    schema_editor.execute(
        POSTGRESQL_FUNCTION.format(**words, columns=COLUMNS, marks=marks), params=None
    )
    schema_editor.execute(POSTGRESQL.format(**words, tables=tables))
