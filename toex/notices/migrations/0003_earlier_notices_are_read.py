"""What was mailed before there was a page to read it on is taken as read."""

from django.db import migrations
from django.db.models import F


def mark_as_read(apps, schema_editor):
    notices = apps.get_model("notices", "Notice").objects.using(schema_editor.connection.alias)
    notices.filter(sent_at__isnull=False, read_at__isnull=True).update(read_at=F("sent_at"))


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_mail_once_a_day_and_reading")]

    operations = [migrations.RunPython(mark_as_read, migrations.RunPython.noop)]
