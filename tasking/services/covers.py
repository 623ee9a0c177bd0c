"""Cover for a manager who is away: arranged with its days and a reason, and ended early."""

from django.core.exceptions import ValidationError
from django.db import transaction

from tasking.notifications import tell_of_cover
from toex.accounts.choices import COVERING_ROLES, Role
from toex.accounts.models import Cover, User
from toex.audit.services import record_event
from toex.core.periods import london_date
from toex.core.templatetags.toex_tags import long_date
from toex.workflow.moves import change, check_version, lock
from toex.workflow.refusals import NotYourStep, StepNotAllowed

LONGEST = 500
MOST_DAYS = 92


def may_arrange(by):
    """Return whether `by` arranges cover at all; whoever covers arranges none."""
    return by.role in (Role.TOEX_MANAGER, Role.ADMINISTRATOR)


def is_in_reach(by, region_id):
    return by.role == Role.ADMINISTRATOR or by.region_id == region_id


@transaction.atomic
def arrange_cover(*, by, at, manager, person, from_on, until_on, reason):
    """Name somebody of the region who decides for `manager` on these days, both included.

    :raises NotYourStep: `by` is neither an administrator nor a TOEX manager
    :raises ValidationError: names each field that is missing or does not fit
    """
    if not may_arrange(by):
        raise NotYourStep("Only a TOEX manager of the region or an administrator arranges cover.")
    reason = (reason or "").strip()
    _lock(manager, person)
    errors = {
        **_who_does_not_fit(by, manager, person),
        **_what_does_not_fit(from_on, until_on, reason, today=london_date(at)),
    }
    if not errors:
        errors = _what_stands(manager, person, from_on, until_on)
    if errors:
        raise ValidationError({field: [sentence] for field, sentence in errors.items()})
    cover = Cover.objects.create(
        region=manager.region, manager=manager, person=person, from_on=from_on,
        until_on=until_on, reason=reason, created_at=at, created_by=by,
    )  # fmt: skip
    told = {
        "manager": manager.email,
        "person": person.email,
        "from_on": from_on.isoformat(),
        "until_on": until_on.isoformat(),
    }
    record_event(actor=by, action="cover.arrange", target=cover, at=at, changes=told, note=reason)
    tell_of_cover(cover, "cover", by=by, at=at)
    return cover


def _lock(*people):
    """Hold the people, so that two at once cannot arrange cover on the same days."""
    keys = [person.pk for person in people if person is not None]
    list(User.objects.select_for_update().filter(pk__in=keys).order_by("pk"))


def _who_does_not_fit(by, manager, person):
    managers = User.objects.active().filter(role=Role.TOEX_MANAGER)
    if manager is None or not managers.filter(pk=manager.pk).exists():
        return {"manager": "Select a TOEX manager."}
    if not is_in_reach(by, manager.region_id):
        return {"manager": "Select a TOEX manager of your region."}
    people = User.objects.of_region(manager.region, *COVERING_ROLES)
    if person is None or not people.filter(pk=person.pk).exists():
        return {"person": "Select an analyst of the manager's region."}
    return {}


def _what_does_not_fit(from_on, until_on, reason, *, today):
    errors = {}
    if not 0 < len(reason) <= LONGEST:
        errors["reason"] = f"Enter a reason of up to {LONGEST} characters."
    if from_on is None:
        errors["from_on"] = "Enter the first day of the cover."
    elif from_on < today:
        errors["from_on"] = "The first day must be today or later."
    if until_on is None:
        errors["until_on"] = "Enter the last day of the cover."
    elif from_on and until_on < from_on:
        errors["until_on"] = "The last day must not be before the first."
    elif from_on and (until_on - from_on).days >= MOST_DAYS:
        errors["until_on"] = f"Cover lasts {MOST_DAYS} days at most."
    return errors


def _what_stands(manager, person, from_on, until_on):
    """Return what speaks against it: one covers for one, on any day."""
    there = Cover.objects.touching(from_on, until_on).select_related("manager", "person")
    of_manager = there.filter(manager=manager).first()
    if of_manager:
        return {"from_on": f"{manager.name} has cover {_days(of_manager)} already."}
    of_person = there.filter(person=person).first()
    if of_person:
        return {"person": f"{person.name} covers for somebody {_days(of_person)} already."}
    return {}


def _days(cover):
    return f"from {long_date(cover.from_on)} to {long_date(cover.until_on)}"


def check_end(cover, *, by):
    """:raises NotYourStep: :raises StepNotAllowed:"""
    arranges = may_arrange(by) and is_in_reach(by, cover.region_id)
    if not arranges and by.pk != cover.person_id:
        raise NotYourStep("Only a manager, an administrator or whoever covers can end it.")


def check_not_over(cover, *, today):
    """:raises StepNotAllowed: there is nothing left to end"""
    if cover.ended_at or cover.until_on < today:
        raise StepNotAllowed("This cover is over.")


@transaction.atomic
def end_cover(cover, *, version, by, at):
    """End cover at once, before its last day; what was decided under it stands.

    :raises DoesNotExist: :raises NotYourStep: :raises VersionMissing: :raises VersionStale:
    :raises StepNotAllowed: it is over already
    """
    cover = lock(cover, by=by)
    check_end(cover, by=by)
    check_version(cover, version)
    check_not_over(cover, today=london_date(at))
    cover = change(
        cover, by=by, at=at, version=version, action="cover.end",
        changes={"manager": cover.manager.email, "person": cover.person.email},
        ended_at=at, ended_by=by,
    )  # fmt: skip
    tell_of_cover(cover, "cover_ended", by=by, at=at)
    return cover
