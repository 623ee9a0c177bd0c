"""What an outcome is held against: one table of rules, for regional quarters and for data quality.

Every rule is a condition on outcomes that are not void, with a sentence that says it.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)

from cases.choices import OutcomeState, Part
from cases.models import CaseRegion, Outcome, OutcomeQuery
from metrics.measures import MEASURES
from tasking.choices import ExploitationType
from toex.core.periods import LONDON, QUARTER_IS_DUE

LATE_DAYS = 30  # after the event
KINDS_OF_PEOPLE = frozenset().union(
    *(measure.kinds for measure in MEASURES.values() if measure.is_of_people)
)


@dataclass(frozen=True)
class Check:
    """One rule. `people` says that quantities are added: what is counted are people, not rows.

    `detail` takes the count: “3 outcomes are …”.
    """

    code: str
    heading: str
    rule: str
    one: str
    many: str
    condition: Q
    people: bool = False

    def detail(self, count: int) -> str:
        return (self.one if count == 1 else self.many).format(count=f"{count:,}")


CHECKS = [
    Check(
        "not_verified",
        "Drafts waiting",
        "Outcomes that are recorded and not yet verified. They count in no figure until then.",
        "{count} outcome is not verified.",
        "{count} outcomes are not verified.",
        Q(state=OutcomeState.DRAFT),
    ),
    Check(
        "disputed",
        "Disputed outcomes",
        "Outcomes that the force that asked for the case disputes. They still count.",
        "{count} outcome is disputed by the force.",
        "{count} outcomes are disputed by the force.",
        Q(disputed_at__isnull=False),
    ),
    Check(
        "place_not_known",
        "Place not known",
        "Outcomes in this country without the force area where they happened.",
        "{count} outcome has no place.",
        "{count} outcomes have no place.",
        Q(force__isnull=True, country="GB"),
    ),
    Check(
        "unknown_type",
        "Type of exploitation not known",
        "Outcomes of cases whose main type of exploitation is given as not known.",
        "{count} outcome is of a case whose type is not known.",
        "{count} outcomes are of cases whose type is not known.",
        Q(case__primary_type=ExploitationType.UNK),
    ),
    Check(
        "unkeyed",
        "People without a key",
        "People recorded as a number, without a subject key. Nobody can tell whether one of them "
        "is counted twice.",
        "{count} person is recorded without a key.",
        "{count} people are recorded without a key.",
        Q(kind__in=sorted(KINDS_OF_PEOPLE), subject_key=""),
        people=True,
    ),
    Check(
        "late",
        "Recorded late",
        f"Outcomes recorded more than {LATE_DAYS} days after they happened.",
        "{count} outcome was recorded late.",
        "{count} outcomes were recorded late.",
        Q(recorded_at__gte=F("occurred_on") + timedelta(days=LATE_DAYS + 1)),
    ),
    Check(
        "back_dated",
        "Recorded after the quarter was due",
        f"Outcomes recorded more than {QUARTER_IS_DUE.days} days after the last day of the "
        "quarter in which they happened. They change figures of the past.",
        "{count} outcome was recorded after the quarter was due.",
        "{count} outcomes were recorded after the quarter was due.",
        Q(recorded_at__gte=F("due_at")),
    ),
    Check(
        "missing_attribution",
        "Attribution missing",
        "Outcomes that do not say how far TOEX brought them about. None can be recorded so; one "
        "found here came in by another way.",
        "{count} outcome has no attribution.",
        "{count} outcomes have no attribution.",
        Q(attribution=""),
    ),
    Check(
        "questions_waiting",
        "Questions waiting for an answer",
        "Outcomes about which the programme office asked last and the region has not answered.",
        "{count} question waits for an answer.",
        "{count} questions wait for an answer.",
        Q(Exists(OutcomeQuery.objects.waiting().filter(outcome=OuterRef("pk")))),
    ),
]


def due_at(quarter) -> datetime:
    """Return the moment from which an outcome of `quarter` is back-dated."""
    day = quarter.last + QUARTER_IS_DUE + timedelta(days=1)
    return datetime.combine(day, time(), tzinfo=LONDON)


def outcomes_in(quarters):
    """Return the outcomes, not void, that happened in `quarters`, with what the rules look at.

    Each has `quarter` (its name), `due_at`, and `led_by`: the region leading its case that day,
    the later known where two rows say so.
    """
    quarters = sorted(quarters, key=lambda each: each.first)
    rows = Outcome.objects.exclude(state=OutcomeState.VOID)
    days = [(each, Q(occurred_on__range=(each.first, each.last))) for each in quarters]
    within = Q()
    for _, condition in days:
        within |= condition
    return rows.filter(within).annotate(
        quarter=Case(
            *(When(condition, then=Value(each.name)) for each, condition in days),
            output_field=CharField(),
        ),
        due_at=Case(
            *(When(condition, then=Value(due_at(each))) for each, condition in days),
            output_field=DateTimeField(),
        ),
        led_by=led_by(),
    )


def led_by():
    """Return the region leading an outcome's case on its day, as part of a query."""
    leads = CaseRegion.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gte=OuterRef("occurred_on")),
        case=OuterRef("case"),
        part=Part.LEAD,
        from_on__lte=OuterRef("occurred_on"),
    ).order_by("-recorded_at", "-pk")
    return Subquery(leads.values("region")[:1])
