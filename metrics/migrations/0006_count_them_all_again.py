from django.db import migrations


def forget(apps, schema_editor):
    apps.get_model("metrics", "Bucket").objects.update(stale=True)


class Migration(migrations.Migration):
    dependencies = [("metrics", "0005_figures_by_one_thing_at_a_time")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
