from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("metrics", "0015_an_approved_release_may_be_sent_back")]

    operations = [
        migrations.AddField("packrun", "made_with", models.CharField(blank=True, max_length=200)),
    ]
