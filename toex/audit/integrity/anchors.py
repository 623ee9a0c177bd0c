"""Anchors: each seal once more, on a line of a file outside the database.

They show what the seals alone cannot: that the end of the trail was cut, or that an older copy of
the database was put back.
"""

import fcntl
import json
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from toex.audit.integrity.canonical import moment
from toex.audit.models import Seal
from toex.audit.services import record_event

LINE = 4096  # a line is far shorter
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Anchor:
    seal: int
    made_at: datetime
    first_event: int
    last_event: int
    digest: str

    def __str__(self):
        return json.dumps(vars(self) | {"made_at": moment(self.made_at)})


def anchor_of(seal) -> Anchor:
    return Anchor(seal.number, seal.made_at, seal.first_event, seal.last_event, seal.digest)


def add(made):
    """Write new seals down, and those before them that were left out.

    A file that is missing although there were seals before is not begun again: somebody has to
    say so (`start_anew`), or taking it away would leave no trace.
    """
    if not made:
        return
    file = settings.AUDIT_ANCHORS
    if made[0].number > 1 and not (file.exists() and file.stat().st_size):
        logger.error("The file of anchors is missing; seal %s is not in it.", made[0].number)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as lines:
        fcntl.flock(lines, fcntl.LOCK_EX)
        before = _last_whole_line(lines)
        told = [str(anchor_of(seal)) for seal in [*_left_out(before, made), *made]]
        lines.write("".join(f"{line}\n" for line in told).encode())
        lines.flush()
        os.fsync(lines.fileno())


def read(file: Path) -> Iterator[tuple[int, Anchor | None]]:
    """Yield the number and the anchor of each line, None for one that cannot be read.

    A last line without its end is one that is being written, or was when the power failed.
    """
    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.endswith(b"\n"):
                yield number, _parsed(line)


def latest(file: Path) -> Anchor | None:
    """Return the anchor that was added last."""
    with file.open("rb") as lines:
        return _last_whole_line(lines, cut=False)


def forget():
    """Remove the file: only for a demonstration that is made anew."""
    settings.AUDIT_ANCHORS.unlink(missing_ok=True)


@transaction.atomic
def start_anew(*, at) -> Path | None:
    """Begin a new file with the newest seal, and say so in the trail.

    An earlier file is kept beside it, under the time; its place is returned.
    """
    file, seal, kept = settings.AUDIT_ANCHORS, Seal.objects.latest("number"), None
    record_event(actor=None, action="audit.start-anchors", target=seal, at=at)
    if file.exists():
        kept = file.rename(file.with_name(f"{file.name}.until-{at:%Y%m%dT%H%M%S%f}"))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{anchor_of(seal)}\n", encoding="utf-8")
    return kept


def _left_out(before, made):
    """Return the seals between the last line and those just made: the disk was full, say."""
    if before is None:
        return Seal.objects.none()
    between = Seal.objects.filter(number__gt=before.seal, number__lt=made[0].number)
    return between.order_by("number")


def _last_whole_line(lines, *, cut=True) -> Anchor | None:
    """Return the last anchor; what was begun after it goes if `cut`, to make room for the next."""
    end = lines.seek(0, os.SEEK_END)
    start = lines.seek(max(0, end - LINE))
    tail = lines.read()
    whole = tail.rfind(b"\n") + 1
    if cut:
        lines.truncate(start + whole)
        lines.seek(start + whole)
    *_, last = [b"", *tail[:whole].splitlines()]
    return _parsed(last)


def _parsed(line) -> Anchor | None:
    try:
        told = json.loads(line)
        anchor = Anchor(**told | {"made_at": datetime.fromisoformat(told["made_at"])})
    except (ValueError, TypeError, KeyError):
        return None
    numbers = (anchor.seal, anchor.first_event, anchor.last_event)
    return anchor if all(isinstance(each, int) for each in numbers) else None
