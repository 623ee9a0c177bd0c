from django.db import migrations, models

from metrics.migrations._locks import ALWAYS, ANY, NO_DRAFT, NO_WAY_BACK, OF_APPROVED, OF_NO_DRAFT
from toex.core.locked import install, remove

# SQLite makes these tables anew: their triggers would go with the old ones, and one that names
# such a table would stop the change.
LOCKS = [
    ("metrics_release", NO_WAY_BACK, ["UPDATE"]),
    ("metrics_release", NO_DRAFT, ["DELETE"]),
    ("metrics_releasefigure", OF_APPROVED, ANY),
    ("metrics_releasefile", OF_APPROVED, ANY),
    ("metrics_disclosurechoice", ALWAYS, ["UPDATE"]),
    ("metrics_disclosurechoice", OF_NO_DRAFT, ["DELETE"]),
]


def lock(apps, schema_editor):
    for table, condition, verbs in LOCKS:
        install(schema_editor, table, condition, verbs)


def unlock(apps, schema_editor):
    for table, _, verbs in LOCKS:
        remove(schema_editor, table, verbs)


class Migration(migrations.Migration):
    dependencies = [("metrics", "0013_only_withdrawing_changes_a_new_start")]

    operations = [
        migrations.RunPython(unlock, lock),
        migrations.RemoveConstraint(model_name="release", name="one_release_an_edition"),
        migrations.AddField(
            model_name="release",
            name="mode",
            field=models.CharField(
                choices=[
                    ("threshold", "Small numbers hidden"),
                    ("ten-five", "Numbers below 10 hidden, others rounded to 5"),
                    ("internal", "Nothing hidden: internal, never published"),
                ],
                default="threshold",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="releasefigure",
            name="rounded_to",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.UniqueConstraint(
                condition=models.Q(("mode", "internal"), _negated=True),
                fields=("period", "edition"),
                name="one_release_an_edition",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.UniqueConstraint(
                condition=models.Q(("mode", "internal")),
                fields=("period", "edition"),
                name="one_internal_release_a_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("mode", "internal"), _negated=True),
                    ("state__in", ["draft", "frozen"]),
                    _connector="OR",
                ),
                name="internal_release_never_leaves",
            ),
        ),
        migrations.RunPython(lock, unlock),
    ]
