"""How long requests have waited, read from the rows that keep their story."""

from django.db.models import QuerySet

from tasking.choices import DecisionOutcome
from tasking.models import Decision, ReturnSpell
from tasking.waiting import wait_of
from toex.core.periods import london_date

READ = ("pk", "state", "submitted_at", "in_state_since")


def waits(rows, *, at):
    """Return {pk: how long it has waited, or None} of a queryset or a page of requests.

    The order is theirs, and the number of queries is the same however many there are.
    """
    if isinstance(rows, QuerySet):
        rows = rows.prefetch_related(None)
        among, rows = rows.order_by().values("pk"), rows.values_list(*READ, named=True)
    else:
        among = [row.pk for row in rows]
    spells, decisions = _spells(among), _decisions(among)
    return {
        row.pk: wait_of(
            state=row.state,
            sent_on=_day(row.submitted_at),
            in_state_since=_day(row.in_state_since),
            today=london_date(at),
            spells=spells.get(row.pk, ()),
            **decisions.get(row.pk, {}),
        )
        for row in rows
    }


def _spells(among):
    found = {}
    times = ReturnSpell.objects.filter(request__in=among).values_list(
        "request", "returned_at", "resubmitted_at"
    )
    for pk, start, end in times:
        found.setdefault(pk, []).append((_day(start), _day(end)))
    return found


def _decisions(among):
    """Return for each request the day of its first true decision, and the last review date."""
    found = {}
    decided = Decision.objects.filter(request__in=among).order_by("pk")
    for pk, outcome, at, review_on in decided.values_list(
        "request", "outcome", "decided_at", "review_on"
    ):
        told = found.setdefault(pk, {"decided_on": None, "review_on": None})
        told["review_on"] = review_on
        if outcome != DecisionOutcome.DEFER and told["decided_on"] is None:
            told["decided_on"] = _day(at)
    return found


def _day(moment):
    return london_date(moment) if moment else None
