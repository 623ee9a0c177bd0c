"""Bring in a regional return: cases and events that a region keeps in a spreadsheet."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.returns import land_return
from toex.accounts.models import User
from toex.forces.models import Region
from toex.workflow.refusals import Refusal

EXAMPLES = """
examples:
  python manage.py import_return return.csv --region EMSOU --by manager@emsou.example --dry-run
  python manage.py import_return return.xlsx --region EMSOU --by manager@emsou.example

All rows land, or none. What is wrong goes to standard error, by row and column; the headings
are row 1. Exit 0: landed, or a clean dry run. Exit 1: nothing was saved.
"""


class Command(BaseCommand):
    help = "Bring in a regional return (CSV or XLSX), signed by a TOEX manager of the region."

    def create_parser(self, *args, **kwargs):
        parser = super().create_parser(*args, **kwargs)
        parser.epilog = EXAMPLES
        return parser

    def add_arguments(self, parser):
        parser.add_argument("file", help="the CSV or XLSX file")
        parser.add_argument("--region", required=True, help="the code of the region: EMSOU")
        parser.add_argument("--by", required=True, help="the manager who signs, by email")
        parser.add_argument("--dry-run", action="store_true", help="check, and save nothing")

    def handle(self, *args, **options):
        path = Path(options["file"])
        landed = self._land(
            region=_region(options["region"]),
            content=_content(path),
            file_name=path.name,
            by=_person(options["by"]),
            dry_run=options["dry_run"],
        )
        self.stdout.write(
            f"Events landed: {landed.landed}. Known already: {landed.unchanged}. "
            f"New cases: {landed.cases}."
            + (" Dry run: nothing was saved." if options["dry_run"] else "")
        )

    def _land(self, **return_fields):
        try:
            return land_return(at=timezone.now(), **return_fields)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        except ValidationError as error:
            problems = [
                f"{where}: {sentence}"
                for where, sentences in error.message_dict.items()
                for sentence in sentences
            ]
            for problem in problems:
                self.stderr.write(problem)
            raise CommandError("Nothing was saved.") from None


def _region(code):
    region = Region.objects.filter(code=code).first()
    if region is None:
        raise CommandError(f"There is no region “{code}”.")
    return region


def _person(email):
    person = User.objects.active().filter(email=email.strip().lower()).first()
    if person is None:
        raise CommandError(f"There is no active account “{email}”.")
    return person


def _content(path):
    """Read the file, and not much more of it than a return may hold."""
    try:
        with path.open("rb") as file:
            return file.read(settings.RETURN_MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"“{path}” cannot be opened: {error.strerror}.") from None
