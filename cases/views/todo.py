"""What needs doing on a case, most pressing first: sentences that each lead to a page."""

from django.db.models import Count, Q
from django.urls import reverse

from cases.choices import MemberRole, OutcomeState, State, TaskState

NEXT = {
    State.TERMS: ("agree-terms", "Agree the terms of reference with the force's SIO."),
    State.DELIVERED: ("reassess", "Reassess the threat with the force that asked."),
    State.REASSESSED: ("close", "Close the case, and say who owns the threat now."),
}


def what_needs_doing(case, *, open_steps, manages, today):
    """Return [(sentence, address)] for whoever sees the case in full."""
    tasks = case.tasks.aggregate(
        overdue=Count("pk", filter=Q(state=TaskState.OPEN, due_on__lt=today)),
        soon=Count("pk", filter=Q(state=TaskState.OPEN, due_on__gte=today)),
    )
    events = case.outcomes.aggregate(
        drafts=Count("pk", filter=Q(state=OutcomeState.DRAFT)),
        disputed=Count("pk", filter=Q(disputed_at__isnull=False) & ~Q(state=OutcomeState.VOID)),
    )
    found = [
        (tasks["overdue"], "task is overdue.", "tasks are overdue.", "tasks"),
        (
            events["drafts"],
            "outcome is waiting to be verified by a manager.",
            "outcomes are waiting to be verified by a manager.",
            "case-outcomes",
        ),
        (
            events["disputed"],
            "outcome is disputed by the force.",
            "outcomes are disputed by the force.",
            "case-outcomes",
        ),
        (tasks["soon"], "task has a due date ahead.", "tasks have a due date ahead.", "tasks"),
    ]
    first = next_step(case, open_steps, today)
    counted = [
        (f"{number} {one if number == 1 else many}", page_of(case, page))
        for number, one, many, page in found
        if number
    ]
    return [*first, *counted, *nobody_leads(case, manages)]


def next_step(case, open_steps, today):
    if case.on_hold:
        return [("The case is on hold. Resume it when work can go on.", "#steps")]
    if case.state == State.DEVELOPMENT and "deliver" in open_steps:
        terms = case.terms.order_by("-pk").first()
        words = "Deliver a product."
        if terms:
            late = "was" if terms.due_on < today else "is"
            day = f"{terms.due_on.day} {terms.due_on:%B %Y}"
            words = f"Deliver a product. It {late} due on {day}."
        return [(words, page_of(case, "deliver"))]
    name, words = NEXT.get(case.state, ("", ""))
    return [(words, page_of(case, name))] if name in open_steps else []


def nobody_leads(case, manages):
    if not manages or case.state == State.CLOSED:
        return []
    if case.members.current().filter(role=MemberRole.LEAD).exists():
        return []
    return [("Nobody is named as case lead.", page_of(case, "add-member"))]


def page_of(case, name):
    return reverse(f"cases:{name}", args=[case.reference])
