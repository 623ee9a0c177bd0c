from django.core.management.base import CommandError
from django.db import transaction

from metrics import releases
from metrics.choices import ReleaseState
from metrics.management.release import REFUSED, ReleaseCommand
from metrics.models import Release


class Command(ReleaseCommand):
    help = "Make the snapshot and files of a frozen release again, from its frozen figures."
    examples = """
  python manage.py release_build R-2022-23-Q3-1
  python manage.py release_build R-2022-23-Q3-1 --json

Changes the files of the release, all or nothing; figures stay. See also: release_verify.
"""

    def add_arguments(self, parser):
        parser.add_argument("reference")
        parser.add_argument("--json", action="store_true")

    @transaction.atomic
    def handle(self, *args, **options):
        found = self.release(options["reference"])
        release = Release.objects.select_for_update(of=("self",)).get(pk=found.pk)
        if release.state != ReleaseState.FROZEN:
            sentence = f"{release} is “{release.get_state_display()}”: its files stand."
            raise CommandError(sentence, returncode=REFUSED)
        releases.rebuild(release)
        told = {"reference": release.reference, "sha256": release.sha256}
        self.tell(options, told, f"The files of {release} are made: {release.sha256}")
