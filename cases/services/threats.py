"""Threats: linked to cases, flagged, mapped, archived. One per kind and reference nationwide."""

from django.db import transaction

from cases.choices import ArchiveReason
from cases.fields import Problems, cleaned
from cases.models import CaseThreat, Threat, ThreatFlags
from cases.services.guards import check_lead_team
from cases.services.steps import both
from cases.workflow import THREAT
from toex.audit.services import record_event
from toex.core.periods import london_date
from toex.workflow.moves import check_step, lock, move, take

FLAGS = ("identified_by_toex", "identified_on", "high_harm")


@transaction.atomic
def link_threat(
    case,
    *,
    by,
    at,
    kind,
    reference,
    identified_by_toex=None,
    identified_on=None,
    high_harm=None,
):
    """Link a threat to a case, known nationally or new, and return the threat.

    A flag that is set here is added to what is known; none is ever cleared by a link.

    :raises NotYourStep: `by` is not of the team that leads
    :raises ValidationError: names each field that is missing or does not fit
    """
    case = lock(case, by=by)
    check_lead_team(case, by)
    problems = Problems()
    values = cleaned(Threat, problems, kind=kind, reference=reference)
    if identified_on is not None and identified_on > london_date(at):
        problems.add("identified_on", "The date must not be in the future.")
    problems.refuse()
    threats = Threat.objects.select_for_update()
    threat, is_new = threats.get_or_create(**values, defaults={"created_at": at})
    flags = _added_flags(threat, identified_by_toex, identified_on, high_harm)
    _check_flags(flags, problems)
    if is_new or _differs(threat, flags):
        _keep_flags(threat, flags, by=by, at=at, bump=not is_new)
    _, is_linked_now = CaseThreat.objects.get_or_create(
        case=case, threat=threat, defaults={"linked_at": at, "linked_by": by}
    )
    changes = {"case": case.reference, "new": is_new, "linked": is_linked_now, **_told(flags)}
    record_event(actor=by, action="threat.link", target=threat, at=at, changes=changes)
    return threat


def _added_flags(threat, identified_by_toex, identified_on, high_harm):
    return {
        "identified_by_toex": threat.identified_by_toex or bool(identified_by_toex),
        "identified_on": threat.identified_on or identified_on,
        "high_harm": threat.high_harm or bool(high_harm),
    }


def _check_flags(flags, problems):
    if flags["identified_on"] and not flags["identified_by_toex"]:
        sentence = "Give this date only for a threat that TOEX identified."
        problems.add("identified_on", sentence)
    problems.refuse()


def _differs(threat, flags):
    return any(getattr(threat, name) != value for name, value in flags.items())


def _keep_flags(threat, flags, *, by, at, bump):
    for name, value in flags.items():
        setattr(threat, name, value)
    threat.version += int(bump)
    threat.save(update_fields=[*FLAGS, "version"])
    ThreatFlags.objects.create(threat=threat, at=at, by=by, **flags)


def _told(flags):
    day = flags["identified_on"]
    return {**flags, "identified_on": day.isoformat() if day else None}


@transaction.atomic
def flag_threat(threat, *, version, by, at, reason, note="", **flags):
    """Change what is known of a threat, with a reason; what was known before stays dated.

    `flags`: any of `identified_by_toex`, `identified_on`, `high_harm`.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    :raises ValidationError: names each field that does not fit
    """
    threat = lock(threat, by=by)
    check_step(threat, THREAT, "flag", by=by, version=version)
    problems = Problems()
    if not flags:
        problems.add("high_harm", "Say which flag changes.")
    flags = {name: flags.get(name, getattr(threat, name)) for name in FLAGS}
    if not flags["identified_by_toex"] and threat.identified_by_toex:
        flags["identified_on"] = None
    if flags["identified_on"] and flags["identified_on"] > london_date(at):
        problems.add("identified_on", "The date must not be in the future.")
    _check_flags(flags, problems)
    threat = take(
        threat,
        THREAT,
        "flag",
        by=by,
        at=at,
        version=version,
        note=both(reason, note),
        changes=_told(flags),
        **flags,
    )
    ThreatFlags.objects.create(threat=threat, at=at, by=by, reason=reason.strip(), **flags)
    return threat


@transaction.atomic
def map_threat(threat, *, version, by, at, note=""):
    """Mark a nominated threat as mapped.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    """
    return move(threat, THREAT, "map", by=by, at=at, version=version, note=note)


@transaction.atomic
def activate_threat(threat, *, version, by, at, note=""):
    """Mark a mapped threat as active, or an archived one as active again.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    """
    return move(
        threat, THREAT, "activate", by=by, at=at, version=version, note=note, archive_reason=""
    )


@transaction.atomic
def archive_threat(threat, *, version, by, at, archive_reason, note=""):
    """Archive an active threat: dismantled, merged, or below the threshold now.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    :raises ValidationError: the reason is not one of the codes
    """
    threat = lock(threat, by=by)
    check_step(threat, THREAT, "archive", by=by, version=version)
    problems = Problems()
    if archive_reason not in ArchiveReason.values:
        problems.add("archive_reason", "Choose why the threat is archived.")
    problems.refuse()
    return take(
        threat,
        THREAT,
        "archive",
        by=by,
        at=at,
        version=version,
        note=note,
        changes={"archive_reason": archive_reason},
        archive_reason=archive_reason,
    )
