"""Alternatives to what a release hides of one measure: compared, and one of them chosen."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from metrics import releases
from metrics.disclosure import audit
from metrics.figures import MARKING
from metrics.forms.disclosure import AlternativeForm
from metrics.measures import MEASURES
from metrics.releases.alternatives import alternatives_of, widened
from metrics.views.workspace import OfficePage
from metrics.workflow import REVIEW
from toex.web.pages import posted_version, take


class Alternatives(OfficePage):
    """Each is tried on a copy when the page is opened; nothing is kept before one is chosen."""

    audit_noun = "release.alternatives"
    template_name = "metrics/alternatives.html"

    def get_context_data(self, form=None, **kwargs):
        row, measure = self.object, self.measure()
        may_choose = self.may_choose()
        figures = row.figures.filter(measure=measure.code, status="ok")
        return super().get_context_data(
            measure=measure,
            measures=MEASURES.values(),
            may_choose=may_choose,
            now=figures.exclude(hidden="").count(),
            cells=figures.count(),
            findings=audit(row) if may_choose else [],
            rows=self.tried() if may_choose else [],
            widened=widened(row, measure.code, by=self.request.user) if may_choose else None,
            form=form or self.form(),
            marking=MARKING,
            **kwargs,
        )

    def measure(self):
        return MEASURES.get(self.request.GET.get("measure"), MEASURES["arrests"])

    def may_choose(self):
        return "choose-alternative" in REVIEW.open_steps(row=self.object, by=self.request.user)

    def tried(self):
        if not hasattr(self, "found"):
            self.found = alternatives_of(self.object, self.measure().code)
        return self.found

    def form(self, data=None):
        return AlternativeForm(data, alternatives=self.tried() if self.may_choose() else [])

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        measure, form = self.measure(), self.form(request.POST)
        done = "The release is protected in this way."
        if form.is_valid() and take(request, lambda: self.choose(form), done=done):
            address = reverse("metrics:disclosure", args=[self.object.reference])
            return redirect(f"{address}?measure={measure.code}")
        return self.render_to_response(self.get_context_data(form=form))

    def choose(self, form):
        releases.choose_alternative(
            self.object,
            version=posted_version(self.request),
            by=self.request.user,
            at=timezone.now(),
            measure=self.measure().code,
            **form.cleaned_data,
        )
