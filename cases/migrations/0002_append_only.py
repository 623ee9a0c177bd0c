from django.db import migrations

from toex.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_first")]

    operations = [
        append_only("cases_activity"),
        append_only("cases_caseassessment"),
        append_only("cases_terms"),
        append_only("cases_reassessment"),
        append_only("cases_threatflags"),
        append_only("cases_classification"),
    ]
