import sys

from metrics import releases
from metrics.choices import ReleaseState
from metrics.management.release import FOUND, ReleaseCommand
from metrics.models import Release


class Command(ReleaseCommand):
    help = "Check the stored files of releases against their SHA-256, and by making them again."
    examples = """
  python manage.py release_verify
  python manage.py release_verify R-2022-23-Q3-1 --json

Changes nothing. See also: release_build.
"""

    def add_arguments(self, parser):
        parser.add_argument("references", nargs="*", help="all that are frozen or later if empty")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        rows = [self.release(reference) for reference in options["references"]]
        rows = rows or Release.objects.exclude(state=ReleaseState.DRAFT).order_by("pk")
        found = {row.reference: self.attempt(lambda row=row: releases.verify(row)) for row in rows}
        wrong = [f"{name}: {each}" for name, sentences in found.items() for each in sentences]
        self.tell(options, found, "\n".join(wrong) or f"{len(found)} checked, nothing wrong.")
        if wrong:
            sys.exit(FOUND)
