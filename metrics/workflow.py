"""The life of a regional quarter and of a release, each on one page.

A region confirms its quarter; the programme office may open it again. A release is frozen,
approved by somebody else, and published at its time; published, nothing of it changes.
`REVIEW` is what may be done to a frozen release besides its steps: it changes no state and is
not offered as one. `REPAIR` is the way back from a mistake, as long as it is not out.
"""

from metrics.choices import Mode, QuarterState, ReleaseState
from toex.accounts.choices import Role
from toex.workflow.machine import Workflow, step


def not_its_region(quarter, by):
    if quarter.region_id != by.region_id:
        return "Only the region whose quarter this is can confirm it."
    return None


def own_release(release, by):
    if by.pk in (release.created_by_id, release.frozen_by_id):
        return "Somebody who neither drafted nor froze this release has to approve it."
    return None


def is_meant_to_leave(release):
    """Return whether it hides what must be hidden: an internal release is never approved."""
    return release.mode != Mode.INTERNAL


QUARTER = Workflow(
    "quarter",
    step(
        "confirm",
        sources=[QuarterState.OPEN],
        target=QuarterState.CONFIRMED,
        roles=[Role.TOEX_MANAGER],
        refuses=not_its_region,
    ),
    step(
        "reopen",
        sources=[QuarterState.CONFIRMED],
        target=QuarterState.OPEN,
        roles=[Role.PROGRAMME_OFFICE],
        needs_reason=True,
    ),
)

RELEASE = Workflow(
    "release",
    step(
        "freeze",
        sources=[ReleaseState.DRAFT],
        target=ReleaseState.FROZEN,
        roles=[Role.PROGRAMME_OFFICE],
    ),
    step(
        "approve",
        sources=[ReleaseState.FROZEN],
        target=ReleaseState.APPROVED,
        roles=[Role.PROGRAMME_OFFICE],
        refuses=own_release,
        holds=is_meant_to_leave,
    ),
    step(
        "publish",
        sources=[ReleaseState.APPROVED],
        target=ReleaseState.PUBLISHED,
        roles=[Role.PROGRAMME_OFFICE],
    ),
)

REVIEW = Workflow(
    "release",
    step(
        "choose-alternative",
        sources=[ReleaseState.FROZEN],
        roles=[Role.PROGRAMME_OFFICE],
        needs_reason=True,
        holds=is_meant_to_leave,
    ),
    step(
        "hide-cell",
        sources=[ReleaseState.FROZEN],
        roles=[Role.PROGRAMME_OFFICE],
        needs_reason=True,
        holds=is_meant_to_leave,
    ),
    said={
        "choose-alternative": "change how this release protects small numbers",
        "hide-cell": "hide a cell of this release",
    },
)

REPAIR = Workflow(
    "release",
    step(
        "thaw",
        sources=[ReleaseState.FROZEN],
        target=ReleaseState.DRAFT,
        roles=[Role.PROGRAMME_OFFICE],
        needs_reason=True,
    ),
    step(
        "send-back",
        sources=[ReleaseState.APPROVED],
        target=ReleaseState.FROZEN,
        roles=[Role.PROGRAMME_OFFICE],
        needs_reason=True,
    ),
    step("discard", sources=[ReleaseState.DRAFT], roles=[Role.PROGRAMME_OFFICE]),
    said={
        "thaw": "take this release back to draft",
        "send-back": "send this release back",
        "discard": "throw this release away",
    },
)
