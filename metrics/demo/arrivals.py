"""When requests come after the pilot year: each region has a level, and how it got there.

A region that begins takes its first months to find its pace; from then on requests come about
evenly, with the variation that chance gives. What comes depends on the seed, the region and the
place in its row only, so that history is the same whatever day it is told on.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from math import sqrt
from random import Random

DAYS_TO_LEVEL = 150
MONTH = 365.25 / 12
PILOT_WENT_ON = date(2022, 11, 7)
BUSY, QUIET = 2.4, 0.5  # requests a month
BUSY_REGIONS = ["ERSOU", "EMSOU", "ROCUWM", "YHROCU"]
BEGAN = {  # the seven regions that came after the pilot
    "YHROCU": date(2022, 12, 5),
    "NEROCU": date(2023, 1, 9),
    "NWROCU": date(2022, 12, 12),
    "SEROCU": date(2023, 1, 16),
    "SWROCU": date(2022, 12, 19),
    "TARIAN": date(2023, 1, 23),
    "LONDON": date(2023, 2, 6),
}


@dataclass(frozen=True)
class Arrival:
    """A request of a region, the one at `place` in its row, and the day on which it is sent."""

    seed: str
    region: str
    place: int
    sent_on: date

    def random(self) -> Random:
        """Return the chances of this one request."""
        return Random(f"{self.seed} {self.region} {self.place}")

    def dealt(self, what: str, *hands: list):
        """Return the card for this request, of hands that are shuffled and dealt by turns.

        So each region gets all the cards in their right numbers before long. The hands are of
        one size.
        """
        turn, place = divmod(self.place, len(hands[0]))
        hand = list(hands[turn % len(hands)])
        Random(f"{self.seed} {self.region} {what} {turn}").shuffle(hand)
        return hand[place]


def arrivals(seed, region, until: date, density: float):
    """Return the requests of a region sent after the pilot year and before a day."""
    level = density * (BUSY if region in BUSY_REGIONS else QUIET) / MONTH
    if not level:
        return
    ramp = DAYS_TO_LEVEL if region in BEGAN else 0
    began = BEGAN.get(region, PILOT_WENT_ON)
    for place in count():
        if began + timedelta(days=_days_to(place, level, ramp)) >= until:
            return
        within = Random(f"{seed} {region} arrival {place}").random()
        sent_on = began + timedelta(days=_days_to(place + within, level, ramp))
        if sent_on < until:
            yield Arrival(str(seed), region, place, sent_on)


def _days_to(requests: float, level: float, ramp: int) -> int:
    """Return after how many days so many requests have come, where the pace grows to its level."""
    if requests < level * ramp / 2:
        return int(sqrt(2 * ramp * requests / level))
    return int(requests / level + ramp / 2)
