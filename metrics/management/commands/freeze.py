from django.utils import timezone

from metrics import quarters, releases
from metrics.management.release import ReleaseCommand


class Command(ReleaseCommand):
    help = "Freeze a draft release: count its figures, hide what is small, make its files."
    examples = """
  python manage.py freeze R-2022-23-Q3-1 --by office@programme.example
  python manage.py freeze R-2022-23-Q3-1 --by office@programme.example --reason "No reply."

Changes the release, its figures and its files, all or nothing. See also: release_verify.
"""

    def add_arguments(self, parser):
        parser.add_argument("reference")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="whose act it is")
        parser.add_argument("--reason", default="", help="why to go on if a region is missing")
        parser.add_argument("--dry-run", action="store_true", help="only say what is missing")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        release, by = self.release(options["reference"]), self.person(options["by"])
        if options["dry_run"]:
            missing = quarters.unconfirmed(release.span, is_frozen=False)
            told = {"reference": release.reference, "missing": missing}
            return self.tell(options, told, "\n".join(missing) or "Everything is confirmed.")
        release = self.attempt(
            lambda: releases.freeze_release(
                release,
                version=release.version,
                by=by,
                at=timezone.now(),
                reason=options["reason"],
            )
        )
        hidden = release.figures.exclude(hidden="").count()
        told = {"reference": release.reference, "sha256": release.sha256, "hidden": hidden}
        self.tell(options, told, f"{release} is frozen; {hidden} cells are hidden.")
        return None
