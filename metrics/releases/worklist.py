"""The work on a release as a list of steps: how far each is, whose it is and when it is due."""

from dataclasses import dataclass
from datetime import date

from metrics.choices import BY_HAND, ReleaseState, WorkStep
from metrics.models import PlannedStep, Release
from toex.core.templatetags.toex_tags import long_date

COMPLETED, TO_DO, LATER = "Completed", "Not yet started", "Cannot start yet"
NOT_NEEDED, BEGUN = "Not needed", "In progress"
INCOMPLETE = "Incomplete"  # the figures were frozen before every region had confirmed
OF_WHAT_LEAVES = {WorkStep.DISCLOSURE, WorkStep.APPROVE, WorkStep.EARLY_ACCESS, WorkStep.PUBLISH}
VOUCHED_FOR = {WorkStep.QUALITY, WorkStep.DISCLOSURE, WorkStep.READ}  # by whoever approves
AFTER_FREEZING = {WorkStep.DISCLOSURE, WorkStep.READ, WorkStep.APPROVE}


@dataclass(frozen=True)
class WorkLine:
    """One step. `plan` is None where nobody has planned it."""

    step: WorkStep
    number: int
    status: str
    plan: PlannedStep | None
    today: date

    @property
    def label(self) -> str:
        return f"{self.number}. {self.step.label}"

    @property
    def is_done(self) -> bool:
        return self.status == COMPLETED

    @property
    def may_be_ticked_off(self) -> bool:
        return self.step in BY_HAND and self.status in (TO_DO, BEGUN)

    @property
    def due_on(self):
        return self.plan and self.plan.due_on

    @property
    def is_overdue(self) -> bool:
        is_open = self.status in (TO_DO, LATER, BEGUN)
        return bool(self.due_on) and is_open and self.due_on < self.today

    @property
    def due(self) -> str:
        """Return when it is or was due, in words; nothing where no date is set."""
        if not self.due_on:
            return ""
        on = long_date(self.due_on)
        if self.is_done:
            return f"Was due on {on}"
        days = (self.due_on - self.today).days
        if days < 0:
            return f"Overdue by {_days(-days)}: was due on {on}"
        return f"Due today, {on}" if not days else f"Due on {on}, in {_days(days)}"


def worklist(
    release: Release, *, confirmed: bool, is_clean: bool, today, begun=frozenset()
) -> list[WorkLine]:
    """Return the steps in their order, in one query.

    `confirmed` says whether every region has confirmed; of a frozen release it counts whether it
    had by then. `is_clean` says whether the release as it stands withstands the attack, `begun`
    on which steps something has been done already.
    """
    plans = {plan.step: plan for plan in release.plan.select_related("owner", "done_by")}
    done = _done(release, plans, confirmed=confirmed, is_clean=is_clean)
    frozen = release.data_cut_at is not None
    lines = []
    for number, step in enumerate(WorkStep, 1):
        waits = (step in AFTER_FREEZING and not frozen) or (
            step == WorkStep.PUBLISH and release.approved_at is None
        )
        if release.is_internal and step in OF_WHAT_LEAVES:
            status = NOT_NEEDED
        elif step in done:
            status = COMPLETED
        elif step == WorkStep.CONFIRM and frozen:
            status = INCOMPLETE
        elif waits:
            status = LATER
        else:
            status = BEGUN if step in begun else TO_DO
        lines.append(WorkLine(step, number, status, plans.get(step), today))
    return lines


def _done(release, plans, *, confirmed, is_clean):
    """Return the steps that are done. Nobody has reviewed what only the attack has looked at."""
    done = {step for step in BY_HAND if step in plans and plans[step].done_at is not None}
    if not is_clean:
        done.discard(WorkStep.DISCLOSURE)
    if release.data_cut_at is not None:
        done.add(WorkStep.FREEZE)
        confirmed = not release.missing
    if release.approved_at is not None:
        done |= VOUCHED_FOR | {WorkStep.APPROVE}
    if release.state == ReleaseState.PUBLISHED:
        done |= set(WorkStep)
    done.discard(WorkStep.CONFIRM)
    return done | {WorkStep.CONFIRM} if confirmed else done


def _days(number):
    return f"{number} day{'' if number == 1 else 's'}"
