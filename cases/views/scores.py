"""A score of a case by the region that leads it. It informs people; people decide."""

from django.db import transaction
from django.utils import timezone

from cases import services
from cases.forms.scores import ComputedScoreForm, ExternalScoreForm
from cases.views.acts import CaseAdd
from tasking.choices import ModelStatus
from tasking.models import ScoringModel


class AssessCase(CaseAdd):
    """`computed` says whether levels are asked for, or what another tool gave."""

    template_name = "cases/assess.html"
    section = page = "products"
    computed = False
    heading = "Record a score"
    button = "Record this score"
    done = "The score is recorded. It informs people; people decide."

    @property
    def model(self):
        return ScoringModel.objects.filter(status=ModelStatus.LIVE).order_by("-pk").first()

    def get_form(self, data=None):
        if self.computed and self.model:
            return ComputedScoreForm(data, model=self.model)
        return ExternalScoreForm(data)

    @transaction.atomic
    def carry_out(self, form):
        self.form = form
        return super().carry_out(form)

    def act(self, **fields):
        return services.assess_case(
            self.row, by=self.request.user, at=timezone.now(), **self.form.given()
        )

    def get_context(self):
        return {**super().get_context(), "model": self.model, "computed": self.computed}


assess = AssessCase.as_view()
assess_by_levels = AssessCase.as_view(computed=True)
