from django.db import migrations

from toex.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("tasking", "0001_first")]

    operations = [
        append_only("tasking_decision"),
        append_only("tasking_assessment"),
        append_only("tasking_message"),
    ]
