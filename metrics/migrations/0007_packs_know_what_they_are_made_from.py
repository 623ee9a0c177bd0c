from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("metrics", "0006_count_them_all_again")]

    operations = [
        migrations.RemoveField("packrun", "state"),
        migrations.AddField(
            "packrun",
            "made_from",
            models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            "pack",
            "title",
            models.CharField(default="", max_length=100),
            preserve_default=False,
        ),
    ]
