from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from toex.audit.integrity import anchors
from toex.audit.integrity.sealing import newest_seal


class Command(BaseCommand):
    help = """Print the latest anchor of the trail, to keep it elsewhere: by mail, or on paper.

    Examples: manage.py audit_anchor >> /mnt/elsewhere/anchors
              manage.py audit_anchor --start
    --start begins the file of anchors anew from the newest seal, after an older copy of the
    database was put back on purpose or the file was lost; the earlier file is kept beside it, and
    the trail says so. Exit code 0: done; 1: there is none. See also: audit_verify --anchors."""

    def add_arguments(self, parser):
        parser.add_argument("--start", action="store_true", help="begin the file of anchors anew")

    def handle(self, *, start, **options):
        if newest_seal() is None:
            raise CommandError("Nothing has been sealed yet.")
        if start:
            kept = anchors.start_anew(at=timezone.now())
            if kept:
                self.stderr.write(f"The earlier file is kept as {kept}.")
        file = settings.AUDIT_ANCHORS
        latest = anchors.latest(file) if file.exists() else None
        if latest is None:
            raise CommandError(f"There is no anchor in {file}.")
        self.stdout.write(str(latest))
