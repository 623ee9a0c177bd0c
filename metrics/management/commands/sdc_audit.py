"""Attack releases as somebody with all of them would. Nothing is written."""

import argparse
import json
import math

from django.core.management.base import BaseCommand, CommandError

from metrics.choices import ReleaseState
from metrics.disclosure import audit
from metrics.models import Release

FOUND = 3
EXAMPLES = """Examples:
  python manage.py sdc_audit
  python manage.py sdc_audit R-2022-23-Q3-1 --json

Exit 0: no hidden cell can be worked out. Exit 3: one can; each line says how.
"""


class Command(BaseCommand):
    help = (
        "Attack every frozen, approved and published release together with all others of its "
        "financial year that are out, and list each hidden cell that can be worked out."
    )

    def create_parser(self, *args, **kwargs):
        return super().create_parser(
            *args,
            epilog=EXAMPLES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            **kwargs,
        )

    def add_arguments(self, parser):
        parser.add_argument("reference", nargs="?", help="one release, like R-2022-23-Q3-1")
        parser.add_argument("--json", action="store_true", help="write one JSON object")

    def handle(self, *args, reference=None, **options):
        releases = Release.objects.exclude(state=ReleaseState.DRAFT).order_by("first", "edition")
        if reference:
            releases = releases.filter(reference=reference)
            if not releases:
                raise CommandError(f"There is no frozen or published release {reference}.")
        found = {release.reference: audit(release) for release in releases}
        if options["json"]:
            told = {name: [_as_json(each) for each in all_] for name, all_ in found.items()}
            self.stdout.write(json.dumps({"releases": told}, indent=2))
        else:
            self._tell(found)
        if any(found.values()):
            raise SystemExit(FOUND)

    def _tell(self, found):
        for name, findings in found.items():
            if not findings:
                self.stdout.write(f"{name}: no hidden cell can be worked out.")
            for finding in findings:
                self.stdout.write(f"{name}: {finding}.")
        if not found:
            self.stdout.write("No release has been frozen yet.")


def _as_json(finding):
    return {
        "cell": list(finding.figure.key),
        "low": finding.low,
        "high": None if finding.high == math.inf else finding.high,
        "sentence": finding.sentence,
    }
