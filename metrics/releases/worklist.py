"""The work on a release as a list of steps: how far each is, whose it is and when it is due."""

from dataclasses import dataclass
from datetime import date

from metrics.choices import BY_HAND, ReleaseState, WorkStep
from metrics.models import PlannedStep, Release
from toex.core.templatetags.toex_tags import long_date

COMPLETED, TO_DO, LATER = "Completed", "Not yet started", "Cannot start yet"
NOT_NEEDED = "Not needed"
OF_WHAT_LEAVES = {WorkStep.DISCLOSURE, WorkStep.APPROVE, WorkStep.EARLY_ACCESS, WorkStep.PUBLISH}
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
    def due_on(self):
        return self.plan and self.plan.due_on

    @property
    def is_overdue(self) -> bool:
        is_open = self.status in (TO_DO, LATER)
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


def worklist(release: Release, *, confirmed: bool, is_clean: bool, today) -> list[WorkLine]:
    """Return the steps in their order, in one query.

    `confirmed` says whether every region has confirmed, `is_clean` whether the release as it
    stands withstands the attack.
    """
    plans = {plan.step: plan for plan in release.plan.select_related("owner", "done_by")}
    frozen = release.data_cut_at is not None
    approved = release.approved_at is not None
    done = {
        WorkStep.CONFIRM: confirmed or frozen,
        WorkStep.FREEZE: frozen,
        WorkStep.DISCLOSURE: approved or (frozen and is_clean),
        WorkStep.APPROVE: approved,
        WorkStep.PUBLISH: release.state == ReleaseState.PUBLISHED,
    }
    done |= {step: step in plans and plans[step].done_at is not None for step in BY_HAND}
    lines = []
    for number, step in enumerate(WorkStep, 1):
        waits = (step in AFTER_FREEZING and not frozen) or (
            step == WorkStep.PUBLISH and not approved
        )
        is_done = done[step] or release.state == ReleaseState.PUBLISHED
        status = COMPLETED if is_done else LATER if waits else TO_DO
        if release.is_internal and step in OF_WHAT_LEAVES:
            status = NOT_NEEDED
        lines.append(WorkLine(step, number, status, plans.get(step), today))
    return lines


def _days(number):
    return f"{number} day{'' if number == 1 else 's'}"
