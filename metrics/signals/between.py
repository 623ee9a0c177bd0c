"""Regions compared once, in their official order: events against requests, or residents."""

from dataclasses import dataclass, replace
from datetime import datetime

from metrics import rates
from metrics.addresses import behind
from metrics.choices import Breakdown, MeasureClass
from metrics.figures import count
from metrics.measures import MEASURES, Measure
from metrics.query import live_query
from metrics.signals.funnel import Funnel, NoFunnel, Place, compare
from toex.core.periods import Period
from toex.core.templatetags.toex_tags import long_date
from toex.forces.choices import BodyKind
from toex.forces.models import Force, Region

REQUESTS, RESIDENTS = "requests", "residents"
RECEIVED = MEASURES["requests_received"]
COMPARED = [
    measure
    for measure in MEASURES.values()
    if measure.measure_class in (MeasureClass.PEOPLE, MeasureClass.EVENTS, MeasureClass.PRODUCTS)
    or measure == RECEIVED
]


@dataclass(frozen=True)
class Between:
    """What comparing came to: a funnel, or why there is none; and which regions are not in it."""

    measure: Measure
    period: Period
    against: str
    counts: list[tuple[str, int]]
    funnel: Funnel | None
    refusal: str
    left_out: list[str]
    population_note: str

    def records(self, region: str) -> str:
        """Return the address of the records behind a region's number."""
        return behind(self.measure.code, {"period": self.period.name, "region": region})

    @property
    def numbers(self) -> list[tuple[str, int, str]]:
        """Every region with its number and the address of the records behind it."""
        return [(code, number, self.records(code)) for code, number in self.counts]

    @property
    def unit(self) -> str:
        """What the exposure of a region is counted in."""
        return "requests received" if self.against == REQUESTS else "million residents"

    @property
    def each(self) -> str:
        """What a rate is for one of."""
        return "request received" if self.against == REQUESTS else "million residents"


def fits(measure: Measure, against: str) -> bool:
    """Return whether it means anything to set a measure against requests, or residents."""
    if against == REQUESTS:
        return measure != RECEIVED
    return measure.code in rates.MEASURES


def compare_regions(
    measure: Measure, period: Period, against: str, *, reader, now: datetime
) -> Between:
    """Compare the regions that have a unit of their own for the whole period."""
    by = (Breakdown.REGION.value,)
    query = live_query((measure, RECEIVED), period, by, now=now)
    found = {
        (row.measure, row.cell[Breakdown.REGION]): row.value
        for row in count(query, reader=reader)
        if not row.abroad
    }
    note, exposure = (
        "",
        {code: value for (of, code), value in found.items() if of == RECEIVED.code},
    )
    if against == RESIDENTS:
        year, residents = rates.residents_of_regions(period, vintage=rates.POPULATION_VERSION)
        exposure = {code: number / rates.PER for code, number in residents.items()}
        note = rates.population_note(period, year)
    order = list(Region.objects.in_official_order())
    left_out = dict(_left_out(order, period, exposure))
    places = [
        Place(region.code, found[measure.code, region.code], exposure[region.code])
        for region in order
        if region.code not in left_out
    ]
    told = Between(
        measure,
        period,
        against,
        [(region.code, found[measure.code, region.code]) for region in order],
        None,
        "",
        list(left_out.values()),
        note,
    )
    try:
        return replace(told, funnel=compare(places))
    except NoFunnel as error:
        return replace(told, refusal=str(error))


def _left_out(regions, period, exposure):
    """Yield the code of each region that cannot be compared, and why not."""
    units = set(Force.objects.filter(kind=BodyKind.ROCU).values_list("region__code", flat=True))
    for region in regions:
        mark = rates.launch_mark(region.launched_on, period)
        if region.code not in units:
            yield region.code, f"{region.code} has no regional unit."
        elif mark:
            day = long_date(region.launched_on)
            yield region.code, f"[{mark}] {region.code}: its team started on {day}."
        elif not exposure.get(region.code):
            yield region.code, f"{region.code} has nothing to be compared against."
