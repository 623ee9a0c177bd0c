"""The condition of the service in words: what it can know, and what it cannot."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Min

from metrics.models import Bucket, Mark
from toex.audit import integrity
from toex.audit.services import trail_is_guarded
from toex.core.templatetags.toex_tags import date_and_time
from toex.core.uploads import scanner
from toex.notices.choices import Way
from toex.notices.models import Digest, Notice
from toex.web.heartbeat import last_beat

FINE, LOOK, UNKNOWN = ("Fine", "done"), ("Look at this", "attention"), ("Not known here", "plain")
# The worker reports, and looks for what was left behind, each minute.
PATIENCE = timedelta(minutes=10)
LEAST_FREE = 0.1
BACKUP_IS_OLD, TEST_IS_OLD = timedelta(hours=26), timedelta(days=100)


@dataclass(frozen=True)
class Finding:
    """One line of the page: what was looked at, how it is, and that in a sentence."""

    what: str
    verdict: tuple
    words: str


def condition(now):
    """Return a Finding for each thing that an administrator is asked about."""
    return [
        database(),
        access_log(now),
        worker(now),
        emails(now),
        figures(),
        disk(),
        virus_scanner(),
        by_stamp("Last backup", settings.BACKUP_STAMP, BACKUP_IS_OLD, now),
        by_stamp("Last restore test", settings.RESTORE_STAMP, TEST_IS_OLD, now),
        advisories(),
    ]


def database():
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if missing:
        return Finding("Database", LOOK, f"{missing} of its changes are missing: run migrate.")
    return Finding("Database", FINE, f"{connection.display_name} answers, and is up to date.")


def access_log(now):
    """Whether its lines can be changed, and whether any was: the auditor reads which."""
    result = integrity.standing(at=now).result
    wrong = []
    if result and result.wrong:
        wrong.append(
            "It cannot be shown to be untouched. What was found stands on the page Integrity, "
            "which the auditor can open. Leave the database and the file of anchors as they are."
        )
    if not trail_is_guarded():
        wrong.append("The database would let its lines be changed.")
    if wrong:
        words = " ".join([*wrong, "Tell the programme office and the auditor."])
        return Finding("Access log", LOOK, words)
    words = "The database refuses to change or remove a line of it, or of the exports."
    return Finding("Access log", FINE, words)


def worker(now):
    beat = last_beat()
    if beat is None:
        words = "It has not reported yet. Emails and publishing wait for it."
        return Finding("Background worker", LOOK, words)
    verdict = LOOK if now - beat > PATIENCE else FINE
    return Finding("Background worker", verdict, f"It last reported {_ago(now - beat)}.")


def emails(now):
    """Those that are due at once or were gathered; what waits for 7am is not late."""
    due = (Notice.objects.waiting().filter(way=Way.NOW), Digest.objects.waiting())
    found = [rows.aggregate(number=Count("pk"), oldest=Min("created_at")) for rows in due]
    number = sum(each["number"] for each in found)
    if not number:
        return Finding("Emails", FINE, "None is waiting to be sent.")
    age = now - min(each["oldest"] for each in found if each["oldest"])
    words = f"{number:,} {'is' if number == 1 else 'are'} waiting, the oldest for {_long(age)}."
    return Finding("Emails", LOOK if age > PATIENCE else FINE, words)


def figures():
    changes, late = Mark.objects.count(), Bucket.objects.filter(stale=True).count()
    if not changes and not late:
        return Finding("Figures", FINE, "All kept figures are up to date.")
    words = f"{changes:,} changes to take in and {late:,} kept figures to count again. "
    return Finding("Figures", FINE, words + "Whoever looks meanwhile still gets exact figures.")


def disk():
    room = shutil.disk_usage(settings.VAR_DIR)
    share = room.free / room.total
    words = f"{_gigabytes(room.free)} of {_gigabytes(room.total)} free"
    words += " where this web server keeps its files."
    if connection.vendor == "postgresql":
        words += " The database lies elsewhere: ask whoever runs it."
    return Finding("Disk", LOOK if share < LEAST_FREE else FINE, words)


def virus_scanner():
    if not settings.CLAMD_SOCKET:
        words = "None is set up. Files are checked by what is in them only."
        return Finding("Virus scanner", UNKNOWN, words)
    try:
        answers = scanner.ask(b"TOEX").endswith("OK")
    except OSError:
        answers = False
    if not answers:
        return Finding(
            "Virus scanner", LOOK, "It does not answer. No file is taken until it does."
        )
    return Finding("Virus scanner", FINE, "It answers.")


def by_stamp(what, stamp, is_old, now):
    """Tell when a job outside this service last touched its file, if one is named."""
    if not stamp:
        words = (
            "This service makes none itself and is not told of any. Ask whoever runs the database."
        )
        return Finding(what, UNKNOWN, words)
    try:
        done = datetime.fromtimestamp(Path(stamp).stat().st_mtime, UTC)
    except OSError:
        return Finding(what, LOOK, "None has been recorded yet.")
    return Finding(what, LOOK if now - done > is_old else FINE, f"{date_and_time(done)}.")


def advisories():
    words = (
        "A running service asks no outside address, so it cannot know. All packages are pinned: "
        "look up advisories about them before you build a version."
    )
    return Finding("Security advisories", UNKNOWN, words)


def _gigabytes(number):
    return f"{number / 1024**3:,.1f}GB"


def _ago(age):
    return "less than a minute ago" if age < timedelta(minutes=1) else f"{_long(age)} ago"


def _long(age):
    minutes = max(1, round(age.total_seconds() / 60))
    number, unit = (minutes, "minute") if minutes < 120 else (minutes // 60, "hour")
    return f"{number:,} {unit}{'' if number == 1 else 's'}"
