"""What counted things come to: added up item by item, or from sums made earlier."""

from dataclasses import dataclass, field

from metrics.choices import Status
from metrics.counting.items import Item
from metrics.counting.times import median, percentile_90
from metrics.measures import Measure


@dataclass(slots=True)
class Tally:
    """`number` is how many items there are, `largest` what the largest adds; `days` are times."""

    amount: int = 0
    unkeyed: int = 0
    number: int = 0
    largest: int = 0
    days: list[int] = field(default_factory=list)

    def add(self, item: Item):
        self.amount += item.amount
        self.unkeyed += item.amount if item.unkeyed else 0
        self.number += 1
        self.largest = max(self.largest, item.amount)
        self.days.append(item.days)

    def add_all(self, other: "Tally"):
        self.amount += other.amount
        self.unkeyed += other.unkeyed
        self.number += other.number
        self.largest = max(self.largest, other.largest)
        self.days += other.days

    def value(self, measure: Measure) -> tuple[int | float | None, Status]:
        """Return what it comes to, and whether there is a value at all."""
        if not measure.is_of_times:
            return self.amount, Status.OK
        if not self.days:
            return None, Status.NOT_APPLICABLE
        middle = percentile_90 if measure.code.startswith("p90") else median
        return middle(self.days), Status.OK


def tally_of(items: list[Item]) -> Tally:
    tally = Tally()
    for item in items:
        tally.add(item)
    return tally
