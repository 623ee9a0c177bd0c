"""What is said about months and regions: findings, what is expected, and how it was worked out."""

from decimal import Decimal

from metrics.choices import Status
from metrics.measures import Measure
from metrics.rounding import half_up
from metrics.signals.places import Territory
from metrics.signals.series import Month, Series, Spell
from metrics.signals.xmr import (
    FEWEST_FOR_LIMITS,
    LEAST_MEAN,
    PROCESS_LIMIT,
    RANGE_LIMIT,
    Mode,
    Segment,
    Signal,
)
from metrics.wording import number_in_words, period_in_words
from toex.core.templatetags.toex_tags import date_and_time, long_date

NO_RECORDS_YET = "Before the first record"
FALSE_ALARMS = (
    "A signal is worth a look, and no more than that. Seven months on one side of the mean end at "
    "the latest month by chance alone in 1.6% of series (twice 0.5 to the power of 7): among 80 "
    "series of regions and measures, expect about 1.25 such shifts each month."
)

TOO_SMALL = (
    f"Where the months that limits would stand on have a mean below {LEAST_MEAN}, there are too "
    "few a month to tell a signal from chance: no month has limits or a verdict."
)


def written(measure: Measure):
    """Return how numbers of a measure are written in charts: pounds without pence, else plain."""
    if measure.unit == "pence":
        return lambda value: f"£{half_up(Decimal(str(value)) / 100):,}"
    return lambda value: f"{value:,}"


def limit_in_words(measure: Measure, value: float) -> str:
    """Write a mean or a limit, which has one place more than what is counted."""
    if measure.unit == "pence":
        return f"£{half_up(Decimal(str(value)) / 100, 2):,}"
    return f"{half_up(value, 1):,}"


def finding(series: Series) -> str:
    """Return what the latest month shows, in one sentence: number, comparison, caution."""
    month, measure = series.last, series.measure
    told = f"{measure.label}, {series.territory.name}, {period_in_words(month.name)}: "
    told += value_in_words(measure, month)
    if month.point is None:
        return f"{told}."
    if month.segment.limits is None:
        return f"{told}. {month.segment.mode.value}."
    caution = ", worth a look" if month.point.signal else ""
    return f"{told}, {month.point.verdict}{caution}."


def value_in_words(measure: Measure, month: Month) -> str:
    return number_in_words(measure, month.row.value, month.row.status)


def verdict_in_words(month: Month) -> str:
    """Return the verdict on a month, with the rule behind it."""
    if month.row.value is None:
        return Status(month.row.status).label
    if month.point is None:
        return NO_RECORDS_YET
    if month.segment.limits is None:
        return month.segment.mode.value
    rule = f": {month.point.signal.value}" if month.point.signal else ""
    return f"{month.point.verdict.capitalize()}{rule}"


def expected_in_words(measure: Measure, segment: Segment | None) -> str:
    """Return from where to where a month of a segment is expected."""
    if segment is None or segment.limits is None:
        return "No limits"
    lowest = segment.limits.drawn_lower
    lower = limit_in_words(measure, lowest) if lowest else "0"
    return f"{lower} to {limit_in_words(measure, segment.limits.upper)}"


def spell_in_words(measure: Measure, spell: Spell) -> str:
    """Return one thing worth a look: when, what, and by which rule."""
    point, months = spell.point, spell.months
    when = period_in_words(months[0].name)
    if len(months) > 1:
        return f"{when} to {period_in_words(months[-1].name)}: {point.verdict}, {_rule(point)}."
    return f"{when}: {value_in_words(measure, months[0])}, {point.verdict}, {_rule(point)}."


def nothing_in_words(series: Series) -> str:
    """Return what stands where no month is worth a look."""
    if all(segment.limits is None for segment in series.segments):
        why = {segment.mode.value for segment in series.segments}
        return f"No month has a verdict. {'. '.join(sorted(why))}." if why else "Nothing yet."
    if series.is_too_small:
        return f"Nothing: no clear change in the months with limits. {TOO_SMALL}"
    return "Nothing: no clear change in these months."


def segment_in_words(series: Series, segment: Segment) -> str:
    """Return what one stretch of months leads to expect, and how firmly that stands."""
    measure, limits = series.measure, segment.limits
    first = next(month.name for month in series.months if month.segment is segment)
    since = f"From {period_in_words(first)}"
    if segment.mode is Mode.TOO_SMALL:
        few = f"{Mode.TOO_SMALL.value}, so no month has a verdict: look at the records"
        return f"{since}: the mean is {limit_in_words(measure, segment.mean)} a month. {few}."
    if limits is None:
        middle = limit_in_words(measure, segment.median)
        few = f"{Mode.RUN_CHART.value} ({FEWEST_FOR_LIMITS} months are needed)"
        return f"{since}: the median is {middle}. {few}."
    told = [
        f"{since}: mean {limit_in_words(measure, limits.mean)}, expected from "
        f"{expected_in_words(measure, segment)}.",
        f"Limits fixed on the first {segment.baseline} months."
        if segment.mode is Mode.FIXED
        else f"Trial limits, worked out again with each month: {segment.baseline} months so far.",
    ]
    if limits.no_low_signal:
        told.append(
            "The lower limit is not above 0 (as worked out it is "
            f"{limit_in_words(measure, limits.lower)}), so no single month is worth a look for "
            "being low."
        )
    return " ".join(told)


def key_in_words(series: Series) -> str:
    """Return what the marks and lines of a chart mean, as far as it has them."""
    modes = {segment.mode for segment in series.segments}
    told = ["Circles are months."]
    if Mode.RUN_CHART in modes:
        told.append("Where there are too few months for limits, the level line is the median.")
    if Mode.TOO_SMALL in modes:
        told.append("Where there are too few a month for limits, the level line is the mean.")
    if modes & {Mode.TRIAL, Mode.FIXED}:
        told.append("The solid level line is the mean, the broken lines are the limits.")
    if Mode.TRIAL in modes:
        told.append("Dotted limits are trial limits.")
    if series.spells:
        told.append("Diamonds are months worth a look.")
    if len(series.segments) > 1:
        told.append("An upright line is where limits start anew [b].")
    return " ".join([*told, "The scale starts at 0."])


def rebase_in_words(rebase) -> str:
    """Return from when limits start anew, why, and who said so when; or that it was withdrawn."""
    told = _said(f"From {period_in_words(rebase.month)}: {rebase.reason}", rebase.by, rebase.at)
    if rebase.withdrawn_at is None:
        return f"[b] {told}"
    why = _said(f"Withdrawn: {rebase.withdrawn_reason}", rebase.withdrawn_by, rebase.withdrawn_at)
    return f"{told}. {why}"


def _said(words, by, at) -> str:
    return f"{words} ({by.name}, {date_and_time(at)})"


def notes(series_screened: bool, territory: Territory, measure: Measure) -> list[str]:
    """Return how limits are worked out and what to be careful about."""
    told = [
        FALSE_ALARMS,
        f"Limits are the mean, plus and minus {PROCESS_LIMIT} times the mean jump (moving range), "
        "which is how far a month is from the one before. They are fixed on the first 12 months; "
        "with 6 to 11 they are trial limits, and with fewer there are none.",
        _screening(series_screened),
        TOO_SMALL,
        "Worth a look: a month outside a limit; two of three in a row beyond two thirds of the "
        "way to it; seven in a row on one side of the mean; seven that each rise, or each fall.",
        "More may mean better detection, so neither more nor fewer is good or bad in itself. "
        "Months are not adjusted for the season. Limits start anew only where a named person says "
        "so.",
    ]
    if measure.is_of_people:
        told.append("People are counted once in each month, so months do not add up to a year.")
    if territory.launched_on:
        told.append(
            f"[b] The team of {territory.name} started on {long_date(territory.launched_on)}."
        )
    return told


def _screening(screened):
    if not screened:
        return f"Every jump counts: none was left out. {_RANGES}"
    return (
        f"Unusually large jumps, of {RANGE_LIMIT} times that mean or more, are left out of it, "
        f"once. {_RANGES}"
    )


_RANGES = "The mean of the months keeps every month either way."


def _rule(point):
    return point.signal.value if point.signal is not Signal.OUTSIDE else "outside its limits"
