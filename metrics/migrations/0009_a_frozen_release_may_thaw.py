"""What may still be taken back, and by which way only.

A draft may be thrown away, and a frozen release may become a draft again. Choices go only of a
draft, and figures until approval; from then on nothing changes but that it is published.
"""

from django.db import migrations

from metrics.migrations._locks import (
    ALWAYS,
    ANY,
    NO_DRAFT,
    NO_WAY_BACK,
    OF_APPROVED,
    OF_NO_DRAFT,
    OF_PUBLISHED,
    PUBLISHED,
)
from toex.core.append_only import no_longer_append_only
from toex.core.locked import locked


class Migration(migrations.Migration):
    dependencies = [("metrics", "0007_packs_know_what_they_are_made_from")]

    operations = [
        locked("metrics_release", NO_WAY_BACK, ["UPDATE"], before=PUBLISHED),
        locked("metrics_release", NO_DRAFT, ["DELETE"], before=PUBLISHED),
        locked("metrics_releasefigure", OF_APPROVED, ANY, before=OF_PUBLISHED),
        locked("metrics_releasefile", OF_APPROVED, ANY, before=OF_PUBLISHED),
        no_longer_append_only("metrics_disclosurechoice"),
        locked("metrics_disclosurechoice", ALWAYS, ["UPDATE"]),
        locked("metrics_disclosurechoice", OF_NO_DRAFT, ["DELETE"]),
    ]
