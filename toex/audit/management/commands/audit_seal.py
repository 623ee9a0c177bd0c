import json

from django.core.management.base import BaseCommand
from django.utils import timezone

from toex.audit.integrity.sealing import newest_seal, oldest_late, seal_events, unsealed


class Command(BaseCommand):
    help = """Seal what was written to the trail since then, as the clock does each minute.

    Examples: manage.py audit_seal
              manage.py audit_seal --dry-run --json
    Adds seals and their anchors; safe to interrupt: a seal is made whole or not at all.
    Exit code 0: done. See also: audit_verify, audit_anchor."""

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only count what waits")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *, dry_run, **options):
        if dry_run:
            told = {"waiting": unsealed(oldest_late(newest_seal())).count()}
            sentence = f"{told['waiting']} events wait for a seal."
        else:
            made = seal_events(at=timezone.now())
            told = {"seals": [seal.number for seal in made], "events": sum(s.count for s in made)}
            sentence = f"{told['events']} events sealed, in {len(made)} seals."
        self.stdout.write(json.dumps(told) if options["json"] else sentence)
