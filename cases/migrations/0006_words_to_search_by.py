from django.db import migrations

from cases.search.index import keeping_words


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_answers_about_closed_cases"),
        ("tasking", "0005_files_of_requests"),
    ]

    operations = [keeping_words()]
