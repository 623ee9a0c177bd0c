"""A scoring model that is live or retired never changes, but from live to retired."""

from django.db import migrations

TABLE = "tasking_scoringmodel"
FIXED = ["code", "number", "title", "provenance", "official", "definition", "sha256"]
SENTENCE = "a live scoring model is never changed"


def changed():
    return " OR ".join(f"NEW.{field} IS DISTINCT FROM OLD.{field}" for field in FIXED)


POSTGRESQL = f"""
CREATE FUNCTION {TABLE}_fixed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF {changed()} OR NEW.status NOT IN (OLD.status, 'retired')
  THEN RAISE EXCEPTION '{SENTENCE}'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER {TABLE}_fixed BEFORE UPDATE ON {TABLE}
FOR EACH ROW WHEN (OLD.status <> 'draft') EXECUTE FUNCTION {TABLE}_fixed();
"""
SQLITE = f"""
CREATE TRIGGER {TABLE}_fixed BEFORE UPDATE ON {TABLE}
WHEN OLD.status <> 'draft' AND (
  {" OR ".join(f"NEW.{field} IS NOT OLD.{field}" for field in FIXED)}
  OR NEW.status NOT IN (OLD.status, 'retired'))
BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END
"""


def install(apps, schema_editor):
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(POSTGRESQL if on_postgresql else SQLITE)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_fixed ON {TABLE}")
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {TABLE}_fixed()")
    else:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_fixed")


class Migration(migrations.Migration):
    dependencies = [("tasking", "0003_since_when_in_its_state")]

    operations = [migrations.RunPython(install, remove)]
