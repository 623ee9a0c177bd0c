"""Plain facts to count, as they stood at one moment: no database behind them.

Places are codes. A part in a case, a spell and a hold run from one day to another.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime

from cases.choices import Part


@dataclass(frozen=True, slots=True)
class PartFact:
    """A region leads or supports a case from one day to another, both included.

    Of two, the one with the higher `order` became known later.
    """

    region: str
    part: str
    from_on: date
    until_on: date | None
    order: int

    def holds_on(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


@dataclass(frozen=True, slots=True)
class SpellFact:
    """A time in which a case was open. The closing day counts as open, but not as stock."""

    opened_on: date
    closed_on: date | None
    is_first: bool


@dataclass(slots=True)
class CaseFact:
    id: int
    force: str
    opened_on: date
    primary_type: str
    parts: list[PartFact] = field(default_factory=list)
    spells: list[SpellFact] = field(default_factory=list)
    holds: list[tuple[date, date | None]] = field(default_factory=list)

    def lead_on(self, day: date) -> str | None:
        """Return the region leading that day; where two rows say so, the later known is right."""
        leads = [part for part in self.parts if part.part == Part.LEAD and part.holds_on(day)]
        return max(leads, key=lambda part: part.order).region if leads else None

    def regions_on(self, day: date) -> tuple[str, ...]:
        """Return every region leading or supporting that day, each once."""
        supporting = {
            part.region for part in self.parts if part.part != Part.LEAD and part.holds_on(day)
        }
        lead = self.lead_on(day)
        return tuple(sorted(supporting | ({lead} if lead else set())))


@dataclass(frozen=True, slots=True)
class EventFact:
    """An outcome. `state` is draft, verified or void, as it was known then."""

    id: int
    case: int
    kind: str
    occurred_on: date
    recorded_at: datetime
    subject: str
    quantity: int
    attribution: str
    threat: int | None
    age_group: str
    stage: str
    amount_pence: int | None
    months: int | None
    life: bool | None
    level: str
    force: str | None
    abroad: bool
    state: str

    @property
    def order(self) -> tuple:
        return (self.occurred_on, self.recorded_at, self.id)


@dataclass(frozen=True, slots=True)
class ThreatFact:
    id: int
    identified_by_toex: bool
    high_harm: bool


@dataclass(frozen=True, slots=True)
class ActivityFact:
    """An activity of kind development; others are not counted."""

    id: int
    case: int
    occurred_at: datetime
    occurred_on: date
    recorded_at: datetime

    @property
    def order(self) -> tuple:
        return (self.occurred_at, self.recorded_at, self.id)


@dataclass(frozen=True, slots=True)
class ProductFact:
    id: int
    case: int
    kind: str
    delivered_on: date


@dataclass(frozen=True, slots=True)
class DecisionFact:
    id: int
    outcome: str
    decided_at: datetime
    decided_on: date
    region: str


@dataclass(slots=True)
class RequestFact:
    id: int
    force: str
    region: str
    primary_type: str
    submitted_at: datetime
    submitted_on: date
    stays: list[tuple[str, datetime, datetime | None]] = field(default_factory=list)
    decisions: list[DecisionFact] = field(default_factory=list)
    returns: list[tuple[date, date | None]] = field(default_factory=list)

    def region_at(self, moment: datetime) -> str:
        """Return the region the request was with; the one it is with where no row says so."""
        for region, since, until in reversed(self.stays):
            if since <= moment and (until is None or moment < until):
                return region
        return self.stays[0][0] if self.stays else self.region


@dataclass
class World:
    """Everything a set of measures looks at, as it was known at one moment."""

    regions: list[str] = field(default_factory=list)
    forces: list[str] = field(default_factory=list)
    region_of: dict[str | None, str | None] = field(default_factory=dict)
    cases: dict[int, CaseFact] = field(default_factory=dict)
    events: dict[str, list[EventFact]] = field(default_factory=dict)
    threats: dict[int, ThreatFact] = field(default_factory=dict)
    threats_of: dict[int, list[int]] = field(default_factory=dict)
    activities: list[ActivityFact] = field(default_factory=list)
    products: list[ProductFact] = field(default_factory=list)
    requests: list[RequestFact] = field(default_factory=list)
    terms_agreed_on: dict[int, date] = field(default_factory=dict)

    def events_of(self, kinds, first: date, last: date) -> list[EventFact]:
        """Return the events of `kinds` that occurred from `first` to `last`, in their order."""
        found = []
        for kind in kinds:
            row = self.events.get(kind, [])
            start = bisect_left(row, first, key=lambda event: event.occurred_on)
            found += row[start : bisect_right(row, last, key=lambda event: event.occurred_on)]
        return sorted(found, key=lambda event: event.order) if len(kinds) > 1 else found
