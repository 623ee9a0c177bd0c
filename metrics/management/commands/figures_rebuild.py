"""Count every figure that is kept once more, and say where it was wrong."""

import json
from itertools import groupby

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from metrics.index.buckets import compared, kept_pairs

DIFFERENCES_FOUND = 3


class Command(BaseCommand):
    help = """Recount every figure that is kept from base tables, and report differences.

    Examples: manage.py figures_rebuild
              manage.py figures_rebuild --dry-run --json
    What has changed since and only waits to be recounted is no difference. --dry-run leaves
    everything as it is. Exit code 0: none found; 3: differences found (and put right)."""

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="report only, change nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *, dry_run, **options):
        pairs = kept_pairs()
        spans = [list(found) for _, found in groupby(pairs, key=lambda pair: pair[1])]
        wrong = []
        for some in tqdm(spans, unit=" spans", file=self.stderr, disable=None):
            with transaction.atomic():
                wrong += compared(some, at=timezone.now())
                transaction.set_rollback(dry_run)
        self._tell(pairs, wrong, dry_run, as_json=options["json"])
        if wrong:
            raise CommandError("Differences were found.", returncode=DIFFERENCES_FOUND)

    def _tell(self, pairs, wrong, dry_run, *, as_json):
        if as_json:
            differences = [
                {"measure": measure.code, "period": span.name} for measure, span in wrong
            ]
            told = {"recounted": len(pairs), "differences": differences, "dry_run": dry_run}
            self.stdout.write(json.dumps(told))
            return
        for measure, span in wrong:
            self.stdout.write(f"{measure.code} {span.name}: what was kept was wrong")
        self.stdout.write(f"Recounted {len(pairs)} figures, {len(wrong)} differences.")
