"""A manager shares out work: cases assigned together, and all of an analyst's work handed over."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.choices import OPEN_STATES, MemberRole
from cases.fields import Problems
from cases.models import Case, Member, Task
from cases.services.guards import check_lead_manager
from cases.services.parts import add_member, end_member
from cases.services.work import works_on
from tasking.models import MeetingAction
from toex.accounts.choices import Role
from toex.core.periods import london_date
from toex.workflow.moves import change, check_version, lock
from toex.workflow.refusals import NotYourStep, Refusal, StepNotAllowed, VersionStale


@transaction.atomic
def assign_cases(chosen, *, user, by, at):
    """Make `user` a case lead of all of `chosen`, pairs of a case and its version, or of none.

    :raises DoesNotExist: one is out of sight of `by`
    :raises ValidationError: says of each case that cannot be assigned why not
    """
    sentences = [] if chosen else ["Select at least one case."]
    for case, version in sorted(chosen, key=lambda pair: pair[0].pk):
        try:
            _assign(case, version, user=user, by=by, at=at)
        except Refusal as error:
            sentences.append(f"{case.reference}: {error}")
        except ValidationError as error:
            sentences += [f"{case.reference}: {sentence}" for sentence in error.messages]
    if sentences:
        raise ValidationError(sentences)


def _assign(case, version, *, user, by, at):
    case = lock(case, by=by)
    check_lead_manager(case, by)
    check_version(case, version)
    if case.state not in OPEN_STATES:
        raise StepNotAllowed("The case is closed.")
    if not _take_part(case, user, MemberRole.LEAD, by=by, at=at):
        raise StepNotAllowed("This person leads the case already.")


def _take_part(case, user, role, *, by, at, note=""):
    """Give `user` this part or keep a greater one; return the new row, or None where none is."""
    now = case.members.filter(user=user, ended_at__isnull=True).first()
    if now and (now.role == MemberRole.LEAD or role == MemberRole.MEMBER):
        return None
    if now:
        until = london_date(at)
        end_member(now, version=now.version, by=by, at=at, until=until, note=note)
    return add_member(case, by=by, at=at, user=user, role=role, note=note)


def work_of(person, *, by):
    """Return ([member], [task]) of `person` on open cases that the region of `by` leads."""
    cases = Case.objects.visible_to(by).filter(lead_region=by.region_id, state__in=OPEN_STATES)
    parts = Member.objects.filter(user=person, ended_at__isnull=True, case__in=cases)
    tasks = Task.objects.to_do().filter(assignee=person, case__in=cases)
    order = ("case__opened_on", "case", "pk")
    return [
        list(rows.select_related("case__lead_region", owner).order_by(*order))
        for rows, owner in ((parts, "user"), (tasks, "assignee"))
    ]


def actions_that_stay(person, *, by):
    """Return the open actions of meetings that `person` keeps: a meeting gave them, not a case."""
    actions = MeetingAction.objects.visible_to(by).of(person).open()
    return list(actions.select_related("meeting").soonest_first())


def mark_of(row):
    """Return the kind, number and version of a row: what a page of work was made from."""
    return f"{row._meta.model_name}-{row.pk}-{row.version}"


@transaction.atomic
def hand_over(person, *, to, seen, reason, by, at):
    """Give all work of one analyst to another of the region of `by`, and return the cases.

    Memberships end today and begin for `to` with the same part; open tasks get a new assignee.
    `seen`: the marks of the work that was read.

    :raises NotYourStep: `by` is no manager
    :raises VersionStale: the work is not what was read
    :raises ValidationError: names each field that does not fit
    """
    if by.role != Role.TOEX_MANAGER:
        raise NotYourStep("Only a manager of the region may hand over work.")
    _check_hand_over(person, to, reason, by=by)
    parts, tasks = work_of(person, by=by)
    if not parts and not tasks:
        raise ValidationError("There is nothing to hand over.")
    if {mark_of(row) for row in [*parts, *tasks]} != set(seen):
        raise VersionStale
    today, note = london_date(at), reason.strip()
    for part in parts:
        end_member(part, version=part.version, by=by, at=at, until=today, note=note)
        _take_part(part.case, to, part.role, by=by, at=at, note=note)
    for task in tasks:
        _reassign(task, to, by=by, at=at, note=note)
    return {row.case for row in [*parts, *tasks]}


def _check_hand_over(person, to, reason, *, by):
    problems = Problems()
    analysts = {each.pk for each in (person, to) if _is_analyst_of(each, by.region_id)}
    if person.pk not in analysts:
        problems.add("person", "Select an analyst of your region.")
    if to.pk not in analysts or not to.is_active:
        problems.add("to", "Select an analyst of your region.")
    elif to.pk == person.pk:
        problems.add("to", "Select another analyst than the one who hands over.")
    if not reason.strip():
        problems.add("reason", "Enter a reason.")
    problems.refuse()


def _is_analyst_of(user, region_id):
    return user.role == Role.ANALYST and user.region_id == region_id


def _reassign(task, to, *, by, at, note):
    version, before = task.version, task.assignee
    task = lock(task, by=by)
    if not works_on(task.case, to):
        sentence = f"{task.belongs_to} is restricted, and this analyst is no member of it."
        raise ValidationError({"to": [sentence]})
    return change(
        task,
        by=by,
        at=at,
        version=version,
        action="case.reassign-task",
        changes={"assignee": [before.email, to.email]},
        note=note,
        assignee=to,
    )
