from django.db import migrations

from toex.core.append_only import no_longer_append_only
from toex.core.locked import locked

KEPT = ("measure", "region", "force", "month", "reason", "at", "by_id")
OTHER_THAN_WITHDRAWN = " OR ".join(
    [
        "{row}.withdrawn_at IS NOT NULL",
        "NEW.withdrawn_at IS NULL",
        *(f"NEW.{name} <> {{row}}.{name}" for name in KEPT),
    ]
)
ALWAYS = "{row}.id IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("metrics", "0012_a_new_start_may_be_withdrawn")]

    operations = [
        no_longer_append_only("metrics_rebase"),
        locked("metrics_rebase", OTHER_THAN_WITHDRAWN, ["UPDATE"]),
        locked("metrics_rebase", ALWAYS, ["DELETE"]),
    ]
