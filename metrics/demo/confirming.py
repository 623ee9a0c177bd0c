"""Regions confirm their quarters; the office asks about outcomes, and what people think."""

from datetime import timedelta
from itertools import groupby
from operator import attrgetter

from cases import services
from cases.choices import OutcomeState
from cases.models import Outcome
from metrics import quarters
from metrics.demo import texts
from metrics.demo.people import accounts
from metrics.demo.plans import moment, weekday
from metrics.models import RegionalQuarter
from metrics.quarters.problems import NOTHING
from tasking.services import give_opinion
from toex.core.periods import london_date

# These have not confirmed the last quarter that is over.
WAITING = ["YHROCU", "NEROCU"]
WORKING_DAYS = 14  # ten of them, in days
ASKED = ["ERSOU", "EMSOU"]  # the first has not answered yet


def confirm_quarters(cast, until):
    """Add every quarter that has begun, and confirm those that are over, but for a few."""
    quarters.ensure(london_date(until))
    rows = RegionalQuarter.objects.select_related("region").order_by("period", "region__order")
    over = [
        row
        for row in rows
        if moment(weekday(row.span.last + timedelta(days=WORKING_DAYS)), 15) <= until
    ]
    latest = max((row.period for row in over), default="")
    for period, of_period in groupby(over, key=attrgetter("period")):
        _confirm(cast, list(of_period), waiting=WAITING if period == latest else [])


def _confirm(cast, rows, *, waiting):
    """Confirm one quarter in each region that was there, but for those `waiting`."""
    at = moment(weekday(rows[0].span.last + timedelta(days=WORKING_DAYS)), 15)
    found = quarters.problems_of(rows, today=london_date(at))
    for row in rows:
        launched_on = row.region.launched_on
        too_early = launched_on is not None and launched_on > row.span.last
        if too_early or row.region.code in waiting:
            continue
        quarters.confirm_quarter(
            row,
            version=row.version,
            by=cast.of_region("manager", row.region.code),
            at=at,
            nil_return=any(problem.code == NOTHING for problem in found[row.pk]),
        )


def ask_questions(cast, until):
    """Let the office ask about the last verified outcome of two regions; one of them answers."""
    office = cast.people["office@programme.example"]
    asked_at = until - timedelta(days=2, hours=7)
    for code in ASKED:
        outcome = (
            Outcome.objects.visible_to(office)
            .filter(
                case__lead_region__code=code,
                state=OutcomeState.VERIFIED,
                verified_at__lt=asked_at,
            )
            .order_by("-occurred_on", "-pk")
            .first()
        )
        if outcome is None:
            continue
        services.ask_about_outcome(
            outcome,
            by=office,
            at=asked_at,
            text="Exercise question: which force's area did this happen in?",
        )
        if code != ASKED[0]:
            services.ask_about_outcome(
                outcome,
                by=cast.of_region("manager", code),
                at=asked_at + timedelta(hours=3),
                text="Exercise answer: in the area of the force that asked.",
            )


def ask_opinions(cast, until):
    """Let whoever can sign in say what they think of the service, some days apart."""
    for number, email in enumerate(accounts()):
        satisfaction, improve = texts.OPINIONS[number % len(texts.OPINIONS)]
        give_opinion(
            by=cast.people[email],
            at=until - timedelta(days=2 * number, hours=9),
            satisfaction=satisfaction,
            improve=improve,
        )
