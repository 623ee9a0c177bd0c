"""The decision page of a request. It belongs here because adopting a request opens a case."""

from django.contrib import messages
from django.forms import model_to_dict
from django.shortcuts import redirect, render
from django.utils import timezone

from cases import services
from cases.forms.decisions import ABOUT_TO, DecisionForm
from cases.models import Case
from cases.views.acts import StepForm
from cases.views.checking import CheckedFirst
from tasking.choices import ADOPTING, DecisionOutcome
from tasking.decided_for import with_cover
from tasking.models import TaskingRequest
from tasking.models.requests import REQUESTS
from tasking.services import check_decision
from tasking.views.clock import clock_of
from tasking.views.request import assessments
from tasking.views.words import answers, with_whom
from tasking.workflow import REQUEST
from toex.audit.services import record_read
from toex.core.forms import in_words
from toex.core.periods import london_date
from toex.core.templatetags.toex_tags import clock_time, long_date
from toex.web.pages import find
from toex.web.walk import carried


class Decide(CheckedFirst, StepForm):
    """G3: the request beside the decision, so that nobody has to leave the page to read it.

    It is beside the check too. What was typed is never lost: where somebody else decided first,
    both stand side by side, and nothing is offered that can no longer be done.
    """

    workflow = REQUEST
    step = "decide"
    service = staticmethod(services.decide)
    audit_noun = "request.decide"
    template_name = "cases/decide.html"
    check_template = "cases/decide_check.html"
    already = "Your decision is saved"
    anchor = "#decision"
    heading = "Decide this request"
    button = "Continue"

    def get_row(self):
        seen = TaskingRequest.objects.visible_to(self.request.user)
        rows = seen.select_related("force", "region", "requester")
        return find(rows, REQUESTS, self.kwargs["reference"])

    def get_form(self, data=None):
        return self.form_of(data=data)

    def form_of(self, **given):
        today = london_date(timezone.now())
        return DecisionForm(row=self.row, by=self.request.user, today=today, **given)

    def get_context(self):
        found = self.row.decisions.select_related("decided_by", "meeting").order_by("-pk")
        decisions = with_cover(found)
        return {
            **super().get_context(),
            "decisions": decisions,
            "seen": decisions[0].pk if decisions else "",
            "groups": answers(self.row, reader=self.request.user),
            "with_whom": with_whom(self.row),
            "conversation": self.row.messages.select_related("by").order_by("-pk"),
            **assessments(self.row),
            **clock_of(self.row, at=timezone.now()),
        }

    def try_out(self, form):
        check_decision(self.row, at=timezone.now(), **form.cleaned_data)

    def show_check(self, form):
        """Show what will be saved: what another outcome would need is left out."""
        given = form.cleaned_data
        self.heading = "Check your decision"
        kept = check_decision(self.row, at=timezone.now(), **given)
        form.about_to = ABOUT_TO[given["outcome"]]
        form.shown = [
            (field.label, in_words(field, form[name].value()))
            for name, field in form.fields.items()
            if kept[name]
        ]
        return super().show_check(form)

    def act(self, **fields):
        self.row = super().act(**fields)
        self.done = said_of(fields["outcome"])
        return self.row

    def get_case(self):
        return Case.objects.visible_to(self.request.user).filter(request=self.row).first()

    def get_success_url(self):
        return (self.get_case() or self.row).get_absolute_url()

    def show_stale(self, form):
        """Where a decision was saved meanwhile it is told; else as of any row that changed."""
        found = with_cover(self.row.decisions.select_related("decided_by").order_by("-pk")[:1])
        if not found or str(found[0].pk) == form.data.get("seen", ""):
            return super().show_stale(form)
        self.row = self.get_row()
        if self.is_repeat(form, found[0]):
            messages.success(self.request, said_of(found[0].outcome))
            return redirect(carried(self.request, self.get_success_url()))
        return self.show_both(form, found[0])

    def is_repeat(self, form, decision):
        """Return whether this is a second click: the same person confirms the very same."""
        confirmed = self.request.POST.get("act") == "save" and form.is_valid()
        return (
            confirmed
            and decision.decided_by_id == self.request.user.pk
            and all(getattr(decision, name) == given for name, given in form.cleaned_data.items())
        )

    def show_both(self, form, decision):
        """Show both decisions, and where to go on: what was typed cannot be sent any more."""
        user = self.request.user
        record_read(
            actor=user, action=f"{self.audit_noun}.view", at=timezone.now(), target=self.row
        )
        context = {
            "row": self.row,
            "decided": who_decided(decision, reader=user, at=timezone.now()),
            "compared": self.compare(form, decision),
            "case": self.get_case(),
            "may_decide": self.step in REQUEST.open_steps(row=self.row, by=user),
        }
        return render(self.request, "cases/decided_meanwhile.html", context, status=409)

    def compare(self, form, decision):
        """Return (question, what was typed, what stands) wherever one of the two says anything."""
        saved = self.form_of(initial=model_to_dict(decision))
        pairs = [
            (
                field.label,
                in_words(field, form[name].value()),
                in_words(field, saved[name].value()),
            )
            for name, field in form.fields.items()
        ]
        return [each for each in pairs if any(each[1:])]


def said_of(outcome):
    """Return what is said once a decision is saved."""
    opens = " The case is open." if outcome in ADOPTING else ""
    return f"Decision saved: {DecisionOutcome(outcome).label.lower()}.{opens}"


def who_decided(decision, *, reader, at):
    """Return who decided and when; the day is left out where it is today."""
    who = "You" if decision.decided_by_id == reader.pk else decision.decided_by.name
    cover = f", {decision.cover_words}," if decision.cover_words else ""
    today = london_date(decision.decided_at) == london_date(at)
    when = "" if today else f" on {long_date(decision.decided_at)}"
    return f"{who}{cover} decided this request{when} at {clock_time(decision.decided_at)}."
