"""Checking the trail: its events against their leaves, the seals, and the anchors."""

from dataclasses import dataclass
from itertools import groupby

from django.conf import settings

from toex.audit.integrity import anchors, reading
from toex.audit.integrity.canonical import as_ranges, from_ranges
from toex.audit.integrity.digests import leaf_digest, name_of_key, seal_digest, sealing_key
from toex.audit.integrity.findings import Finding, Result
from toex.audit.integrity.reading import WRONG_VALUES
from toex.audit.integrity.sealing import oldest_late
from toex.audit.models import AuditEvent, Leaf, Seal

OTHER_KEY = (
    "Seal {} was made with another key than the service has now. "
    "Put back the AUDIT_KEY, or the SECRET_KEY, that it had then."
)
SEAL_GONE = "Seal {} is missing."
SEAL_CHANGED = "Seal {} itself was changed, or made again by somebody without the key."
LEAF_GONE = "It was taken out of seal {}, to which it belongs."
LEAF_ADDED = "It was added to seal {} after that was made."
EVENT_GONE = "It is missing from the log."
EVENT_CHANGED = "It is not as it was when it was sealed, or the digest kept of it was changed."
EVENT_ADDED = (
    "It has no seal, although later events have had one for more than a day: "
    "it was added afterwards, or its seal was taken away."
)
NO_ANCHORS = (
    "The file of anchors is missing or empty: nothing outside the database says how far the "
    "log went."
)
ANCHOR_UNREADABLE = "Line {} of the file of anchors cannot be read."
ANCHOR_WITHOUT_SEAL = (
    "Seal {} was written down outside the database and is not in it: the end of the log was "
    "cut, or an older copy of the database was put back."
)
OTHER_SEAL = (
    "Seal {} is not the one that was written down outside the database: it was made again, or "
    "an older copy of the database was put back and has gone on from there."
)


def verify(*, at, anchors_file=None, progress=lambda done: None) -> Result:
    """Check the whole trail as it stands; nothing is changed.

    `progress` is told the number of an event now and then. What is sealed while this runs counts
    as not sealed yet.
    """
    result = Result(checked_at=at)
    upto = Seal.objects.order_by("-number").values_list("number", flat=True).first() or 0
    checker = _Checker(result, upto, anchors_file or settings.AUDIT_ANCHORS)
    if not checker.finds_another_key():
        checker.events(progress)
        checker.seals()
        checker.anchors()
    result.settle()
    return result


def span_of_trail() -> int:
    """Return the highest number of an event: about as many as there are to check."""
    newest = AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0


@dataclass
class _Checker:
    result: Result
    upto: int
    file: object

    def __post_init__(self):
        self.key = sealing_key()
        self.first_wrong = {}  # the first event that is wrong in a seal

    def find(self, event, at, words, *values, is_own_time=False):
        event = event if isinstance(event, int) else None
        self.result.add(Finding(event, at, words.format(*values), is_own_time))

    def finds_another_key(self):
        """Say where the key changed: then no digest fits, and each would be a finding."""
        others = Seal.objects.exclude(key=name_of_key(self.key)).order_by("number")
        first = others.values("number", "first_event").first()
        if first:
            self.find(first["first_event"], None, OTHER_KEY, first["number"])
        return bool(first)

    def seals(self):
        """Check each seal against the one before it and its leaves."""
        before, due = None, 1
        groups = groupby(reading.leaves_of_seals(self.upto), key=lambda leaf: leaf[0])
        number, leaves = next(groups, (None, ()))
        for seal in reading.seals(0, self.upto):
            while number is not None and number < seal.number:
                number, leaves = next(groups, (None, ()))
            pairs = [leaf[1:] for leaf in leaves] if number == seal.number else []
            if seal.number == due:
                self.seal(seal, before.digest if before else "", pairs)
            else:
                self.find(self.first_of(due), None, SEAL_GONE, due)
            before, due = seal, seal.number + 1
            self.count(seal)

    def seal(self, seal, before, pairs):
        try:
            right = seal_digest(self.key, seal, before, pairs) == seal.digest
        except WRONG_VALUES:
            right = False
        if right:
            return
        there = [event for event, _ in pairs]
        if as_ranges(there) == seal.numbers:
            first = self.first_wrong.get(seal.number, min(there, default=seal.first_event))
            self.find(first, seal.made_at, SEAL_CHANGED, seal.number)
        else:
            self.find(*_odd_one(seal, set(there)))

    def count(self, seal):
        self.result.seals += 1
        self.result.sealed_at = seal.made_at
        last = seal.last_event or 0
        self.result.complete_to = max(self.result.complete_to or 0, last)

    def events(self, progress):
        """Check each event against its leaf, and each leaf against its event."""
        late, told = oldest_late(next(reading.seals(self.upto, self.upto), None)), 0
        for row, leaf in reading.paired(reading.events(), reading.leaves(self.upto)):
            if row is None:
                self.find(leaf[0], self.sealed_at(leaf), EVENT_GONE)
            elif leaf is None:
                self.without_leaf(row, late)
            else:
                self.event(row, leaf)
            if row and row[0] - told >= 1000:
                told = row[0]
                progress(told)

    def event(self, row, leaf):
        self.result.events += 1
        try:
            right = leaf_digest(self.key, row) == leaf[2]
        except WRONG_VALUES:
            right = False
        if not right:
            self.first_wrong.setdefault(leaf[1], row[0])
            at = row[1] or self.sealed_at(leaf)
            self.find(row[0], at, EVENT_CHANGED, is_own_time=row[1] is not None)

    def without_leaf(self, row, late):
        number, at, *_ = row
        if number <= late:
            self.find(number, at, EVENT_ADDED, is_own_time=True)
            return
        self.result.unsealed += 1
        known = [each for each in (self.result.unsealed_since, at) if each]
        self.result.unsealed_since = min(known, default=None)

    def first_of(self, number):
        found = Leaf.objects.filter(seal=number).order_by("event")
        return found.values_list("event", flat=True).first()

    def sealed_at(self, leaf):
        return Seal.objects.filter(pk=leaf[1]).values_list("made_at", flat=True).first()

    def anchors(self):
        """Check that each seal written down outside the database is in it as it was."""
        if not self.file.exists() or not self.file.stat().st_size:
            if self.upto:
                self.find(None, None, NO_ANCHORS)
            return
        piece = []
        for line, anchor in anchors.read(self.file):
            if anchor is None:
                self.find(None, None, ANCHOR_UNREADABLE, line)
                continue
            piece.append(anchor)
            if len(piece) == reading.PIECE:
                self.anchored(piece)
                piece = []
        self.anchored(piece)

    def anchored(self, piece):
        if not piece:
            return
        numbers = {anchor.seal for anchor in piece}
        found = Seal.objects.filter(number__range=(min(numbers), max(numbers)))
        digests = dict(found.values_list("number", "digest"))
        for anchor in piece:
            if anchor.seal not in digests:
                self.find(anchor.first_event, anchor.made_at, ANCHOR_WITHOUT_SEAL, anchor.seal)
            elif digests[anchor.seal] != anchor.digest:
                self.find(anchor.first_event, anchor.made_at, OTHER_SEAL, anchor.seal)
        if self.result.anchored_from is None:
            self.result.anchored_from = piece[0].seal
        self.result.anchored_at = piece[-1].made_at


def _odd_one(seal, there):
    """Return the first event that was taken out of a seal or added to it, and how to say so."""
    try:
        gone = next((each for each in from_ranges(seal.numbers) if each not in there), None)
    except WRONG_VALUES:
        return min(there, default=seal.first_event), seal.made_at, SEAL_CHANGED, seal.number
    if gone is not None:
        return gone, seal.made_at, LEAF_GONE, seal.number
    known = set(from_ranges(seal.numbers))
    added = min(each for each in there if each not in known)
    return added, seal.made_at, LEAF_ADDED, seal.number
