"""Rates per million people: which measures have one, by which population, of which regions.

Three measures have a rate. People safeguarded and potential victims identified are people who
live somewhere, so more residents mean more of them to find; requests received come from forces
that serve a population. Other figures follow the work of a team, a court or an offender, not the
number of residents, and a rate would invite a comparison that means nothing. Events, sums,
threats, cases, products and times have none.

Only regions have rates. A force has none: the City of London has few residents and many people
by day, and special forces, agencies and units have no residents at all. Rates are of the whole
period, not of a year: a quarter's is about a fourth of a year's.
"""

from datetime import date
from decimal import Decimal

from django.db.models import Sum

from metrics.choices import Status
from metrics.rounding import half_up
from toex.core.periods import Period
from toex.forces.models import Population, Region

MEASURES = ("people_safeguarded", "potential_victims_identified", "requests_received")
POPULATION_VERSION = "MYE23"
PER = 1_000_000
PART_PERIOD, NOT_LAUNCHED = "b", "x"


def rates_of(
    measure_code: str, period: Period, values: dict, *, vintage: str = POPULATION_VERSION
) -> list[dict]:
    """Return the rate of each region in `values`, per million residents, in the official order.

    `values` are the published values by region; None is one that is hidden, and so is its rate.
    A region launched after the period, and one without residents, has none available. Other
    measures than the three have no rates: an empty list.
    """
    if measure_code not in MEASURES:
        return []
    year, residents = residents_of_regions(period, vintage=vintage)
    rows = []
    for region in Region.objects.in_official_order().filter(code__in=values):
        value, status = _rate(values[region.code], residents.get(region.code))
        if launch_mark(region.launched_on, period) == NOT_LAUNCHED:
            value, status = None, Status.NOT_AVAILABLE
        rows.append(
            {
                "measure": measure_code,
                "region": region.code,
                "value": value,
                "status": status.value,
                "population": residents.get(region.code),
                "population_year": year,
            }
        )
    return rows


def residents_of_regions(period: Period, *, vintage: str) -> tuple[int | None, dict[str, int]]:
    """Return the year of the estimate used, and the residents of each region in its middle.

    A region's residents are those of all its forces.
    """
    estimates = Population.objects.filter(vintage=vintage, force__region__isnull=False)
    years = set(estimates.values_list("mid_year", flat=True).distinct())
    year = population_year(period, years)
    sums = estimates.filter(mid_year=year).values_list("force__region__code").order_by()
    return year, dict(sums.annotate(Sum("residents")))


def population_year(period: Period, years) -> int | None:
    """Return the estimate to use: of the calendar year in which the period's first day falls.

    So 2022/23 takes mid-2022. Where `years` do not reach so far it is the nearest there is.
    """
    wanted = period.first.year
    return min(years, key=lambda year: (abs(year - wanted), -year), default=None)


def population_note(period: Period, year: int | None) -> str:
    """Return which estimate the rates of a period use, and that it is another year's if so."""
    if year is None:
        return "There are no rates: no estimate of the population is loaded."
    told = f"Rates are per million residents, by the estimate for the middle of {year}"
    if year == period.first.year:
        return f"{told}."
    which = "latest" if year < period.first.year else "earliest"
    return f"{told}, the {which} there is: {period.first.year} is not covered."


def launch_mark(launched_on: date | None, period: Period) -> str:
    """Return `b` for a region launched within the period, `x` after it, and nothing otherwise."""
    if launched_on is None or launched_on <= period.first:
        return ""
    return PART_PERIOD if launched_on <= period.last else NOT_LAUNCHED


def _rate(value, residents):
    if value is None:
        return None, Status.SUPPRESSED
    if not residents:
        return None, Status.NOT_AVAILABLE
    return float(half_up(Decimal(PER * value) / residents, 1)), Status.OK
