from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasking", "0008_conflicts_and_actions_of_meetings")]

    operations = [
        migrations.AddField(
            "taskingrequest", "has_no_score", models.BooleanField(blank=True, null=True)
        ),
    ]
