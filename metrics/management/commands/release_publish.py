from django.utils import timezone

from metrics import releases
from metrics.management.release import ReleaseCommand
from metrics.models import Release


class Command(ReleaseCommand):
    help = "Publish every approved release whose time has come, as the clock does each minute."
    examples = """
  python manage.py release_publish
  python manage.py release_publish --dry-run --json

Changes the state of those releases; before its time none is touched. See also: freeze.
"""

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only say which are due")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        now = timezone.now()
        if options["dry_run"]:
            due = Release.objects.due(now)
        else:
            due = self.attempt(lambda: releases.publish_due(at=now))
        names = [row.reference for row in due]
        self.tell(options, {"releases": names}, ", ".join(names) or "None is due.")
