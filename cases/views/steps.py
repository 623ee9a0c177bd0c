"""The steps of a case, each a form of its own; those that need no words are buttons."""

from functools import partial

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases import services
from cases.choices import OutcomeState, State, TaskState
from cases.forms.steps import (
    CloseForm,
    DeliverForm,
    ReasonForm,
    ReassessForm,
    ReclassifyForm,
    TermsForm,
    TransferForm,
)
from cases.views.acts import CaseStep
from cases.views.base import full_case, full_cases
from cases.views.checking import CheckedFirst
from cases.views.todo import page_of
from toex.core.forms import in_words
from toex.web.pages import posted_version, take
from toex.web.walk import carried


class Close(CaseStep):
    """Closing says first what is still open; none of it stands in the way but the state."""

    template_name = "cases/close.html"

    def get_context(self):
        notes = [(words, page_of(self.row, page)) for words, page in unfinished(self.row)]
        return {**super().get_context(), "notes": notes}


def unfinished(case):
    """Return what is not finished on a case that is about to close: (sentence, page)."""
    tasks = case.tasks.filter(state=TaskState.OPEN).count()
    drafts = case.outcomes.filter(state=OutcomeState.DRAFT).count()
    notes = []
    if tasks:
        notes.append((f"{counted(tasks, 'task is', 'tasks are')} still to do.", "tasks"))
    if not case.products.exists():
        notes.append(("No product has been delivered.", "products"))
    if case.state != State.REASSESSED:
        notes.append(
            (
                "The threat has not been reassessed, so the case cannot close as completed.",
                "products",
            )
        )
    if drafts:
        words = counted(drafts, "outcome is", "outcomes are")
        notes.append((f"{words} still to be verified.", "case-outcomes"))
    elif not case.outcomes.exists():
        notes.append(("No outcome is recorded. Close the case if none arose.", "case-outcomes"))
    return notes


def counted(number, one, many):
    return f"{number} {one if number == 1 else many}"


class Transfer(CheckedFirst, CaseStep):
    """Read over before it is done: the region that gives the case away may lose sight of it."""

    template_name = "cases/transfer.html"
    check_template = "cases/transfer_check.html"
    already = "The lead is transferred"

    def show_check(self, form):
        form.shown = [
            (field.label, in_words(field, form[name].value()))
            for name, field in form.fields.items()
        ]
        return super().show_check(form)

    def get_success_url(self):
        """Lead back to the case, or to the list where the case has left the reader's sight."""
        if full_cases(self.request.user).filter(pk=self.row.pk).exists():
            return self.row.get_absolute_url()
        return reverse("cases:cases")


agree_terms = CaseStep.as_view(
    step="agree-terms",
    service=services.agree_terms,
    form_class=TermsForm,
    row_as="case",
    section="terms",
    heading="Agree the terms of reference",
    button="Save the terms",
    done="The terms of reference are agreed. Development can begin.",
)
deliver = CaseStep.as_view(
    step="deliver",
    service=services.deliver,
    form_class=DeliverForm,
    section="products",
    heading="Deliver a product",
    button="Save the product",
    done="The product is on the record.",
)
close = Close.as_view(
    step="close",
    service=services.close_case,
    form_class=CloseForm,
    heading="Close the case",
    button="Close the case",
    done="The case is closed. Outcomes can still be recorded.",
)
reassess = CaseStep.as_view(
    step="reassess",
    service=services.reassess,
    form_class=ReassessForm,
    row_as="case",
    heading="Reassess the threat",
    button="Save the reassessment",
    done="The reassessment is saved.",
)
reclassify = CaseStep.as_view(
    step="reclassify",
    service=services.reclassify,
    form_class=ReclassifyForm,
    row_as="case",
    heading="Change title, types or flags",
    done="The case is changed.",
)
transfer_lead = Transfer.as_view(
    step="transfer-lead",
    service=services.transfer_lead,
    form_class=TransferForm,
    row_as="case",
    heading="Transfer the lead",
    button="Continue",
    done="The lead is transferred.",
)
with_a_reason = partial(CaseStep.as_view, form_class=ReasonForm)
reopen = with_a_reason(
    step="reopen",
    service=services.reopen_case,
    heading="Reopen the case",
    button="Reopen the case",
    done="The case is open again.",
)
hold = with_a_reason(
    step="hold",
    service=services.hold_case,
    heading="Put the case on hold",
    button="Put on hold",
    hint="The clocks of the case stop until it is resumed.",
    done="The case is on hold. Its clocks have stopped.",
)
restrict = with_a_reason(
    step="restrict",
    service=services.restrict_case,
    heading="Restrict the case",
    button="Restrict the case",
    hint="Then only managers of the lead region and analysts who are members see it. "
    "It still counts in the figures. The request it came from stays open to your region's team.",
    done="The case is restricted.",
)


def button(service, done):
    """Return a view that takes a step without asking anything."""

    @require_POST
    def view(request, reference):
        case = full_case(request, reference)
        take(
            request,
            lambda: service(
                case, version=posted_version(request), by=request.user, at=timezone.now()
            ),
            done=done,
        )
        return redirect(carried(request, case.get_absolute_url()))

    return view


resume = button(services.resume_case, "The case is open for work again. Its clocks run.")
unrestrict = button(services.unrestrict_case, "The case is no longer restricted.")
