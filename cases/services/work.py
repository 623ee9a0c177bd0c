"""What is done on a case from day to day: activities, tasks, subjects, assessments."""

from django.db import transaction

from cases.fields import Problems, cleaned
from cases.models import Activity, CaseAssessment, SubjectRole, Task
from cases.outcomes import is_subject_key
from cases.services.guards import check_lead_team, lock_for_team
from cases.workflow import TASK, TEAM
from tasking.choices import Side
from tasking.services import add_assessment
from toex.audit.services import record_event
from toex.core.periods import london_date
from toex.workflow.moves import lock, move


@transaction.atomic
def add_activity(case, *, by, at, kind, text, occurred_at):
    """Add something that was done on a case; it is never edited. Closed cases take them too.

    :raises NotYourStep: `by` does not work on the case
    :raises ValidationError: names each field that is missing or does not fit
    """
    case = lock_for_team(case, by=by)
    problems = Problems()
    values = cleaned(Activity, problems, kind=kind, text=text, occurred_at=occurred_at)
    when = values.get("occurred_at")
    if when and when > at:
        problems.add("occurred_at", "The time must not be in the future.")
    elif when and london_date(when) < case.opened_on:
        problems.add("occurred_at", "The time must not be before the case opened.")
    problems.refuse()
    activity = Activity.objects.create(case=case, recorded_at=at, recorded_by=by, **values)
    changes = {"kind": kind, "occurred_on": london_date(when).isoformat()}
    record_event(actor=by, action="case.add-activity", target=activity, at=at, changes=changes)
    return activity


@transaction.atomic
def add_task(case, *, by, at, text, assignee=None, due_on=None):
    """Add something to do on a case, for somebody who works on it or for nobody yet.

    :raises NotYourStep: `by` does not work on the case
    :raises ValidationError: names each field that is missing or does not fit
    """
    case = lock_for_team(case, by=by)
    problems = Problems()
    values = cleaned(Task, problems, optional=["due_on"], text=text, due_on=due_on)
    if assignee is not None and not works_on(case, assignee):
        sentence = "Choose a manager or analyst of a region that leads or supports the case."
        problems.add("assignee", sentence)
    if due_on is not None and due_on < case.opened_on:
        problems.add("due_on", "The date must not be before the case opened.")
    problems.refuse()
    task = Task.objects.create(
        case=case, assignee=assignee, created_at=at, created_by=by, **values
    )
    changes = {"assignee": assignee.email if assignee else None}
    record_event(actor=by, action="case.add-task", target=task, at=at, changes=changes)
    return task


def works_on(case, user):
    """Return whether `user` may be given a task of the case."""
    return (
        user.is_active
        and user.role in TEAM
        and type(case).objects.seen_in_full_by(user).filter(pk=case.pk).exists()
    )


@transaction.atomic
def finish_task(task, *, version, by, at, note=""):
    """Mark a task as done.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    """
    return move(
        task, TASK, "done", by=by, at=at, version=version, note=note, done_at=at, done_by=by
    )


@transaction.atomic
def add_subject(case, *, by, at, key, role, from_date=None):
    """Add what a pseudonymous subject is in a case, from a day on.

    :raises NotYourStep: `by` is not of the team that leads
    :raises ValidationError: names each field that is missing or does not fit
    """
    case = lock(case, by=by)
    check_lead_team(case, by)
    problems = Problems()
    today = london_date(at)
    values = cleaned(SubjectRole, problems, key=key, role=role, from_date=from_date or today)
    if "key" in values and not is_subject_key(values["key"]):
        sentence = "The key must be 4 to 32 capital letters, digits, slashes or hyphens."
        problems.add("key", sentence)
    if values["from_date"] > today:
        problems.add("from_date", "The date must not be in the future.")
    problems.refuse()
    if case.subjects.filter(key=key, role=role).exists():
        problems.add("key", "This subject has this part in the case already.")
    problems.refuse()
    subject, _ = join_subject(case, by=by, at=at, **values)
    return subject


def join_subject(case, *, by, at, key, role, from_date):
    """Add a subject's role unless the case has it; return it and whether it is new."""
    subject, is_new = SubjectRole.objects.get_or_create(
        case=case,
        key=key,
        role=role,
        defaults={"from_date": from_date, "recorded_at": at, "recorded_by": by},
    )
    if is_new:
        changes = {"role": role, "from_date": from_date.isoformat()}
        record_event(actor=by, action="case.add-subject", target=subject, at=at, changes=changes)
    return subject, is_new


@transaction.atomic
def assess_case(case, *, by, at, stage, mode, **given):
    """Add an assessment of a case by its lead region, and return it.

    `given`: what `tasking.services.add_assessment` takes. It supersedes the last of its stage.

    :raises NotYourStep: `by` is not of the team that leads
    :raises ValidationError: names each field that is missing or does not fit
    """
    case = lock(case, by=by)
    check_lead_team(case, by)
    assessment: CaseAssessment = add_assessment(
        case.assessments, by=by, at=at, side=Side.REGION, stage=stage, mode=mode, **given
    )
    changes = {"stage": stage, "mode": mode}
    record_event(actor=by, action="case.assess", target=assessment, at=at, changes=changes)
    return assessment
