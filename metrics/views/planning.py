"""Planning one step of the work on a release, and saying that it is done."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from cases.views.acts import RowForm
from metrics import releases
from metrics.choices import BY_HAND, WorkStep
from metrics.forms.releases import PlanForm
from metrics.views.releases import ROWS
from metrics.views.workspace import OfficeAct, check_office
from toex.web.pages import find, take


class Plan(RowForm):
    """Who does a step, and by when."""

    form_class = PlanForm
    audit_noun = "release.form"
    hint = "Everybody of the programme office sees it in the list of steps."
    button = "Save the plan"
    done = "The plan is saved."

    def get_row(self):
        row = find(ROWS.visible_to(self.request.user), None, self.kwargs["reference"])
        check_office(self.request.user)
        if self.kwargs["step"] not in WorkStep.values:
            raise Http404
        self.heading = WorkStep(self.kwargs["step"]).label
        return row

    def check(self, *, version):
        releases.check_plan(self.row, by=self.request.user)

    def get_form_kwargs(self):
        step = self.kwargs["step"]
        return {"step": step, "plan": self.row.plan.filter(step=step).first()}

    def get_success_url(self):
        return reverse("metrics:workspace", args=[self.row.reference])

    def act(self, **fields):
        releases.plan_step(
            self.row,
            by=self.request.user,
            at=timezone.now(),
            step=self.kwargs["step"],
            **fields,
        )


class TickOff(OfficeAct):
    """Say by one button that a step is done."""

    def post(self, request, reference, step):
        row = self.release()
        if step not in BY_HAND:
            raise Http404
        take(
            request,
            lambda: releases.tick_off(row, by=request.user, at=timezone.now(), step=step),
            done=f"Done: {WorkStep(step).label[0].lower()}{WorkStep(step).label[1:]}.",
        )
        return redirect("metrics:workspace", row.reference)
