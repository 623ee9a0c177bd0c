"""What may still be taken back, and by which way only.

A draft may be thrown away, and a frozen release may become a draft again. Only of a draft may
figures and choices go; from approval on nothing changes but that it is published.
"""

from django.db import migrations

from toex.core.append_only import no_longer_append_only
from toex.core.locked import locked

PUBLISHED = "{row}.state = 'published'"
NO_WAY_BACK = (
    "{row}.state = 'published'"
    " OR {row}.state = 'approved' AND NEW.state NOT IN ('approved', 'published')"
    " OR {row}.state <> 'frozen' AND {row}.state <> NEW.state AND NEW.state = 'draft'"
)
NO_DRAFT = "{row}.state <> 'draft'"
ALWAYS = "{row}.id IS NOT NULL"


def of(states):
    return (
        "EXISTS (SELECT 1 FROM metrics_release AS release"
        f" WHERE release.id = {{row}}.release_id AND release.state {states})"
    )


OF_PUBLISHED = of("= 'published'")
OF_APPROVED = of("IN ('approved', 'published')")
OF_NO_DRAFT = of("<> 'draft'")


class Migration(migrations.Migration):
    dependencies = [("metrics", "0007_packs_know_what_they_are_made_from")]

    operations = [
        locked("metrics_release", NO_WAY_BACK, ["UPDATE"], before=PUBLISHED),
        locked("metrics_release", NO_DRAFT, ["DELETE"], before=PUBLISHED),
        locked("metrics_releasefigure", OF_APPROVED, ["INSERT", "UPDATE"], before=OF_PUBLISHED),
        locked("metrics_releasefigure", OF_NO_DRAFT, ["DELETE"], before=OF_PUBLISHED),
        locked(
            "metrics_releasefile", OF_APPROVED, ["INSERT", "UPDATE", "DELETE"], before=OF_PUBLISHED
        ),
        no_longer_append_only("metrics_disclosurechoice"),
        locked("metrics_disclosurechoice", ALWAYS, ["UPDATE"]),
        locked("metrics_disclosurechoice", OF_NO_DRAFT, ["DELETE"]),
    ]
