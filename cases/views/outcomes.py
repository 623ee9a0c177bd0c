"""Outcomes across cases, those that wait for verification, and the page of one."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, ListView

from cases import services
from cases.choices import OutcomeState
from cases.forms.steps import ReasonForm
from cases.models import Outcome, OutcomeQuery
from cases.models.queries import READERS as QUERY_READERS
from cases.views.acts import StepForm
from cases.views.base import CasePage, sees_in_full
from cases.views.counting import sentence_of
from cases.views.narrowing import OutcomePageFilterSet
from cases.views.outcome_words import rows_of
from cases.workflow import OUTCOME, OUTCOME_EDITS
from tasking.models import TaskingRequest
from tasking.workflow import MANAGERS, MESSAGES
from toex.accounts.choices import Role
from toex.audit.services import record_read
from toex.core.views import VisibleRowsMixin
from toex.web.lists import ListInOneOrder, counted
from toex.web.pages import ListPage, RolesMixin, posted_version, take
from toex.web.walk import carried
from toex.workflow.authority import may

READERS = (Role.FORCE_LEAD, Role.TOEX_MANAGER, Role.ANALYST, Role.PROGRAMME_OFFICE)
SHOWN = (
    "case__lead_region",
    "case__requesting_force",
    "force",
    "threat",
    "recorded_by",
    "verified_by",
    "voided_by",
    "confirmed_by",
    "disputed_by",
    "source__signed_by",
)


CONFIRM = "Confirm this outcome"
CONFIRM_AFTER_ALL = "Take the dispute back and confirm this outcome"


class OutcomeList(ListInOneOrder):
    roles = READERS
    queryset = Outcome.objects.select_related("case", "force", "threat").newest_first()
    filterset_class = OutcomePageFilterSet
    template_name = "cases/outcomes.html"
    audit_noun = "outcome"
    context_object_name = "outcomes"
    paginate_by = 50

    def get_context_data(self, **kwargs):
        user = self.request.user
        context = super().get_context_data(
            full=sees_in_full(user),
            is_manager=may(user, MANAGERS),
            is_force=user.role == Role.FORCE_LEAD,
            **kwargs,
        )
        return {**context, "said": counted(context["paginator"].count, "outcome")}


class OutcomesToConfirm(RolesMixin, ListPage, ListView):
    """What a force may confirm or dispute: verified outcomes of the cases it asked for."""

    roles = (Role.FORCE_LEAD,)
    queryset = Outcome.objects.select_related("case", "force", "threat", "verified_by")
    template_name = "cases/outcomes_to_confirm.html"
    audit_noun = "outcome"
    context_object_name = "outcomes"
    paginate_by = 50

    def get_queryset(self):
        asked_for = (
            super().get_queryset().filter(case__requesting_force=self.request.user.force_id)
        )
        return asked_for.unconfirmed().order_by("verified_at", "pk")


class CaseOutcomes(CasePage):
    """The outcomes of one case that the reader may see; a gateway officer sees none."""

    template_name = "cases/case_outcomes.html"
    audit_noun = "case.outcomes"
    section = "case-outcomes"

    def get_object(self, queryset=None):
        if self.request.user.role == Role.GATEWAY_OFFICER:
            raise Http404
        return super().get_object(queryset)

    def get_context_data(self, **kwargs):
        outcomes = Outcome.objects.visible_to(self.request.user).filter(case=self.object)
        return super().get_context_data(
            outcomes=outcomes.select_related("force", "threat").order_by("-occurred_on", "-pk"),
            **kwargs,
        )


class OutcomePage(VisibleRowsMixin, DetailView):
    queryset = Outcome.objects.select_related(*SHOWN)
    template_name = "cases/outcome.html"
    context_object_name = "outcome"

    def get_object(self, queryset=None):
        outcome = super().get_object(queryset)
        record_read(
            actor=self.request.user, action="outcome.view", at=timezone.now(), target=outcome
        )
        return outcome

    def get_context_data(self, **kwargs):
        outcome, user = self.object, self.request.user
        seen = Outcome.objects.visible_to(user)
        replaced_by = seen.filter(replaces=outcome).first()
        return super().get_context_data(
            full=sees_in_full(user),
            replaces=seen.filter(pk=outcome.replaces_id).first(),
            replaced_by=replaced_by,
            may_replace=may_replace(outcome, user),
            queries=OutcomeQuery.objects.visible_to(user).filter(outcome=outcome).count(),
            sees_queries=user.role in QUERY_READERS,
            counts=counts_of(outcome, user),
            rows=rows_of(outcome, full=sees_in_full(user)),
            open_steps=OUTCOME.open_steps(row=outcome, by=user),
            write_to=where_to_write(outcome, user) if outcome.is_disputed else "",
            confirm_words=CONFIRM_AFTER_ALL if outcome.is_disputed else CONFIRM,
            edits=OUTCOME_EDITS.open_steps(row=outcome, by=user),
            **kwargs,
        )


def may_replace(outcome, user):
    """Whether the reader may record what is right in the place of a void outcome."""
    replaced = Outcome.objects.filter(replaces=outcome).exists()
    return sees_in_full(user) and outcome.state == OutcomeState.VOID and not replaced


def where_to_write(outcome, user):
    """Return the messages of the request that the case came from, where the reader may write."""
    seen = TaskingRequest.objects.visible_to(user)
    row = seen.filter(pk=outcome.case.request_id).first()
    if row is None or not MESSAGES.open_steps(row=row, by=user):
        return ""
    return f"{row.get_absolute_url()}#messages"


def counts_of(outcome, user):
    """Return how a draft will count, for whoever works on it; a verified one is in the figures."""
    if outcome.state != OutcomeState.DRAFT or not sees_in_full(user):
        return ""
    return sentence_of(outcome, user=user)


class OfOutcome:
    """A form about an outcome in sight."""

    audit_noun = "outcome.form"
    workflow = OUTCOME

    def get_row(self):
        seen = Outcome.objects.visible_to(self.request.user).select_related(*SHOWN)
        return get_object_or_404(seen, pk=self.kwargs["pk"])

    def get_context(self):
        return {"caption": self.row.case.reference}


class OutcomeStep(OfOutcome, StepForm):
    form_class = ReasonForm


void = OutcomeStep.as_view(
    step="void",
    service=services.void_outcome,
    heading="Void this outcome",
    hint="A void outcome stays on the record and counts nowhere. "
    "To correct it, void it and record what is right in its place.",
    button="Void the outcome",
    done="The outcome is void. It counts nowhere.",
)
dispute = OutcomeStep.as_view(
    step="dispute",
    service=services.dispute_outcome,
    heading="Dispute this outcome",
    hint="A disputed outcome still counts. The region and the programme office see that you "
    "dispute it, and why. You can take the dispute back: confirm the outcome then.",
    button="Dispute the outcome",
    done="The region sees that you dispute this outcome.",
)


# Where a button in a list leads back to.
LISTS = {"waiting": "cases:outcomes-to-verify", "confirming": "cases:outcomes-to-confirm"}


def button(service, done):
    @require_POST
    def view(request, pk):
        seen = Outcome.objects.visible_to(request.user).select_related("case")
        outcome = get_object_or_404(seen, pk=pk)
        taken = take(
            request,
            lambda: service(
                outcome, version=posted_version(request), by=request.user, at=timezone.now()
            ),
            done=done,
        )
        list_of_it = LISTS.get(request.POST.get("next"))
        if taken and list_of_it:
            return redirect(list_of_it)
        return redirect(carried(request, outcome.get_absolute_url()))

    return view


verify = button(services.verify_outcome, "The outcome is verified. It counts from now on.")
confirm = button(services.confirm_outcome, "The outcome is confirmed for your force.")
