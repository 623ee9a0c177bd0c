"""Whose months are looked at: the nation's, a region's or a force's, as far as a reader sees."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Min
from django.http import Http404

from cases.choices import Part
from cases.models import Case, CaseRegion, Outcome
from metrics.choices import Breakdown
from tasking.models import TaskingRequest
from toex.accounts.choices import REGION_ROLES, Role
from toex.core.periods import Period, between, london_date, month_of, quarter_of
from toex.forces.models import Force, Region

NEVER = "9999-12"  # after every month
DAYS_TO_PUBLISH = 28  # from the last day of a quarter


@dataclass(frozen=True)
class Territory:
    """A place by its code; the nation has none. `launched_on` is when its team began."""

    name: str
    region: str = ""
    force: str = ""
    launched_on: date | None = None

    @property
    def text(self) -> str:
        """How an address names it."""
        if self.region:
            return f"region-{self.region}"
        return f"force-{self.force}" if self.force else "nation"

    @property
    def cell(self) -> dict[str, str]:
        """Which cell of a table of figures is its own."""
        if self.region:
            return {Breakdown.REGION.value: self.region}
        return {Breakdown.FORCE.value: self.force} if self.force else {}

    def is_of(self, row) -> bool:
        """Return whether a row of figures is this place's, and not the one abroad."""
        return row.cell == self.cell and not row.abroad


NATION = Territory("England and Wales")


def regions() -> list[Territory]:
    """Return the ten regions in their official order, which is no ranking."""
    rows = Region.objects.in_official_order().values_list("code", "launched_on")
    return [Territory(code, region=code, launched_on=day) for code, day in rows]


def territories(reader) -> list[Territory]:
    """Return every place the reader sees live, the reader's own first."""
    if reader.role == Role.PROGRAMME_OFFICE:
        return [NATION, *regions(), *_forces(Force.objects.all())]
    if reader.role in REGION_ROLES:
        own = reader.region
        return [
            Territory(own.code, region=own.code, launched_on=own.launched_on),
            *_forces(own.forces),
        ]
    if reader.role == Role.FORCE_LEAD:
        return _forces(Force.objects.filter(pk=reader.force_id))
    return []


def territory_of(reader, text: str) -> Territory:
    """Return the place that an address names; the reader's own where it names none.

    :raises Http404: there is no such place, or it is not in sight
    """
    seen = territories(reader)
    found = next((each for each in seen if not text or each.text == text), None)
    if found is None:
        raise Http404
    return found


def first_days(territory: Territory) -> dict[str, date]:
    """Return the day of the first record of each region, or of each force, by code."""
    requests = TaskingRequest.objects.filter(submitted_at__isnull=False)
    if territory.force:
        rows = [
            *_earliest(Case.objects, "requesting_force", "opened_on"),
            *_earliest(Outcome.objects.filter(force__isnull=False), "force", "occurred_on"),
            *_earliest(requests, "force", "submitted_at"),
        ]
    else:
        rows = [
            *_earliest(CaseRegion.objects.filter(part=Part.LEAD), "region", "from_on"),
            *_earliest(requests, "region", "submitted_at"),
        ]
    days = {}
    for code, moment in rows:
        day = london_date(moment) if hasattr(moment, "hour") else moment
        days[code] = min(day, days.get(code, day))
    return days


def first_day(territory: Territory, days: dict[str, date]) -> date | None:
    """Return the first day of one place among `days`; the nation's is the first of all."""
    if territory.cell:
        return days.get(territory.region or territory.force)
    return min(days.values(), default=None)


def first_months(territories: list[Territory], days: dict[str, date]) -> dict[Territory, str]:
    """Return the name of each place's first month; of one without a record it never comes."""
    found = {each: first_day(each, days) for each in territories}
    return {each: month_of(day).name if day else NEVER for each, day in found.items()}


def full_months(first: date | None, today: date) -> Period | None:
    """Return the months from that of `first` to the last full one, if there is one."""
    last = today.replace(day=1) - timedelta(days=1)
    if first is None or first > last:
        return None
    return between(first.replace(day=1), last)


def first_full_quarter(first: date | None, today: date) -> Period:
    """Return the first quarter that a place was there for from its first to its last day."""
    first = first or today
    quarter = quarter_of(first)
    return quarter if quarter.first == first else quarter_of(quarter.last + timedelta(days=1))


def publishing_day(quarter: Period) -> date:
    return quarter.last + timedelta(days=DAYS_TO_PUBLISH)


def last_full_quarter(today: date) -> Period:
    return quarter_of(quarter_of(today).first - timedelta(days=1))


def _earliest(rows, place, moment):
    return rows.order_by().values_list(f"{place}__code").annotate(Min(moment))


def _forces(forces):
    rows = forces.by_name().values_list("short_name", "code", "launched_on")
    return [Territory(name, force=code, launched_on=day) for name, code, day in rows]
