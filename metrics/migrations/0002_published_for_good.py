from django.db import migrations

from toex.core.append_only import append_only
from toex.core.locked import locked

PUBLISHED = "{row}.state = 'published'"
OF_PUBLISHED = (
    "EXISTS (SELECT 1 FROM metrics_release AS release"
    " WHERE release.id = {row}.release_id AND release.state = 'published')"
)
ANY = ("INSERT", "UPDATE", "DELETE")


class Migration(migrations.Migration):
    dependencies = [("metrics", "0001_releases_and_quarters")]

    operations = [
        locked("metrics_release", PUBLISHED),
        locked("metrics_releasefigure", OF_PUBLISHED, ANY),
        locked("metrics_releasefile", OF_PUBLISHED, ANY),
        append_only("metrics_disclosurechoice"),
        append_only("metrics_rebase"),
        append_only("metrics_savedquestion"),
    ]
