"""The rows that the events of a return become: outcomes, activities and products."""

from datetime import datetime, time

from cases.choices import ActivityKind, OutcomeState
from cases.models import Activity, Outcome, Product
from cases.returns.cells import ACTIVITY, PRODUCT
from tasking.choices import Support
from toex.core.periods import LONDON

# Columns that are fields of an outcome by the same name and value.
PLAIN = (
    "occurred_on",
    "subject_key",
    "quantity",
    "country",
    "attribution",
    "level",
    "four_p",
    "age_group",
    "amount_pence",
    "stage",
    "months",
    "order_type",
    "partner",
    "evidence_reference",
)
OF_WORK = (ACTIVITY, PRODUCT)


def outcomes(events, *, forces, threats, source, by, at):
    """Give the outcomes: verified by the signer as they arrive, recorded by nobody here."""
    for known, line, identity in events:
        if line.kind in OF_WORK:
            continue
        fields = {name: line.event[name] for name in PLAIN if name in line.event}
        yield Outcome(
            case_id=known.pk,
            kind=line.kind,
            force=forces.get(line.event.get("force")),
            threat=threats.get(line.threat),
            state=OutcomeState.VERIFIED,
            recorded_at=at,
            verified_at=at,
            verified_by=by,
            source=source,
            line=identity,
            **fields,
        )


def activities(events, *, source, at):
    """Give the development activities, each at noon in London: a return knows only the day."""
    for known, line, identity in events:
        if line.kind == ACTIVITY:
            yield Activity(
                case_id=known.pk,
                kind=ActivityKind.DEVELOPMENT,
                occurred_at=datetime.combine(line.event["occurred_on"], time(12), LONDON),
                text=line.event.get("evidence_reference", ""),
                recorded_at=at,
                source=source,
                line=identity,
            )


def products(events, *, source, at):
    for known, line, identity in events:
        if line.kind == PRODUCT:
            yield Product(
                case_id=known.pk,
                kind=Support.OTHER,
                title=line.event.get("evidence_reference", "Product in a regional return"),
                delivered_on=line.event["occurred_on"],
                recorded_at=at,
                source=source,
                line=identity,
            )
