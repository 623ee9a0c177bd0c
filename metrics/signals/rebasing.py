"""Starting the limits of a measure anew and withdrawing that: by a named person, for a reason."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from metrics.measures import Measure
from metrics.models import Rebase
from metrics.signals.places import Territory, first_day, first_days, full_months, territories
from metrics.wording import period_in_words
from toex.accounts.choices import Role
from toex.audit.services import record_event
from toex.core.periods import london_date
from toex.forces.models import Force
from toex.workflow.refusals import NotYourStep, StepNotAllowed

LONGEST_REASON = 500


def may_rebase(user, territory: Territory) -> bool:
    """Return whether `user` may start limits there anew.

    The programme office does for the nation and for regions, a TOEX manager for the own region
    and its forces.
    """
    if user.role == Role.PROGRAMME_OFFICE:
        return not territory.force
    if user.role != Role.TOEX_MANAGER:
        return False
    if territory.force:
        return Force.objects.filter(code=territory.force, region=user.region).exists()
    return territory.region == user.region.code


def months_to_choose(territory: Territory, *, today) -> list[str]:
    """Return the full months from which limits may start anew, the newest first."""
    period = full_months(first_day(territory, first_days(territory)), today)
    return [month.name for month in period.months()][:0:-1] if period else []


@transaction.atomic
def start_anew(territory: Territory, *, measure: Measure, month: str, reason: str, by, at):
    """Start the limits of a measure in a place anew from `month` (like `2022-11`) on.

    :raises NotYourStep: `by` may not for that place
    :raises ValidationError: no reason, no full month after the first, or done already
    """
    reason = _checked(territory, by=by, reason=reason)
    if month not in months_to_choose(territory, today=london_date(at)):
        raise ValidationError({"month": ["Month must be a full month after the first one."]})
    try:
        with transaction.atomic():
            rebase = Rebase.objects.create(
                measure=measure.code,
                region=territory.region,
                force=territory.force,
                month=month,
                reason=reason,
                at=at,
                by=by,
            )
    except IntegrityError:
        done = f"The limits already start anew in {period_in_words(month)}."
        raise ValidationError({"month": [done]}) from None
    record_event(
        actor=by,
        action="figure.start-anew",
        target=rebase,
        at=at,
        changes={"measure": measure.code, "place": territory.text, "month": month},
        note=reason,
    )
    return rebase


@transaction.atomic
def withdraw_rebase(rebase, *, reason: str, by, at):
    """Take back that limits start anew; the row stays, with who took it back and why.

    :raises Rebase.DoesNotExist: its place is out of sight of `by`
    :raises NotYourStep: `by` may not for that place
    :raises StepNotAllowed: somebody has taken it back already
    :raises ValidationError: no reason
    """
    territory = territory_of_rebase(rebase, reader=by)
    if territory is None:
        raise Rebase.DoesNotExist
    reason = _checked(territory, by=by, reason=reason)
    rebase = Rebase.objects.select_for_update(of=("self",)).get(pk=rebase.pk)
    check_in_force(rebase)
    rebase.withdrawn_reason, rebase.withdrawn_at, rebase.withdrawn_by = reason, at, by
    rebase.save(update_fields=["withdrawn_reason", "withdrawn_at", "withdrawn_by"])
    record_event(
        actor=by,
        action="figure.withdraw-new-start",
        target=rebase,
        at=at,
        changes={"measure": rebase.measure, "place": territory.text, "month": rebase.month},
        note=reason,
    )
    return rebase


def check_in_force(rebase):
    """:raises StepNotAllowed: it has been withdrawn"""
    if rebase.withdrawn_at is not None:
        raise StepNotAllowed("This new start of the limits has been withdrawn already.")


def territory_of_rebase(rebase: Rebase, *, reader) -> Territory | None:
    """Return the place that a new start is of, or None where the reader does not see it."""
    wanted = (rebase.region, rebase.force)
    return next(
        (each for each in territories(reader) if (each.region, each.force) == wanted), None
    )


def rebases_in(measure: Measure, territory: Territory) -> list[Rebase]:
    """Return every new start of a measure in a place, withdrawn ones too, by month."""
    rows = Rebase.objects.filter(
        measure=measure.code, region=territory.region, force=territory.force
    )
    return list(rows.select_related("by", "withdrawn_by").order_by("month", "pk"))


def _checked(territory, *, by, reason):
    if not may_rebase(by, territory):
        raise NotYourStep("Limits are started anew by whoever answers for the place.")
    reason = reason.strip()
    if not 0 < len(reason) <= LONGEST_REASON:
        raise ValidationError(
            {"reason": [f"Enter a reason of up to {LONGEST_REASON} characters."]}
        )
    return reason
