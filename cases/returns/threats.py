"""The threats a return names: found nationwide by kind and reference, or added."""

from cases.choices import ThreatState
from cases.models import Threat, ThreatFlags
from cases.returns.batches import add_all, in_batches
from toex.workflow.moves import change

REASON = "Said by a regional return"


def write_threats(said, *, by, at):
    """Add the threats not known yet and the flags they lack; return all by (kind, reference).

    A flag is only ever added here, never cleared; it is known from the return on.
    """
    before = _found(said)
    add_all(
        Threat,
        (
            Threat(
                kind=kind,
                reference=reference,
                state=ThreatState.NOMINATED,
                identified_on=each.identified_on,
                created_at=at,
                **dict.fromkeys(each.flags, True),
            )
            for (kind, reference), each in said.items()
            if (kind, reference) not in before
        ),
        ignore_conflicts=True,  # another region may bring the same threat at the same time
    )
    after = _found(said)
    new = [threat for name, threat in after.items() if name not in before]
    add_all(ThreatFlags, (_flags_row(threat, by=by, at=at) for threat in new))
    for name, threat in before.items():
        if any(not getattr(threat, flag) for flag in said[name].flags):
            after[name] = _flag(threat, said[name], by=by, at=at)
    return after


def _found(said):
    found = {}
    for some in in_batches({reference for _, reference in said}):
        for threat in Threat.objects.filter(reference__in=some):
            if (threat.kind, threat.reference) in said:
                found[threat.kind, threat.reference] = threat
    return found


def _flag(threat, said, *, by, at):
    threat = Threat.objects.select_for_update().get(pk=threat.pk)
    added = {flag: True for flag in sorted(said.flags) if not getattr(threat, flag)}
    fields = dict(added)
    if "identified_by_toex" in added and threat.identified_on is None:
        fields["identified_on"] = said.identified_on
    threat = change(
        threat,
        by=by,
        at=at,
        version=threat.version,
        action="threat.flag",
        changes=added,
        note=REASON,
        **fields,
    )
    _flags_row(threat, by=by, at=at).save()
    return threat


def _flags_row(threat, *, by, at):
    return ThreatFlags(
        threat=threat,
        identified_by_toex=threat.identified_by_toex,
        identified_on=threat.identified_on,
        high_harm=threat.high_harm,
        at=at,
        by=by,
        reason=REASON,
    )
