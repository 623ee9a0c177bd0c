from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasking", "0010_what_people_think_of_the_service")]

    operations = [
        migrations.AddField(
            "taskingrequest", "score_begun", models.JSONField(blank=True, null=True)
        ),
    ]
