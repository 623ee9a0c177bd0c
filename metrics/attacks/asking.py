"""Having a release attacked by a worker."""

from functools import partial

from django.db import transaction

from metrics.attacks import tasks
from metrics.attacks.keeping import new_attack, waiting_for_attack
from metrics.attacks.reading import standing_of
from metrics.choices import ReleaseState
from toex.accounts.choices import Role
from toex.workflow.moves import lock
from toex.workflow.refusals import NotYourStep, StepNotAllowed


@transaction.atomic
def ask_for_attack(release, *, by, at):
    """Have a release attacked as it stands, and return the attack: a known result is enough.

    One that is under way is sent off again, for a worker may have lost it.

    :raises NotYourStep: `by` is not of the programme office
    :raises StepNotAllowed: the release has not been frozen yet
    """
    if by.role != Role.PROGRAMME_OFFICE:
        raise NotYourStep("Only the programme office can have a release checked.")
    release = lock(release, by=by)
    if release.state == ReleaseState.DRAFT:
        raise StepNotAllowed("There is nothing to check before the figures are frozen.")
    return _send_off(release, by=by, at=at)


@transaction.atomic
def attack_what_waits(*, at):
    """Have frozen releases attacked that changed, or whose year did, and that nobody attacks.

    It is done in the name of who froze them. Returns their references.
    """
    waiting = waiting_for_attack(now=at)
    for release in waiting:
        _send_off(release, by=release.frozen_by, at=at)
    return [release.reference for release in waiting]


def _send_off(release, *, by, at):
    found = standing_of(release)
    if found.fresh:
        return found.fresh
    attack = found.running or new_attack(release, by=by, at=at)
    transaction.on_commit(partial(tasks.run_attack.delay, attack.pk), robust=True)
    return attack
