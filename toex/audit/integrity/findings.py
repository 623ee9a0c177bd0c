"""What a check of the trail finds, and how it is told."""

from dataclasses import asdict, dataclass, field
from datetime import datetime

KEPT = 20


@dataclass(frozen=True)
class Finding:
    """What is wrong at one event. `at` is its own time, or else that of its seal."""

    event: int | None
    at: datetime | None
    words: str
    is_own_time: bool = False


@dataclass
class Result:
    """What a check came to. `findings` are the first few, by event; `wrong` counts them all.

    `unsealed` events were written after the last seal: nothing is known of them yet.
    """

    checked_at: datetime
    events: int = 0
    seals: int = 0
    complete_to: int | None = None
    sealed_at: datetime | None = None
    unsealed: int = 0
    unsealed_since: datetime | None = None
    anchored_at: datetime | None = None
    anchored_from: int | None = None
    wrong: int = 0
    findings: list[Finding] = field(default_factory=list)

    def add(self, finding: Finding):
        self.wrong += 1
        self.findings.append(finding)
        if len(self.findings) > 2 * KEPT:
            self.settle()

    def settle(self):
        """Keep the first findings, by the number of the event."""
        self.findings = sorted(self.findings, key=_place)[:KEPT]

    @property
    def first(self) -> Finding | None:
        return self.findings[0] if self.findings else None

    def as_plain(self) -> dict:
        """Return it as what JSON can hold."""
        return _plain(asdict(self))

    @classmethod
    def from_plain(cls, told: dict):
        known = {name: _moment(name, value) for name, value in told.items()}
        known["findings"] = [
            Finding(**{name: _moment(name, value) for name, value in each.items()})
            for each in told["findings"]
        ]
        return cls(**known)


def _place(finding):
    return finding.event is None, finding.event or 0


def _plain(value):
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, datetime) else value


def _moment(name, value):
    is_moment = value and (name == "at" or name.endswith(("_at", "_since")))
    return datetime.fromisoformat(value) if is_moment else value
