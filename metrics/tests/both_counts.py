"""Both counts of the same, side by side."""

from datetime import date

from metrics.figures import count, count_in, load_for
from metrics.measures import MEASURES
from metrics.query import Query
from metrics.tests.chronicles import PERIODS
from metrics.tests.second_count import HEADLINE, Question, counted
from toex.core.periods import parse

LONG_AFTER = date(2024, 1, 1)


def query(
    period, known_at, *, measures=None, by=(), basis="lead", attribution=HEADLINE, live=False
):
    return Query(
        measures=tuple(MEASURES[code] for code in measures or MEASURES),
        period=parse(period),
        by=by,
        basis=basis,
        attribution=frozenset(attribution),
        known_at=known_at,
        today=LONG_AFTER,
        asked_at=known_at if live else None,
    )


def first_count(asked, reader, world=None):
    """Return by measure what the programme counts: (value, unkeyed) of each cell not empty."""
    found = {measure.code: {} for measure in asked.measures}
    rows = count(asked, reader=reader) if asked.is_of_now else None
    for row in rows or count_in(world or load_for(asked), asked, reader=reader):
        if row.value or (row.value == 0 and MEASURES[row.measure].is_of_times):
            key = (*(row.cell[name] for name in asked.by), row.abroad)
            found[row.measure][key] = (float(row.value), row.unkeyed)
    return found


def second_count(asked):
    """Return the same by the second count."""
    first, last = PERIODS[asked.period.name]
    found = {}
    for code in [measure.code for measure in asked.measures]:
        cells = counted(
            Question(
                code,
                first,
                last,
                asked.known_at,
                basis=asked.basis,
                attribution=tuple(sorted(asked.attribution)),
                by=asked.by,
            )
        )
        times, people = "days_to" in code, MEASURES[code].unit == "people"
        found[code] = {
            key: (value, unkeyed if people else None)
            for key, (value, unkeyed) in cells.items()
            if value or times
        }
    return found


def differences(asked, reader):
    """Return, by measure, what the first and the second count say where they differ."""
    first, second = first_count(asked, reader), second_count(asked)
    return {code: (first[code], second[code]) for code in first if first[code] != second[code]}
