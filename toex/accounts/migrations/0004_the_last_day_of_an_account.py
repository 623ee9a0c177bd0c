from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_cover_for_a_manager")]

    operations = [
        migrations.RenameField("user", "is_active", "is_open"),
        migrations.AddField("user", "last_day", models.DateField(blank=True, null=True)),
    ]
