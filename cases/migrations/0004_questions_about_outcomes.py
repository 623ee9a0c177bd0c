import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from toex.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("cases", "0003_what_a_region_calls_its_operation"),
    ]

    operations = [
        migrations.CreateModel(
            name="OutcomeQuery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("by_office", models.BooleanField()),
                ("text", models.TextField(max_length=20000)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="queries",
                        to="cases.outcome",
                    ),
                ),
            ],
        ),
        append_only("cases_outcomequery"),
    ]
