"""The review of what a release hides: why, how well, and one more cell hidden by hand."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from metrics import attacks, releases
from metrics.choices import TableCode
from metrics.disclosure import review
from metrics.disclosure.thresholds import threshold_of
from metrics.figures import MARKING
from metrics.forms.disclosure import HideCellForm
from metrics.measures import MEASURES
from metrics.releases.behind import Behind
from metrics.releases.pending import pending_of
from metrics.views.workspace import OfficeAct, OfficePage
from metrics.workflow import REVIEW
from tasking.views.base import tell
from toex.web.pages import posted_version, take
from toex.workflow.refusals import Refusal


class Disclosure(OfficePage):
    """True values are shown here, to the programme office only."""

    audit_noun = "release.disclosure"
    template_name = "metrics/disclosure.html"

    def get_context_data(self, form=None, **kwargs):
        measure, found, standing = self.measure(), self.review(), self.standing()
        may_hide = "hide-cell" in REVIEW.open_steps(row=self.object, by=self.request.user)
        if form is None and may_hide and found.choices:
            form = self.form()
        return super().get_context_data(
            review=found,
            standing=standing,
            measure=measure,
            threshold=threshold_of(measure.code, self.object.mode),
            tables=TableCode.labels,
            form=form,
            marking=MARKING,
            may_hide=may_hide,
            pending=pending_of(self.object, by=self.request.user),
            **kwargs,
        )

    def measure(self):
        """Return the measure asked for, else the first that hides something, else the first."""
        asked = MEASURES.get(self.request.GET.get("measure"))
        if asked:
            return asked
        hiding = set(self.object.figures.exclude(hidden="").values_list("measure", flat=True))
        return next((MEASURES[code] for code in MEASURES if code in hiding), MEASURES["arrests"])

    def review(self):
        if not hasattr(self, "found"):
            fresh = self.standing().fresh
            bounds = fresh.bounds if fresh and fresh.bounds else None
            behind = Behind(self.object, self.request.user).figure
            self.found = review(self.object, self.measure(), bounds, behind)
        return self.found

    def standing(self):
        """Return what is known of the release as it stands, asked for once a page."""
        if not hasattr(self, "known"):
            self.known = attacks.standing_of(self.object)
        return self.known

    def form(self, data=None):
        lines = [line for _, lines in self.review().sections for line in lines]
        return HideCellForm(data, release=self.object, lines=lines)

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        measure, form = self.measure(), self.form(request.POST)
        try:
            if form.is_valid():
                self.hide(form)
                messages.success(request, "The cell is hidden.")
                address = reverse("metrics:disclosure", args=[self.object.reference])
                return redirect(f"{address}?measure={measure.code}")
        except ValidationError as error:
            tell(form, error)
        except Refusal as error:
            form.add_error(None, str(error))
        return self.render_to_response(self.get_context_data(form=form))

    def hide(self, form):
        releases.hide_cell(
            self.object,
            version=posted_version(self.request),
            by=self.request.user,
            at=timezone.now(),
            **form.cleaned_data,
        )


class AskForAttack(OfficeAct):
    """Have the release attacked as it stands, by one button."""

    def post(self, request, reference):
        row = self.release()
        take(
            request,
            lambda: attacks.ask_for_attack(row, by=request.user, at=timezone.now()),
            done="The release is being checked.",
        )
        return redirect("metrics:disclosure", row.reference)
