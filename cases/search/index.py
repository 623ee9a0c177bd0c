"""The words of requests, cases and threats, kept by the database itself.

SQLite holds them in FTS5 tables that triggers write, so that no way of writing forgets;
PostgreSQL in an index over an expression, which cannot fall behind its table.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import migrations


@dataclass(frozen=True)
class Indexed:
    """A table that is searched: the prefix of its references, if any, and its columns."""

    table: str
    prefix: str
    columns: tuple[str, ...]

    @property
    def words_table(self) -> str:
        return f"{self.table}_words"

    def text(self, reference: str, column: Callable[[str], str]) -> str:
        """Return SQL for the text of a row; `reference` makes one of a prefix and a number."""
        parts = [column(name) for name in self.columns]
        if self.prefix:
            parts.insert(0, reference.format(prefix=self.prefix, number=column("id")))
        return " || ' ' || ".join(parts)


REQUESTS = Indexed(
    "tasking_taskingrequest",
    "TR",
    ("title", "operation_name", "force_reference", "threat_reference"),
)
CASES = Indexed("cases_case", "TX", ("title", "operation_name"))
THREATS = Indexed("cases_threat", "", ("reference",))
INDEXED = (REQUESTS, CASES, THREATS)

# By L* and Nd, words are what `cases.search.words` says they are.
SQLITE_TABLE = """
CREATE VIRTUAL TABLE {words} USING fts5(
  words, prefix = '2 3', tokenize = "unicode61 remove_diacritics 2 categories 'L* Nd'"
)
"""
SQLITE_FILL = "INSERT INTO {words} (rowid, words) SELECT id, {text} FROM {table}"
SQLITE_MATCH = "{number} IN (SELECT rowid FROM {words} WHERE {words} MATCH %s)"
SQLITE_FORGET = "DELETE FROM {words} WHERE rowid = {row}.id;"
SQLITE_KEEP = "INSERT INTO {words} (rowid, words) VALUES (NEW.id, {text});"
SQLITE_TRIGGER = "CREATE TRIGGER {words}_{verb} AFTER {verb} ON {table} {when} BEGIN {acts} END"
SQLITE_REFERENCE = "'{prefix}-' || printf('%06d', {number})"

# Marks go as they go on SQLite; the rest is put together again, so that no letter falls apart.
POSTGRESQL_FUNCTION = r"""
CREATE OR REPLACE FUNCTION toex_words(given text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_to_tsvector(array_remove(regexp_split_to_array(
    lower(normalize(
      regexp_replace(normalize(given, NFD), '[\u0300-\u036f]', '', 'g'), NFC
    ) COLLATE "und-x-icu"),
    '[^[:alnum:]]+'
  ), ''))
$$
"""
POSTGRESQL_INDEX = "CREATE INDEX {words} ON {table} USING gin (toex_words({text}))"
POSTGRESQL_REFERENCE = (
    "'{prefix}-' || lpad({number}::text, greatest(6, length({number}::text)), '0')"
)
VERBS = ("INSERT", "UPDATE", "DELETE")


def install(schema_editor):
    """Make the index of what is there, and have the database keep it from now on."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_FUNCTION, params=None)
        for each in INDEXED:
            text = each.text(POSTGRESQL_REFERENCE, str)
            schema_editor.execute(
                POSTGRESQL_INDEX.format(words=each.words_table, table=each.table, text=text)
            )
        return
    for each in INDEXED:
        names = {"words": each.words_table, "table": each.table}
        schema_editor.execute(SQLITE_TABLE.format(**names), params=None)
        schema_editor.execute(
            SQLITE_FILL.format(**names, text=_on_sqlite(each, "{}")), params=None
        )
        for verb in VERBS:
            _create_trigger(schema_editor, each, verb)


def remove(schema_editor):
    """Take the index away: for migrating backwards, and before it is made anew."""
    if schema_editor.connection.vendor == "postgresql":
        for each in INDEXED:
            schema_editor.execute(f"DROP INDEX IF EXISTS {each.words_table}")
        schema_editor.execute("DROP FUNCTION IF EXISTS toex_words(text)")
        return
    for each in INDEXED:
        for verb in VERBS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {each.words_table}_{verb.lower()}")
        schema_editor.execute(f"DROP TABLE IF EXISTS {each.words_table}")


def keeping_words():
    """Return the migration operation that makes the index anew, and its way back."""

    def keep(apps, schema_editor):
        remove(schema_editor)
        install(schema_editor)

    return migrations.RunPython(keep, lambda apps, schema_editor: remove(schema_editor))


def _create_trigger(schema_editor, each, verb):
    forget = SQLITE_FORGET.format(words=each.words_table, row="NEW" if verb == "INSERT" else "OLD")
    keep = SQLITE_KEEP.format(words=each.words_table, text=_on_sqlite(each, "NEW.{}"))
    changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in ("id", *each.columns))
    schema_editor.execute(
        SQLITE_TRIGGER.format(
            words=each.words_table,
            verb=verb.lower(),
            table=each.table,
            when=f"WHEN {changed}" if verb == "UPDATE" else "",
            acts=forget if verb == "DELETE" else f"{forget} {keep}",
        ),
        params=None,
    )


def _on_sqlite(each, column):
    return each.text(SQLITE_REFERENCE, column.format)
