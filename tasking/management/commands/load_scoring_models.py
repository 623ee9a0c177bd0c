"""Load the scoring models that come with the project; a second run changes nothing."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tasking.scoring import NotAModel
from tasking.services import load_scoring_model

DATA = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        for path in sorted(DATA.glob("*.json")):
            try:
                model, added = load_scoring_model(
                    at=timezone.now(), **json.loads(path.read_text(encoding="utf-8"))
                )
            except NotAModel as error:
                raise CommandError(f"{path.name}: {error}") from error
            self.stdout.write(f"{model}: {'added' if added else 'unchanged'}")
