"""What a story is: a request, what became of it, and its case, as acts at moments in London."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from toex.core.periods import LONDON, PROGRAMME_BEGAN

FIRST_DAY = PROGRAMME_BEGAN
WORDS = [
    "Juniper", "Alder", "Bramble", "Clover", "Damson", "Elder", "Fern", "Gorse", "Hazel",
    "Ivy", "Larch", "Maple", "Nettle", "Oak", "Poplar", "Quince", "Rowan", "Sorrel",
    "Thistle", "Willow",
]  # fmt: skip


def moment(day, hour=10, minute=0):
    """Return the moment at which clocks in London show this hour of the day."""
    return datetime.combine(day, time(hour, minute), tzinfo=LONDON)


def weekday(day):
    """Return the day, or the Monday after it where it falls on a weekend."""
    return day + timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)


@dataclass(frozen=True)
class Act:
    """One thing that is done: `name` is a method of `Telling`, `fields` its arguments."""

    at: datetime
    name: str
    fields: dict = field(default_factory=dict)


@dataclass
class Story:
    """A request of `force`, with `region`, about `type`; `number` makes its synthetic title."""

    number: int
    region: str
    force: str
    type: str
    acts: list = field(default_factory=list)
    on_behalf: bool = False

    @property
    def operation(self):
        return f"Exercise {WORDS[self.number % len(WORDS)]}"

    @property
    def title(self):
        return f"{self.operation} {self.number:03d}"

    @property
    def begins(self):
        return min(act.at for act in self.acts)

    def add(self, at, name, **fields):
        self.acts.append(Act(at, name, fields))
        return at

    def in_order(self, until):
        """Return the acts up to the moment `until`, in the order in which they are done."""
        return sorted((act for act in self.acts if act.at <= until), key=lambda act: act.at)

    def outcome(self, label, kind, day, *, known=None, end="verified", **more):
        """Add an event that happened on `day`, known (recorded) some days later, and its end.

        `end` is "draft", "verified", "void" (verified, then void) or "dropped" (void draft).
        """
        known = known or weekday(day + timedelta(days=2))
        self.add(
            moment(known, 11, 10),
            "outcome",
            **{"label": label, "kind": kind, "occurred_on": day, "attribution": "direct"} | more,
        )
        if end in ("verified", "void"):
            self.add(moment(weekday(known + timedelta(days=4)), 15), "verify", label=label)
        if end in ("void", "dropped"):
            self.add(moment(weekday(known + timedelta(days=9)), 16), "void", label=label)
        return label
