"""Drafting a release: which period, when it is to be published, and what it revises."""

from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction

from metrics.choices import Mode, ReleaseState
from metrics.disclosure.modes import modes_of
from metrics.measures import RULE_SET
from metrics.models import Release
from metrics.wording import period_in_words
from toex.accounts.choices import Role
from toex.audit.services import record_event
from toex.core.periods import (
    LONDON,
    NotAPeriod,
    financial_year,
    financial_year_start,
    london_date,
    parse,
)
from toex.forces.models import Population
from toex.workflow.refusals import NotYourStep

USUAL_REASON = "Events were recorded, verified or voided since the last edition."
TIME = time(9, 30)  # the standard hour of official statistics, in London


def standard_time(day):
    """Return the moment at which a release of `day` is published."""
    return datetime.combine(day, TIME, tzinfo=LONDON)


def follows_its_year(release: Release) -> bool:
    """Return whether a quarter is published for the first time after its financial year.

    What a year hid may come to light as the last of its quarters comes out: nothing that the
    quarter hides can help that.
    """
    year = financial_year(financial_year_start(release.first)).name
    is_first = release.edition == 1 and release.period != year
    return is_first and Release.objects.out().filter(period=year).exists()


@transaction.atomic
def draft_release(*, by, at, period, publish_at, reason="", mode=""):
    """Make a draft of the next edition of a quarter or financial year, and return it.

    A later edition revises the last one and says why; without a `reason` it says that events
    were recorded, verified or voided since. `mode` is how people are kept from being recognised,
    by default as in the edition before, else as is usual for the kind. An internal release is no
    edition and revises none.

    :raises NotYourStep: `by` is not of the programme office
    :raises ValidationError: the period is none, has not ended, or has an edition under way; or
        a release of this kind has no such mode
    """
    if by.role != Role.PROGRAMME_OFFICE:
        raise NotYourStep("Only the programme office can draft a release.")
    span = _span(period, today=london_date(at))
    is_internal = mode == Mode.INTERNAL
    before = None if is_internal else _edition_before(span)
    mode = _mode(mode, span, before)
    edition = _number_after(span, before, is_internal=is_internal)
    release = Release.objects.create(
        reference=f"R-{span.name.replace('/', '-')}-{'I' * is_internal}{edition}",
        period=span.name,
        first=span.first,
        last=span.last,
        edition=edition,
        revises=before,
        reason=reason.strip() or _usual_reason(before),
        rules=RULE_SET,
        mode=mode,
        population_version=_population_version(),
        publish_at=publish_at,
        created_at=at,
        created_by=by,
    )
    changes = {"period": span.name, "publish_at": publish_at.isoformat(), "mode": mode}
    record_event(actor=by, action="release.draft", target=release, at=at, changes=changes)
    return release


def _mode(mode, span, before):
    """Return the mode: of a later edition that of the one before, so that only figures change."""
    usual, *_ = allowed = modes_of(RULE_SET, span)
    if mode and mode not in allowed:
        raise ValidationError({"mode": ["Select how small numbers are protected."]})
    if before and mode not in ("", before.mode):
        sentence = f"{before} protects small numbers in another way. A later edition keeps to it."
        raise ValidationError({"mode": [sentence]})
    return mode or (before.mode if before else usual)


def _edition_before(span):
    editions = Release.objects.meant_to_leave().filter(period=span.name)
    before = editions.order_by("-edition").first()
    if before and before.state != ReleaseState.PUBLISHED:
        sentence = f"{before} of this period is under way. Publish it before the next edition."
        raise ValidationError({"period": [sentence]})
    return before


def _number_after(span, before, *, is_internal):
    if is_internal:
        return Release.objects.filter(period=span.name, mode=Mode.INTERNAL).count() + 1
    return before.edition + 1 if before else 1


def _span(period, *, today):
    try:
        span = parse(period)
    except NotAPeriod as error:
        raise ValidationError({"period": [str(error)]}) from None
    if "/" not in span.name:
        raise ValidationError({"period": ["A release covers a quarter or a financial year."]})
    if span.last >= today:
        raise ValidationError({"period": [f"{period_in_words(span.name)} has not ended."]})
    return span


def _usual_reason(before):
    return USUAL_REASON if before else ""


def _population_version():
    vintages = Population.objects.values_list("vintage", flat=True)
    return vintages.order_by("-vintage").first() or ""
