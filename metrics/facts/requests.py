"""Requests as they stood at a moment: where they were, what was decided, when they were away."""

from datetime import datetime

from metrics.facts.rows import DecisionFact, RequestFact
from tasking import models as tasking
from toex.core.periods import london_date


def load_requests(known_at: datetime) -> list[RequestFact]:
    """Return every request submitted by `known_at`, as it was known then."""
    found = {
        pk: RequestFact(pk, force, region, primary_type, submitted_at, london_date(submitted_at))
        for pk, force, region, primary_type, submitted_at in (
            tasking.TaskingRequest.objects.filter(submitted_at__lte=known_at)
            .order_by("submitted_at", "pk")
            .values_list("pk", "force__code", "region__code", "primary_type", "submitted_at")
        )
    }
    _add_types(found, known_at)
    _add_stays(found, known_at)
    _add_decisions(found, known_at)
    _add_returns(found, known_at)
    return list(found.values())


def _add_types(found, known_at):
    """Set the last type said by then; where none was, the first that was ever said."""
    typed = set()
    for pk, primary_type, at in tasking.Classification.objects.order_by("at", "pk").values_list(
        "request", "primary_type", "at"
    ):
        if pk in found and (at <= known_at or pk not in typed):
            found[pk].primary_type = primary_type
            typed.add(pk)


def _add_stays(found, known_at):
    stays = tasking.RequestRegion.objects.filter(from_at__lte=known_at).order_by("from_at", "pk")
    for pk, region, from_at, until_at in stays.values_list(
        "request", "region__code", "from_at", "until_at"
    ):
        if pk in found:
            known_end = until_at if until_at and until_at <= known_at else None
            found[pk].stays.append((region, from_at, known_end))


def _add_decisions(found, known_at):
    decisions = tasking.Decision.objects.filter(decided_at__lte=known_at)
    for request, pk, outcome, decided_at, region in decisions.order_by(
        "decided_at", "pk"
    ).values_list("request", "pk", "outcome", "decided_at", "region__code"):
        if request in found:
            found[request].decisions.append(
                DecisionFact(pk, outcome, decided_at, london_date(decided_at), region)
            )


def _add_returns(found, known_at):
    returns = tasking.ReturnSpell.objects.filter(returned_at__lte=known_at)
    for pk, returned_at, resubmitted_at in returns.values_list(
        "request", "returned_at", "resubmitted_at"
    ):
        if pk in found:
            back = resubmitted_at if resubmitted_at and resubmitted_at <= known_at else None
            found[pk].returns.append(
                (london_date(returned_at), london_date(back) if back else None)
            )
