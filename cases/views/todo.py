"""What needs doing on cases, most pressing first: sentences that each lead to a page.

The page of a case and the page of one's own work say the same, because both ask here.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q
from django.urls import reverse

from cases.choices import MemberRole, OutcomeState, State
from cases.models import Member, Outcome, Task, Terms
from cases.services.reminders import DAYS_TO_AGREE_TERMS
from toex.core.working_days import working_days_after

NEXT = {
    State.TERMS: ("agree-terms", "Agree the terms of reference with the force's SIO."),
    State.DELIVERED: ("reassess", "Reassess the threat with the force that asked."),
    State.REASSESSED: ("close", "Close the case, and say who owns the threat now."),
}


class Doing(NamedTuple):
    """Something to do: the sentence, where it is done, and by when if there is a day.

    What is `for_manager` is told to everyone who works on the case, and done by a manager.
    """

    words: str
    address: str
    due_on: date | None = None
    for_manager: bool = False


@dataclass(frozen=True)
class Standing:
    """What the rows around a case say of it."""

    overdue: int = 0
    soon: int = 0
    drafts: int = 0
    disputed: int = 0
    terms_due_on: date | None = None
    is_led: bool = False


def standings(cases, today):
    """Return {pk: `Standing`} of cases, in as many queries for one case as for many."""
    keys = [case.pk for case in cases]
    found = {pk: {} for pk in keys}
    not_void = ~Q(state=OutcomeState.VOID)
    tasks = Task.objects.filter(case__in=keys).to_do().order_by().values("case")
    for row in tasks.annotate(
        overdue=Count("pk", filter=Q(due_on__lt=today)),
        soon=Count("pk", filter=Q(due_on__gte=today)),
    ):
        found[row.pop("case")] |= row
    outcomes = Outcome.objects.filter(case__in=keys).order_by().values("case")
    for row in outcomes.annotate(
        drafts=Count("pk", filter=Q(state=OutcomeState.DRAFT)),
        disputed=Count("pk", filter=not_void & Q(disputed_at__isnull=False)),
    ):
        found[row.pop("case")] |= row
    for pk, due_on in (
        Terms.objects.filter(case__in=keys).order_by("pk").values_list("case", "due_on")
    ):
        found[pk]["terms_due_on"] = due_on  # the latest terms are the last
    leads = Member.objects.current().filter(case__in=keys, role=MemberRole.LEAD)
    for pk in leads.values_list("case", flat=True):
        found[pk]["is_led"] = True
    return {pk: Standing(**told) for pk, told in found.items()}


def what_needs_doing(case, standing, *, open_steps, manages, today):
    """Return [`Doing`] for whoever sees the case in full."""
    found = [
        (standing.overdue, "task is overdue.", "tasks are overdue.", "tasks", False),
        (
            standing.drafts,
            "outcome is waiting to be verified by a manager.",
            "outcomes are waiting to be verified by a manager.",
            "case-outcomes",
            True,
        ),
        (
            standing.disputed,
            "outcome is disputed by the force.",
            "outcomes are disputed by the force.",
            "case-outcomes",
            True,
        ),
        (
            standing.soon,
            "task has a due date ahead.",
            "tasks have a due date ahead.",
            "tasks",
            False,
        ),
    ]
    counted = [
        Doing(f"{number} {one if number == 1 else many}", page_of(case, page), None, for_manager)
        for number, one, many, page, for_manager in found
        if number
    ]
    first = next_step(case, standing, open_steps, today)
    return [*first, *counted, *nobody_leads(case, standing, manages)]


def next_step(case, standing, open_steps, today):
    """Return the step that the state of the case asks for, if it is open; one `Doing` or none."""
    if case.on_hold:
        words = "The case is on hold. Resume it when work can go on."
        return [Doing(words, f"{page_of(case, 'case')}#steps")]
    if case.state == State.DEVELOPMENT and "deliver" in open_steps:
        words, due_on = "Deliver a product.", standing.terms_due_on
        if due_on:
            late = "was" if due_on < today else "is"
            words = f"Deliver a product. It {late} due on {due_on.day} {due_on:%B %Y}."
        return [Doing(words, page_of(case, "deliver"), due_on)]
    name, words = NEXT.get(case.state, ("", ""))
    if name not in open_steps:
        return []
    return [Doing(words, page_of(case, name), terms_wanted_by(case))]


def terms_wanted_by(case):
    """Return the day by which the terms of a case are to be agreed, or None once they are."""
    if case.state != State.TERMS:
        return None
    return working_days_after(case.opened_on, DAYS_TO_AGREE_TERMS)


def nobody_leads(case, standing, manages):
    if not manages or case.state == State.CLOSED or standing.is_led:
        return []
    return [Doing("Nobody is named as case lead.", page_of(case, "add-member"))]


def page_of(case, name):
    return reverse(f"cases:{name}", args=[case.reference])
