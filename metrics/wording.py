"""How a figure is written on a page: numbers, shares, and the words where there is no number."""

from datetime import date

from metrics.choices import PLACES, Basis, Breakdown, Status, TableCode
from metrics.measures import Measure
from tasking.choices import ExploitationType
from toex.core.templatetags.toex_tags import long_date
from toex.forces.models import Force

LEAST_BASE_FOR_A_PERCENTAGE, SURE_BASE = 10, 20
UNSURE = "[u] low reliability: a percentage of a number below 20."
ONE = {  # what a unit is called where there is one of it, if that is more than to drop the “s”
    "people": "person",
    "vulnerabilities": "vulnerability",
    "defendants charged": "defendant charged",
    "defendants convicted": "defendant convicted",
}
BASES = {
    Basis.LEAD: "The region leading the case",
    Basis.LOCATION: "The place where it happened",
    Basis.CONTRIBUTION: "Every region leading or supporting the case",
}


def period_in_words(name: str) -> str:
    """Write a period's name out: “November 2022”, “2022/23 Q3”, or its two days."""
    if " to " in name:
        return " to ".join(long_date(date.fromisoformat(day)) for day in name.split(" to "))
    if "/" in name:
        return name.replace("-", " ")
    first = date.fromisoformat(f"{name}-01")
    return f"{first:%B} {first.year}"


def number_in_words(measure: Measure, value, status: str) -> str:
    """Return the value with its unit where that is money, or why there is none."""
    if value is None:
        return Status(status).label
    return value_in_words(value, measure.unit)


def value_in_words(value, unit: str) -> str:
    """Return a number with thousands marked, and pence as pounds."""
    if unit == "pence":
        return f"£{value / 100:,.2f}"
    return f"{value:,}"


def unit_in_words(value, unit: str) -> str:
    """Return the unit that goes with a number: “1 person”, “2 people”, “0 people”."""
    return ONE.get(unit, unit.removesuffix("s")) if value == 1 else unit


def share(part: int, whole: int) -> str:
    """Return a part of a whole; as a percentage too where the whole is large enough for one.

    Below 20 the percentage is marked; `UNSURE` says what the mark means.
    """
    if whole < LEAST_BASE_FOR_A_PERCENTAGE:
        return f"{part:,} of {whole:,}"
    unsure = " [u]" if whole < SURE_BASE else ""
    return f"{part:,} of {whole:,} ({(200 * part + whole) // (2 * whole)}%{unsure})"


def counted_for(measures, basis: str, places) -> str:
    """Return for whom figures broken down by `places` are counted: an event's force is its place.

    Of an outcome, that is; the force of a case or a request is the one that asked.
    """
    is_of_force = Breakdown.FORCE in places and basis == Basis.LEAD
    if is_of_force and all(measure.is_of_outcomes for measure in measures):
        return "counted for the force where it happened"
    return f"counted for {BASES[basis][0].lower()}{BASES[basis][1:]}"


def sentence(measure: Measure, row, *, period: str, place: str, basis: str) -> str:
    """Return what a measure came to, in one sentence that is right for 0, 1 and many."""
    number = number_in_words(measure, row.value, row.status)
    if row.value is None:
        return f"{measure.label}, {place}, {period}: {number.lower()}."
    unit = "" if measure.unit == "pence" or measure.unit in measure.label.lower() else measure.unit
    unit = unit_in_words(row.value, unit)
    told = f"{measure.label}, {place}, {period}: {number} {unit}".rstrip()
    if measure.is_of_people and row.value and row.unkeyed is not None:
        told += f". From events without a key: {share(row.unkeyed, row.value)}"
    if measure.is_of_times and row.number:
        told += f" (number of records: {row.number:,})"
    if measure.is_of_outcomes:
        told += f". {counted_for([measure], basis, row.cell).capitalize()}"
    return f"{told}."


def notes(measures, by: str, basis: str) -> list[str]:
    """Return what a reader must know before adding anything up."""
    told = []
    if any(measure.is_of_people for measure in measures):
        told.append(
            "People are counted once in a period, so figures of people do not add up across "
            "periods: a year is not the sum of its quarters, nor a quarter of its months."
        )
        told.append(UNSURE)
    if basis == "contribution":
        told.append(
            "Every region leading or supporting a case shows what was achieved, so regions do not "
            "add up to the figure for England and Wales."
        )
    if by in ("month", "quarter"):
        told.append("Each month or quarter is counted as a period of its own.")
    if any(measure.is_of_outcomes for measure in measures):
        told.append(
            "Only verified events count, with the attribution TOEX direct or TOEX contributed. "
            "What happened abroad is shown in rows of its own and is never added in."
        )
    return told


def cell_in_words(query, cell) -> str:
    """Return which cell it is: place, type, period, and whether it is the row abroad."""
    parts = [part_in_words(name, value) for name, value in cell.places.items()]
    if not set(PLACES) & set(cell.places):
        parts.insert(0, TableCode.NATION.label)
    parts += [period_in_words(name) for name in cell.names.values() or [query.period.name]]
    if cell.abroad:
        parts.append("abroad")
    return ", ".join([*parts, counted_for(query.measures, query.basis, cell.places)])


def part_in_words(name: str, value: str | None) -> str:
    """Return the region, force or type that a cell is broken down by."""
    if value is None:
        return f"{Breakdown(name).label.lower()} not known"
    if name == Breakdown.PRIMARY_TYPE:
        return ExploitationType(value).label
    return Force.objects.get(code=value).short_name if name == Breakdown.FORCE else value
