"""Requests as they stood at a moment: where they were, what was decided, when they were away.

Read are those that were sent or decided in the time asked for. A decision has no index on its
moment: tasking is small beside the ledger, one request to a dozen outcomes or more.
"""

from datetime import date, datetime

from metrics.facts.among import among
from metrics.facts.rows import DecisionFact, RequestFact
from tasking import models as tasking
from toex.core.periods import london_date, moments_of


def load_requests(known_at: datetime, first: date, last: date) -> list[RequestFact]:
    """Return every request sent or decided in that time, as it was known at `known_at`."""
    since, until = moments_of(first, last)
    decided = tasking.Decision.objects.filter(decided_at__gte=since, decided_at__lt=until)
    sent = tasking.TaskingRequest.objects.filter(submitted_at__gte=since, submitted_at__lt=until)
    numbers = {
        *decided.values_list("request", flat=True),
        *sent.values_list("pk", flat=True),
    }
    rows = among(tasking.TaskingRequest.objects.filter(submitted_at__lte=known_at), "pk", numbers)
    found = {
        pk: RequestFact(pk, force, region, primary_type, submitted_at, london_date(submitted_at))
        for pk, force, region, primary_type, submitted_at in rows.order_by(
            "submitted_at", "pk"
        ).values_list("pk", "force__code", "region__code", "primary_type", "submitted_at")
    }
    for add in (_add_types, _add_stays, _add_decisions, _add_returns):
        add(found, known_at, numbers)
    return list(found.values())


def _add_types(found, known_at, numbers):
    """Set the last type said by then; where none was, the first that was ever said."""
    typed = set()
    rows = among(tasking.Classification.objects, "request", numbers).order_by("at", "pk")
    for pk, primary_type, at in rows.values_list("request", "primary_type", "at"):
        if pk in found and (at <= known_at or pk not in typed):
            found[pk].primary_type = primary_type
            typed.add(pk)


def _add_stays(found, known_at, numbers):
    stays = tasking.RequestRegion.objects.filter(from_at__lte=known_at)
    rows = among(stays, "request", numbers).order_by("from_at", "pk")
    for pk, region, from_at, until_at in rows.values_list(
        "request", "region__code", "from_at", "until_at"
    ):
        if pk in found:
            known_end = until_at if until_at and until_at <= known_at else None
            found[pk].stays.append((region, from_at, known_end))


def _add_decisions(found, known_at, numbers):
    decisions = tasking.Decision.objects.filter(decided_at__lte=known_at)
    rows = among(decisions, "request", numbers).order_by("decided_at", "pk")
    for request, pk, outcome, decided_at, region in rows.values_list(
        "request", "pk", "outcome", "decided_at", "region__code"
    ):
        if request in found:
            found[request].decisions.append(
                DecisionFact(pk, outcome, decided_at, london_date(decided_at), region)
            )


def _add_returns(found, known_at, numbers):
    returns = tasking.ReturnSpell.objects.filter(returned_at__lte=known_at)
    for pk, returned_at, resubmitted_at in among(returns, "request", numbers).values_list(
        "request", "returned_at", "resubmitted_at"
    ):
        if pk in found:
            back = resubmitted_at if resubmitted_at and resubmitted_at <= known_at else None
            found[pk].returns.append(
                (london_date(returned_at), london_date(back) if back else None)
            )
