"""Recording a score of a request, by its force or by its region. Nobody needs one."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from tasking import services
from tasking.choices import Mode, ModelStatus, Side, Stage, State
from tasking.forms.scores import HOW, ExternalForm, HowForm, LevelsForm
from tasking.models import ScoringModel
from tasking.views.base import REFUSED, ForThoseWhoMay, new_key, once
from tasking.workflow import SCORING
from toex.web.walk import carried


class Score(ForThoseWhoMay):
    """First how, then the score itself; to have none is always an answer."""

    template_name = "tasking/score.html"

    def check(self):
        SCORING.step_for("assess", row=self.object, by=self.request.user)

    @property
    def model(self):
        return ScoringModel.objects.filter(status=ModelStatus.LIVE).order_by("-pk").first()

    def get(self, request, *args, **kwargs):
        how = request.GET.get("how")
        if how == "none":
            return redirect(self.next_address())
        if how is None:
            return self.say(form=self.how_form())
        return self.say(form=self.form_for(how) or self.how_form(request.GET))

    def post(self, request, *args, **kwargs):
        how = request.GET.get("how")
        form = self.form_for(how, request.POST)
        if form is None:
            return self.say(form=self.how_form(request.POST))
        if not form.is_valid():
            return self.say(form=form)
        address = self.attempt(form, lambda: once(request, lambda: self.record(form)))
        if address is None:
            return self.say(form=form, status=REFUSED)
        messages.success(request, "The score is recorded. It informs people; people decide.")
        return redirect(address)

    def record(self, form):
        services.assess_request(
            self.object,
            by=self.request.user,
            at=timezone.now(),
            stage=Stage.INITIAL,
            **form.assessment(),
        )
        return self.next_address()

    def form_for(self, how, data=None):
        if how == Mode.EXTERNAL:
            return ExternalForm(data)
        if how == Mode.COMPUTED and self.model:
            return LevelsForm(data, model=self.model, initial=self.last_levels())
        return None

    def how_form(self, data=None):
        form = HowForm(data)
        if not self.model:
            form.fields["how"].choices = [each for each in HOW if each[0] != Mode.COMPUTED]
        return form

    def last_levels(self):
        side = Side.FORCE if self.request.user.force_id else Side.REGION
        last = self.object.assessments.filter(side=side, mode=Mode.COMPUTED).order_by("-pk")
        return getattr(last.first(), "levels", {})

    def next_address(self):
        if self.object.state not in (State.DRAFT, State.RETURNED) or self.request.user.region_id:
            return self.address_of_row()
        name = "check" if self.request.GET.get("from") == "check" else "tasks"
        return carried(self.request, reverse(f"tasking:{name}", args=[self.object.reference]))

    def get_context_data(self, **kwargs):
        key = self.request.POST.get("once_key") or new_key()
        return super().get_context_data(
            once_key=key,
            model=self.model,
            origin=self.request.GET.get("from", ""),
            back=self.next_address(),
            **kwargs,
        )
