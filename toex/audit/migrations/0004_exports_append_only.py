from django.db import migrations

from toex.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_exports")]

    operations = [
        append_only("audit_export"),
    ]
