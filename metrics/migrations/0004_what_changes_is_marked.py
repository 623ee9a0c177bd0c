from django.db import migrations

from metrics.index.triggers import marking


class Migration(migrations.Migration):
    dependencies = [
        ("metrics", "0003_figures_counted_beforehand"),
        ("cases", "0003_what_a_region_calls_its_operation"),
        ("tasking", "0004_live_models_never_change"),
        ("forces", "0001_first"),
    ]

    operations = [marking()]
