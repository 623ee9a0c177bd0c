"""Running the attack and keeping what came of it; insisting on it before a release goes on."""

from math import inf

from django.core.exceptions import ValidationError
from django.db import transaction

from metrics.attacks.reading import digest_of, standing_of
from metrics.choices import ReleaseState
from metrics.disclosure import attack_by_groups, groups
from metrics.models import Attack, Release
from toex.audit.services import record_event


def run_attack(attack_id, *, at) -> bool:
    """Carry an attack out, writing down how far it is; return whether its result is kept.

    It is not kept where the release, or which others of its year are out, changed meanwhile.
    """
    attack = Attack.objects.select_related("release").filter(pk=attack_id).first()
    if attack is None or attack.finished_at is not None:
        return attack is not None
    if digest_of(attack.release) != attack.made_from:
        return False
    for findings, bounds in attack_by_groups(attack.release):
        _add(attack, findings, bounds)
        Attack.objects.filter(pk=attack.pk).update(done=attack.done)
    return _keep(attack, at=at)


def insist_on_clean(release, *, by, at):
    """Attack the release as it stands, unless that is known, and refuse what can be worked out.

    To be called inside the transaction that locked it, which others wait for: so the bounds, that
    a reviewer reads, are not worked out.

    :raises ValidationError: a hidden cell can be worked out; the message says how
    """
    attack = standing_of(release).fresh
    if attack is None:
        attack = new_attack(release, by=by, at=at)
        for findings, bounds in attack_by_groups(release, with_bounds=False):
            _add(attack, findings, bounds)
        _finish(attack, at=at)
    if attack.findings:
        raise ValidationError(attack.findings)


def waiting_for_attack(*, now) -> list[Release]:
    """Return frozen releases, locked, that nobody attacked since they changed, or not to the end.

    To be called inside a transaction.
    """
    waiting, frozen = [], Release.objects.filter(state=ReleaseState.FROZEN)
    for release in frozen.select_for_update(of=("self",)).select_related("frozen_by"):
        found = standing_of(release)
        is_on = found.running and found.running.is_under_way(now)
        if not found.fresh and not is_on:
            waiting.append(release)
    return waiting


def new_attack(release, *, by, at) -> Attack:
    """Make the row of an attack on the release as it stands; those left unfinished go."""
    release.attacks.unfinished().delete()
    return Attack.objects.create(
        release=release,
        made_from=digest_of(release),
        wanted=len(groups()),
        asked_at=at,
        asked_by=by,
    )


def _add(attack, findings, bounds):
    attack.done += 1
    attack.findings += [f"{finding}." for finding in findings]
    attack.bounds |= {
        str(pk): [each.low, None if each.high == inf else int(each.high)]
        for pk, each in bounds.items()
    }


@transaction.atomic
def _keep(attack, *, at):
    release = Release.objects.select_for_update(of=("self",)).get(pk=attack.release_id)
    is_there = Attack.objects.filter(pk=attack.pk, finished_at=None).exists()
    if not is_there or digest_of(release) != attack.made_from:
        return False
    _finish(attack, at=at)
    return True


def _finish(attack, *, at):
    attack.finished_at = at
    attack.save()
    told = {"attack": attack.pk, "findings": len(attack.findings)}
    record_event(
        actor=attack.asked_by, action="release.attack", target=attack.release, at=at, changes=told
    )
