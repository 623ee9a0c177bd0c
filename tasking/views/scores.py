"""Recording a score of a request, by its force or by its region, or that there is none."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from tasking import services
from tasking.choices import Mode, ModelStatus, Side, Stage, State
from tasking.forms.scores import HOW, NONE, ExternalForm, HowForm, LevelsForm
from tasking.models import ScoringModel
from tasking.views.base import ForThoseWhoMay, later_address, new_key, once
from tasking.workflow import EDITS, SCORING
from toex.core.templatetags.toex_tags import clock_time
from toex.web.pages import posted_version
from toex.web.walk import carried


def last_score(row, *, by):
    """Return the latest score by the side of `by`, or None."""
    side = Side.FORCE if by.force_id else Side.REGION
    scores = row.assessments.filter(side=side, superseded_by__isnull=True)
    return scores.select_related("model").order_by("-pk").first()


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
        if how is None:
            return self.say(form=self.how_form())
        return self.say(form=self.form_for(how) or self.how_form(request.GET))

    def post(self, request, *args, **kwargs):
        chosen = request.POST.get("how")
        if chosen == NONE:
            return self.have_none()
        if "later" in request.POST:
            return self.come_back_later(chosen or request.GET.get("how"))
        if self.form_for(chosen):
            return redirect(self.address_for(chosen))
        form = self.form_for(request.GET.get("how"), request.POST)
        if form is None:
            return self.say(form=self.how_form(request.POST))
        if not form.is_valid():
            return self.say(form=form)
        address = self.attempt(form, lambda: once(request, lambda: self.record(form)))
        if address is None:
            return self.refuse(form)
        messages.success(request, "The score is recorded. It informs people; people decide.")
        return redirect(address)

    def come_back_later(self, how):
        """Keep what was typed of a score, sound or not, and lead back to the list."""
        form = self.form_for(how, self.request.POST) or self.how_form(self.request.POST)
        boxes = self.request.POST.items()
        begun = {"how": how, **{box: text for box, text in boxes if box in form.fields}}
        return self.carry_out(
            form,
            lambda: services.begin_score(
                self.object,
                version=posted_version(self.request),
                by=self.request.user,
                at=timezone.now(),
                begun=begun if how else None,
            ),
            done=f"Saved at {clock_time(timezone.now())}.",
            to=later_address(self.object),
        )

    def have_none(self):
        """Keep the answer while answers can be changed; later, and of a region, nobody asks."""
        if self.may_come_back():
            form = self.how_form(self.request.POST)
            if self.attempt(form, self.say_none) is None:
                return self.refuse(form)
        return redirect(self.next_address())

    def say_none(self):
        return services.say_no_score(
            self.object,
            version=posted_version(self.request),
            by=self.request.user,
            at=timezone.now(),
        )

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
        begun = self.begun() if self.begun().get("how") == how else {}
        if how == Mode.EXTERNAL:
            return ExternalForm(data, initial=begun)
        if how == Mode.COMPUTED and self.model:
            return LevelsForm(data, model=self.model, initial=begun or self.last_levels())
        return None

    def begun(self):
        """Return what the requester typed of a score before, to go on with."""
        return (self.may_come_back() and self.object.score_begun) or {}

    def may_come_back(self):
        return bool(EDITS.open_steps(row=self.object, by=self.request.user))

    def how_form(self, data=None):
        form = HowForm(data, initial={"how": self.said()})
        if not self.model:
            form.fields["how"].choices = [each for each in HOW if each[0] != Mode.COMPUTED]
        return form

    def said(self):
        """Return what was answered before."""
        if self.begun():
            return self.begun()["how"]
        last = last_score(self.object, by=self.request.user)
        if last:
            return last.mode
        return NONE if self.object.has_no_score and self.request.user.force_id else None

    def address_for(self, how):
        query = self.request.GET.copy()
        query["how"] = how
        return f"{self.request.path}?{query.urlencode()}"

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
            back=self.next_address(),
            may_come_back=self.may_come_back(),
            **kwargs,
        )
