from django.db import migrations

from metrics.migrations._locks import NO_WAY_BACK, ONE_STEP_BACK
from toex.core.locked import locked


class Migration(migrations.Migration):
    dependencies = [("metrics", "0014_how_releases_protect_small_numbers")]

    operations = [locked("metrics_release", ONE_STEP_BACK, ["UPDATE"], before=NO_WAY_BACK)]
