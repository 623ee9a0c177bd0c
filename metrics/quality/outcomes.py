"""Outcomes held against the rules that regional quarters share."""

from django.db.models import Count, IntegerField, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from cases.models import Outcome
from cases.models.cases import CASES
from metrics.quality.base import MOST_ROWS, Finding, Line, Scope, number_of
from metrics.quarters.checks import CHECKS, outcomes_in
from toex.accounts.choices import Role
from toex.core.templatetags.toex_tags import long_date

COLUMNS = ("Outcome", "Case", "Happened on", "Recorded on")


def outcome_findings(scope: Scope) -> list[Finding]:
    """Return one finding a rule, in two queries for the counts and one for each rule's rows."""
    rows = outcomes_in(scope.quarters()).filter(led_by__in=scope.regions)
    seen_rows = rows.filter(pk__in=in_sight_of(scope.reader))
    counted, seen = _counts(rows), _counts(seen_rows)
    return [
        Finding(
            code=check.code,
            heading=check.heading,
            rule=check.rule,
            count=counted[check.code],
            said=_said(check, counted),
            columns=COLUMNS,
            lines=outcome_lines(seen_rows.filter(check.condition), scope.reader, check.code),
            unseen=counted[check.code] - seen[check.code],
        )
        for check in CHECKS
    ]


def in_sight_of(reader):
    return Outcome.objects.visible_to(reader).values("pk")


def outcome_lines(rows, reader, code="") -> list[Line]:
    """Return a line for each outcome, at most `MOST_ROWS`, the earliest first."""
    shown = rows.select_related("case").order_by("occurred_on", "pk")[:MOST_ROWS]
    return [_line(outcome, reader, code) for outcome in shown]


def _counts(rows):
    amounts = {check.code: Count("pk", filter=check.condition) for check in CHECKS}
    for check in CHECKS:
        if check.people:
            added = Sum("quantity", filter=check.condition, output_field=IntegerField())
            amounts[f"{check.code}_people"] = Coalesce(added, Value(0))
    return rows.aggregate(**amounts)


def _said(check, counted):
    told = number_of(counted[check.code], "outcome", "outcomes")
    if check.people:
        people = number_of(counted[f"{check.code}_people"], "person", "people")
        return f"{people}, in {told}"
    return told


def _line(outcome, reader, code):
    number = f", {outcome.quantity:,} in all" if outcome.quantity > 1 else ""
    cells = (
        f"{outcome.get_kind_display()}{number}",
        CASES.of(outcome.case_id),
        long_date(outcome.occurred_on),
        long_date(outcome.recorded_at),
    )
    if code == "unknown_type" and reader.role in (Role.TOEX_MANAGER, Role.ANALYST):
        link = reverse("cases:reclassify", args=[CASES.of(outcome.case_id)])
        return Line(cells, link, "Change the type of the case")
    if code == "questions_waiting":
        link = reverse("cases:outcome-queries", args=[outcome.pk])
        return Line(cells, link, "Read the question")
    return Line(cells, outcome.get_absolute_url(), f"Open outcome {outcome.pk}")
