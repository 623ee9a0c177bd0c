"""The rows of regional quarters: made as time goes on, never by hand."""

from metrics.models import RegionalQuarter
from toex.core.periods import between, quarter, quarter_of
from toex.forces.models import Region

# The programme's first quarter: it began on 1 September 2021.
FIRST = quarter(2021, 2)


def quarters_until(today) -> list:
    """Return every quarter of the programme that has begun by `today`, the first one first."""
    if today < FIRST.first:
        return []
    return between(FIRST.first, quarter_of(today).last).quarters()


def reference_of(region_code: str, period: str) -> str:
    """Return the reference of a region's quarter, such as `EMSOU-2022-23-Q3`."""
    return f"{region_code}-{period.replace('/', '-')}"


def ensure(today) -> int:
    """Add the missing rows of every region and quarter begun by `today`; return how many.

    May be called as often as one likes: two queries where nothing is missing.
    """
    regions = list(Region.objects.in_official_order())
    names = [each.name for each in quarters_until(today)]
    there = set(
        RegionalQuarter.objects.filter(period__in=names).values_list("region_id", "period")
    )
    missing = [
        RegionalQuarter(region=region, period=name, reference=reference_of(region.code, name))
        for name in names
        for region in regions
        if (region.pk, name) not in there
    ]
    if missing:
        RegionalQuarter.objects.bulk_create(missing, ignore_conflicts=True)
    return len(missing)
