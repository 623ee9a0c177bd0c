"""Outcomes that wait for a manager: the list, and verifying several of them at once."""

from django.views.generic import ListView

from cases import services
from cases.choices import OutcomeState
from cases.forms.verifying import QuarterForm
from cases.models import Outcome
from cases.views.counting import by_itself, given_of
from cases.views.together import Together, chosen_rows, counted
from cases.workflow import OUTCOME
from toex.accounts.choices import Role
from toex.core.periods import parse, quarter_of
from toex.web.pages import ListPage, RolesMixin
from toex.workflow.authority import behind
from toex.workflow.refusals import Refusal

SHOWN = ("case", "force", "threat", "recorded_by")


def awaiting(user):
    """Return the drafts that `user` may verify: of cases their region leads, not their own.

    Under cover not the manager's own either.
    """
    drafts = Outcome.objects.visible_to(user).filter(state=OutcomeState.DRAFT)
    return drafts.filter(case__lead_region=user.region_id).exclude(recorded_by__in=behind(user))


def quarters_of(outcomes):
    """Return the names of the quarters in which `outcomes` happened, latest first."""
    days = outcomes.order_by().values_list("occurred_on", flat=True).distinct()
    return sorted({quarter_of(day).name for day in days}, reverse=True)


class OutcomesToVerify(RolesMixin, ListPage, ListView):
    roles = (Role.TOEX_MANAGER,)
    for_deciding = True
    queryset = Outcome.objects.select_related(*SHOWN)
    template_name = "cases/outcomes_to_verify.html"
    audit_noun = "outcome"
    context_object_name = "outcomes"
    paginate_by = 50

    def get_queryset(self):
        waiting = awaiting(self.request.user)
        self.form = QuarterForm(self.request.GET or None, quarters=quarters_of(waiting))
        rows = super().get_queryset().filter(pk__in=waiting.values("pk"))
        if self.form.is_valid() and self.form.cleaned_data["quarter"]:
            asked = parse(self.form.cleaned_data["quarter"])
            rows = rows.filter(occurred_on__range=(asked.first, asked.last))
        return rows.order_by("recorded_at", "pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(form=self.form, **kwargs)
        return {**context, "outcomes": with_counts(context["object_list"])}


def with_counts(outcomes):
    """Say on each outcome as what it will count by itself."""
    for outcome in outcomes:
        outcome.counts = by_itself(outcome.kind, given_of(outcome))
    return outcomes


class VerifySelected(Together):
    for_deciding = True
    template_name = "cases/verify_selected.html"
    audit_noun = "outcome"
    back = "cases:outcomes-to-verify"

    def choose(self, sent):
        seen = Outcome.objects.visible_to(self.request.user).select_related(*SHOWN)
        self.chosen = chosen_rows(sent.getlist("outcome"), seen)

    def act(self, *, by, at):
        services.verify_outcomes(self.chosen, by=by, at=at)

    def done(self):
        number = len(self.chosen)
        are = "is verified. It counts" if number == 1 else "are verified. They count"
        return f"{counted(number, 'outcome', 'outcomes')} {are} from now on."

    def shown(self):
        return [outcome for outcome, _ in self.chosen]

    def get_context(self):
        rows = with_counts(self.shown())
        for outcome in rows:
            outcome.refusal = refusal(outcome, by=self.request.user)
        ready = [outcome for outcome in rows if not outcome.refusal]
        return {
            "outcomes": ready,
            "left_out": [outcome for outcome in rows if outcome.refusal],
            "button": f"Verify {counted(len(ready), 'outcome', 'outcomes')}",
        }


def refusal(outcome, *, by):
    """Return why `by` cannot verify the outcome as it now stands, or an empty text."""
    try:
        OUTCOME.step_for("verify", row=outcome, by=by)
    except Refusal as error:
        return str(error)
    return ""
