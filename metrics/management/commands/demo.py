"""Fill the database with made-up history, for a demonstration."""

import gc
import time
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone
from tqdm import tqdm

from metrics.demo import mailing
from metrics.demo.history import DENSITY, is_complete, make_history
from metrics.demo.people import PASSWORD, accounts
from toex.audit import integrity
from toex.audit.integrity import anchors

TRY = """What to try
  As lead@essex.example: start a request, leave it half done, come back to it, and send it.
  As gateway@ersou.example: check what was sent, ask a question, refer it to TOEX.
  As manager@ersou.example: decide with a reason; it becomes a case. Verify an outcome.
  As analyst@ersou.example: record an outcome, link a threat, look at who has looked.
  As office@programme.example: the pilot year's figures (1 December 2021 to 30 November 2022).
  As office@ and office2@programme.example: Releases, then draft the last quarter, freeze it, look
  at what is hidden, approve it as the other person, make the performance packs, publish it.
  As auditor@programme.example: the access log, and whether somebody has changed it (Integrity).
  The API: /api/v1/docs/ when signed in; `manage.py create_token EMAIL` makes a token."""


class Command(BaseCommand):
    help = """Fill the database with made-up history: ten regions, 43 forces, about 400 cases.

    Examples: manage.py demo
              manage.py demo --size small --seed 7
    Migrates and loads the reference data first. A database that holds the history already is
    left as it is; --fresh starts again with a new SQLite file. All of it lands, or nothing.
    Exit code 1 where the settings are not those of a demonstration. See also: serve."""

    def add_arguments(self, parser):
        parser.add_argument("--size", choices=DENSITY, default="medium")
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument("--fresh", action="store_true", help="throw the database away first")
        parser.add_argument("--port", type=int, default=8000, help="only for what is printed")

    def handle(self, *, size, seed, fresh, port, **options):
        if not settings.SYNTHETIC_DATA:
            raise CommandError("These settings are for real records; made-up ones stay out.")
        if fresh:
            _remove_database()
        with _collecting_seldom():
            self._fill(size=size, seed=seed)
        self._tell(port)

    def _fill(self, *, size, seed):
        call_command("migrate", verbosity=0, interactive=False)
        call_command("load_forces", stdout=StringIO())
        call_command("load_scoring_models", stdout=StringIO())
        if is_complete():
            self.stdout.write("The made-up history is here already; FRESH=1 starts again.")
            return
        began = time.monotonic()
        make_history(seed=seed, size=size, at=timezone.now(), progress=self._progress)
        anchors.forget()  # those of an earlier demonstration
        integrity.seal_events(at=timezone.now())
        mailing.forget_mail()  # as with the anchors
        sent = mailing.send_mail(at=timezone.now())
        self.stdout.write(f"The last days set off {sent} emails.")
        self.stdout.write(f"Made the history in {time.monotonic() - began:.0f} seconds.")

    def _progress(self, stories):
        if self.stderr.isatty():
            return tqdm(stories, desc="Making history", unit=" stories", file=self.stderr)
        return self._lines(stories)

    def _lines(self, stories):
        """Pass the stories on, with a line every five seconds for whoever reads a log."""
        told = time.monotonic()
        for number, story in enumerate(stories):
            if time.monotonic() - told > 5:
                told = time.monotonic()
                self.stderr.write(f"Making history: {number} of {len(stories)} stories")
            yield story

    def _tell(self, port):
        lines = [f"  {email:34}{role.label}" for email, role in accounts().items()]
        self.stdout.write("\nAccounts, all of them made up")
        self.stdout.write("\n".join(lines))
        self.stdout.write(f"  Password of each: {PASSWORD}\n\n{TRY}\n")
        self.stdout.write(f"Emails, with references only: files in {_mail_folder()}")
        self.stdout.write(f"The address: http://127.0.0.1:{port}/")


def _mail_folder():
    folder = Path(settings.EMAIL_FILE_PATH)
    return folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder


@contextmanager
def _collecting_seldom():
    """Look for cycles of garbage seldom: history makes few, and looking took an eighth of it."""
    usual = gc.get_threshold()
    gc.set_threshold(50_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _remove_database():
    if connection.vendor != "sqlite":
        raise CommandError("Only a SQLite file can start again; make a new database instead.")
    connection.close()
    for ending in ("", "-wal", "-shm"):
        Path(f"{settings.DATABASES['default']['NAME']}{ending}").unlink(missing_ok=True)
