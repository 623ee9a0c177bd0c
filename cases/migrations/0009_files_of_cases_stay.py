from django.db import migrations

from toex.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_files_of_cases")]

    operations = [
        append_only("cases_casefile"),
        append_only("cases_casefilecontent"),
        append_only("cases_filewithdrawal"),
    ]
