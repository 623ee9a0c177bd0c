from django.db import migrations

from toex.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_seals")]

    operations = [
        append_only("audit_seal"),
        append_only("audit_leaf"),
    ]
