import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from toex.audit.integrity import verify, words
from toex.audit.integrity.verifying import span_of_trail

FOUND = 3


class Command(BaseCommand):
    help = """Check the whole trail: every event, every seal, and the anchors outside the database.

    Examples: manage.py audit_verify
              manage.py audit_verify --json --anchors /mnt/elsewhere/anchors
    Changes nothing. Exit code 0: untouched; 1: failed; 3: something was changed, and the first
    event is named. See also: audit_seal, audit_anchor."""

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument(
            "--anchors", type=Path, metavar="FILE", help="a copy of the anchors, kept elsewhere"
        )

    def handle(self, *, anchors, **options):
        if anchors and not anchors.exists():
            raise CommandError(f"There is no file {anchors}.")
        with tqdm(total=span_of_trail(), unit=" events", file=self.stderr, disable=None) as bar:
            result = verify(
                at=timezone.now(),
                anchors_file=anchors,
                progress=lambda done: bar.update(done - bar.n),
            )
        if options["json"]:
            self.stdout.write(json.dumps(result.as_plain()))
        else:
            self.stdout.write(words.statement(result))
            for label, value in words.facts(result):
                self.stdout.write(f"{label}: {value}")
        if result.wrong:
            for finding in result.findings:
                self.stderr.write(words.told(finding))
            raise CommandError("The access log cannot be shown to be untouched.", returncode=FOUND)
