"""Buckets: read where they are up to date, recounted from base tables where they are not."""

import json
from collections import defaultdict
from datetime import datetime

from django.db import connection, transaction

from metrics.facts import load
from metrics.index.levels import LEVELS, levels
from metrics.index.marks import dirt_of
from metrics.measures import MEASURES, Measure
from metrics.models import Bucket, Mark, Sweep
from toex.core.periods import Period, financial_year_start

Pair = tuple[Measure, Period]
Key = tuple[str, str]

LOCK = 936_477_100  # any number, the same in every process
AT_ONCE = 500


def rows_for(pairs: list[Pair], level: str, *, at: datetime) -> dict[Key, list]:
    """Return the rows of each measure in each span as known at `at`, which is now."""
    if not Mark.objects.exists():
        kept = _kept(pairs, level, at)
        if len(kept) == len(pairs):
            return kept
    return recount(pairs, level, at=at)


@transaction.atomic
def recount(pairs: list[Pair], level: str = "rows", *, at: datetime) -> dict[Key, list]:
    """Take in the marks, recount those of `pairs` that are out of date, and keep them."""
    one_at_a_time()
    if not sweep(at):
        return _at_level(counted_afresh(pairs, at=at), level)
    kept = _kept(pairs, level, at)
    fresh = counted_afresh([pair for pair in pairs if key_of(*pair) not in kept], at=at)
    keep(fresh, pairs, at=at)
    return kept | _at_level(fresh, level)


def one_at_a_time():
    """Wait for whoever recounts now; SQLite has one writer at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def sweep(at: datetime) -> bool:
    """Turn marks into buckets that are stale, and remove exactly the marks that were read.

    A mark committed meanwhile is not among them. One that is known only from later stays until
    then. Return False, doing nothing, where somebody has looked as of a later moment: what was
    taken in then could not be counted as of `at`.
    """
    last = Sweep.objects.order_by("pk").first() or Sweep(at=at)
    if last.at > at:
        return False
    last.at = at
    last.save()
    marks = list(Mark.objects.values_list("pk", "known_from", "what", "kind", "day", "owner"))
    dirt_of(mark for _, _, *mark in marks).set_stale()
    done = [pk for pk, known_from, *_ in marks if known_from is None or known_from <= at]
    for start in range(0, len(done), AT_ONCE):
        Mark.objects.filter(pk__in=done[start : start + AT_ONCE]).delete()
    return True


def counted_afresh(pairs: list[Pair], *, at: datetime) -> dict[Key, dict[str, list]]:
    """Count from base tables, each financial year's spans in one reading."""
    years = defaultdict(list)
    for measure, span in pairs:
        years[financial_year_start(span.first)].append((measure, span))
    rows = {}
    for some in years.values():
        world = load(
            list({measure.code: measure for measure, _ in some}.values()),
            first=min(span.first for _, span in some),
            last=max(span.last for _, span in some),
            known_at=at,
        )
        rows |= {key_of(*pair): levels(world, *pair) for pair in some}
    return rows


@transaction.atomic
def compared(pairs: list[Pair], *, at: datetime) -> list[Pair]:
    """Recount `pairs` from base tables and return those of which what was kept was wrong.

    What is marked or known to be out of date is no difference. The right rows are kept then.
    """
    one_at_a_time()
    if not sweep(at):
        return []
    fresh, wrong = counted_afresh(pairs, at=at), set()
    for level in LEVELS:
        for key, rows in _kept(pairs, level, at).items():
            if in_order(rows) != in_order(fresh[key][level]):
                wrong.add(key)
    keep(fresh, pairs, at=at)
    return [pair for pair in pairs if key_of(*pair) in wrong]


def in_order(rows: list) -> list:
    """Return rows, and the days in them, in an order of their own: none means anything."""
    return sorted(json.dumps([*row[:-1], sorted(row[-1])]) for row in rows)


def keep(fresh: dict[Key, dict[str, list]], pairs: list[Pair], *, at: datetime):
    spans = {span.name: span for _, span in pairs}
    Bucket.objects.bulk_create(
        [
            Bucket(
                measure=code,
                span=name,
                first=spans[name].first,
                last=spans[name].last,
                **found,
                counted_at=at,
            )
            for (code, name), found in fresh.items()
        ],
        update_conflicts=True,
        unique_fields=["measure", "span"],
        update_fields=[*LEVELS, "counted_at", "stale"],
    )


def recount_stale(*, at: datetime) -> int:
    """Recount everything that is out of date, a span at a time; return how many buckets it was.

    Each span is a transaction of its own: whoever reads meanwhile waits for one, not for all.
    """
    take_in(at=at)
    spans = defaultdict(list)
    for measure, span in _pairs(Bucket.objects.filter(stale=True)):
        spans[span].append((measure, span))
    for pairs in spans.values():
        recount(pairs, at=at)
    return sum(map(len, spans.values()))


@transaction.atomic
def take_in(*, at: datetime):
    """Take in the marks that wait, and recount nothing yet."""
    one_at_a_time()
    if Mark.objects.exists():
        sweep(at)


def kept_pairs() -> list[Pair]:
    """Return every measure and span that is kept, the latest spans first."""
    return _pairs(Bucket.objects.all())


def _pairs(rows):
    found = rows.order_by("-last", "span", "measure").filter(measure__in=MEASURES)
    return [
        (MEASURES[code], Period(name, first, last))
        for code, name, first, last in found.values_list("measure", "span", "first", "last")
    ]


def key_of(measure: Measure, span: Period) -> tuple[str, str]:
    return measure.code, span.name


def _at_level(fresh, level):
    return {key: found[level] for key, found in fresh.items()}


def _kept(pairs, level, at):
    """Return what is up to date; what was counted as of a later moment is not what was known."""
    keys = {key_of(*pair) for pair in pairs}
    found = Bucket.objects.filter(
        measure__in={code for code, _ in keys},
        span__in={name for _, name in keys},
        stale=False,
        counted_at__lte=at,
    ).values_list("measure", "span", level)
    return {(code, name): rows for code, name, rows in found if (code, name) in keys}
