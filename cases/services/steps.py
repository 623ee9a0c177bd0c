"""The work on a case, step by step: terms, products, the joint reassessment, holds."""

from django.db import transaction

from cases.fields import Problems, cleaned, codes
from cases.models import Hold, Product, Reassessment, Terms
from cases.outcomes import day_problems
from cases.services.guards import lock_for
from cases.workflow import CASE
from tasking.choices import Support
from toex.core.periods import london_date
from toex.workflow.moves import move, take


@transaction.atomic
def agree_terms(
    case,
    *,
    version,
    by,
    at,
    products,
    due_on,
    agreed_on,
    note="",
    **words,
):
    """Record the terms of reference agreed with the force's SIO; development begins.

    `words`: `support`, what was agreed, and `sio_name`, with whom.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    :raises ValidationError: names each field that is missing or does not fit
    """
    case = lock_for(case, "agree-terms", by=by, version=version)
    given = {"products": products, "due_on": due_on, "agreed_on": agreed_on, **words}
    values = _checked_terms(case, given, at=at)
    changes = {
        "products": values["products"],
        "agreed_on": values["agreed_on"].isoformat(),
        "due_on": values["due_on"].isoformat(),
    }
    Terms.objects.create(case=case, recorded_at=at, recorded_by=by, **values)
    return take(
        case,
        CASE,
        "agree-terms",
        by=by,
        at=at,
        version=version,
        note=note,
        changes=changes,
        sio_name=values["sio_name"],
    )


def _checked_terms(case, given, *, at):
    problems = Problems()
    products = codes("products", given.pop("products"), Support.values, problems, optional=False)
    values = {**cleaned(Terms, problems, **given), "products": products}
    problems.add_all(_happened("agreed_on", values, case, at))
    due_on, agreed_on = values.get("due_on"), values.get("agreed_on")
    if due_on and agreed_on and due_on < agreed_on:
        problems.add("due_on", "The due date must not be before the date of agreement.")
    problems.refuse()
    return values


@transaction.atomic
def deliver(
    case,
    *,
    version,
    by,
    at,
    kind,
    title,
    delivered_on,
    recipient="",
    note="",
):
    """Record a product handed over on a day; further products are delivered the same way.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    :raises ValidationError: names each field that is missing or does not fit
    """
    case = lock_for(case, "deliver", by=by, version=version)
    problems = Problems()
    values = cleaned(
        Product,
        problems,
        optional=["recipient"],
        kind=kind,
        title=title,
        delivered_on=delivered_on,
        recipient=recipient,
    )
    problems.add_all(_happened("delivered_on", values, case, at))
    problems.refuse()
    product = Product.objects.create(case=case, recorded_at=at, recorded_by=by, **values)
    changes = {
        "product": product.pk,
        "kind": product.kind,
        "delivered_on": product.delivered_on.isoformat(),
    }
    return take(case, CASE, "deliver", by=by, at=at, version=version, note=note, changes=changes)


@transaction.atomic
def reassess(case, *, version, by, at, summary, assessment=None, note=""):
    """Record the joint reassessment of the threat, on an assessment of the case or without.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    :raises ValidationError: names each field that is missing or does not fit
    """
    case = lock_for(case, "reassess", by=by, version=version)
    problems = Problems()
    values = cleaned(Reassessment, problems, summary=summary)
    if assessment is not None and assessment.case_id != case.pk:
        problems.add("assessment", "Choose an assessment of this case.")
    problems.refuse()
    Reassessment.objects.create(case=case, assessment=assessment, at=at, by=by, **values)
    return take(case, CASE, "reassess", by=by, at=at, version=version, note=note)


@transaction.atomic
def hold_case(case, *, version, by, at, reason, note=""):
    """Put a case on hold: its clocks stop until it is resumed.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    :raises ValidationError: there is no reason
    """
    case = lock_for(case, "hold", by=by, version=version)
    problems = Problems()
    values = cleaned(Hold, problems, reason=reason)
    problems.refuse()
    Hold.objects.create(case=case, held_at=at, **values)
    return take(
        case, CASE, "hold", by=by, at=at, version=version, note=both(reason, note), on_hold=True
    )


@transaction.atomic
def resume_case(case, *, version, by, at, note=""):
    """End the hold of a case.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    """
    case = move(case, CASE, "resume", by=by, at=at, version=version, note=note, on_hold=False)
    end_hold(case, at=at)
    return case


def end_hold(case, *, at):
    case.holds.filter(resumed_at__isnull=True).update(resumed_at=at)


def both(reason, note):
    """Return the reason of a step and the note beside it, as one text for the trail."""
    return "\n\n".join(text.strip() for text in (reason, note) if text.strip())


def _happened(name, values, case, at):
    day = values.get(name)
    if day is None:
        return []
    return day_problems(day, opened_on=case.opened_on, today=london_date(at), name=name)
