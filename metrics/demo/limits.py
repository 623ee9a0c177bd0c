"""Limits that people started anew once all ten regions had found their pace."""

from datetime import date

from metrics.demo.plans import moment
from metrics.measures import MEASURES
from metrics.signals.places import NATION, regions
from metrics.signals.rebasing import start_anew
from metrics.tables import HEADLINES

LEVEL_FROM = "2023-07"
DECIDED_ON = date(2023, 9, 4)
OF_WORK = ["threats_supported", "cases_opened", "cases_closed", "cases_open"]
OF_WORK += ["products_delivered", "requests_received", "requests_adopted"]
NEW_REGION = "YHROCU"  # of those with accounts
WHY_NATION = "Exercise: seven more regions began; by July 2023 all ten had found their pace."
WHY_REGION = "Exercise: the team began on 28 November 2022 and was complete by July 2023."


def start_limits_anew(cast, until):
    """Let the office do so for the nation, and the manager of a new region for that region."""
    at = moment(DECIDED_ON, 11)
    if at > until:
        return
    (region,) = (each for each in regions() if each.region == NEW_REGION)
    office = cast.people["office@programme.example"]
    manager = cast.of_region("manager", NEW_REGION)
    for place, by, reason in [(NATION, office, WHY_NATION), (region, manager, WHY_REGION)]:
        for code in [*HEADLINES, *OF_WORK]:
            start_anew(
                place, measure=MEASURES[code], month=LEVEL_FROM, reason=reason, by=by, at=at
            )
