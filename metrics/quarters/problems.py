"""What is wrong with regional quarters, counted for a whole list of them at once."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, IntegerField, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from cases.choices import OutcomeState
from metrics.quarters.checks import CHECKS, outcomes_in

NOTHING = "nothing_recorded"
EMPTY = "No outcome is recorded. Confirm a nil return if that is right."
EMPTY_THOUGH_CONFIRMED = "No outcome is recorded, and it was confirmed without a nil return."


@dataclass(frozen=True)
class Problem:
    """One thing to put right: how many there are, in a sentence, and where to do it."""

    code: str
    count: int
    detail: str
    link: str


def problems(quarter, *, today) -> list[Problem]:
    """Return what is wrong with one regional quarter as it stands."""
    return problems_of([quarter], today=today)[quarter.pk]


def problems_of(quarters, *, today) -> dict[int, list[Problem]]:
    """Return what is wrong with each of `quarters`, by its number, in one query.

    `today` tells which of them have ended: a quarter that runs may still be empty.
    """
    quarters = list(quarters)
    counted = counts_of(quarters) if quarters else {}
    return {each.pk: _problems(each, counted.get(_key(each), {}), today) for each in quarters}


def counts_of(quarters) -> dict[tuple, dict]:
    """Return the counts behind the problems, and of all and of verified outcomes, by quarter."""
    spans = {each.period: each.span for each in quarters}
    rows = (
        outcomes_in(spans.values())
        .order_by()
        .values("led_by", "quarter")
        .annotate(
            all=Count("pk"),
            verified=Count("pk", filter=Q(state=OutcomeState.VERIFIED)),
            **{f"n_{check.code}": _amount(check) for check in CHECKS},
        )
    )
    return {(row["led_by"], row["quarter"]): row for row in rows}


def _amount(check):
    if check.people:
        added = Sum("quantity", filter=check.condition, output_field=IntegerField())
        return Coalesce(added, Value(0))
    return Count("pk", filter=check.condition)


def _key(quarter):
    return quarter.region_id, quarter.period


def _problems(quarter, counted, today):
    found = [
        Problem(check.code, number, check.detail(number), link_to(quarter, check.code))
        for check in CHECKS
        if (number := counted.get(f"n_{check.code}", 0))
    ]
    if not counted.get("all") and not quarter.nil_return and quarter.span.last < today:
        words = EMPTY_THOUGH_CONFIRMED if quarter.confirmed_at else EMPTY
        found.append(Problem(NOTHING, 1, words, quarter.get_absolute_url()))
    return found


def link_to(quarter, code: str) -> str:
    """Return where the rows of a problem are listed: the data quality page of that quarter."""
    asked = urlencode({"period": quarter.period, "region": quarter.region.code})
    return f"{reverse('metrics:quality')}?{asked}#{code.replace('_', '-')}"
