"""Taking a step on a request: one page for each, so that a reason has room and is never lost."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone

from tasking import services
from tasking.forms.steps import (
    NoteForm,
    PassOnForm,
    ReasonForm,
    ReferForm,
    ReplyForm,
    ReturnForm,
)
from tasking.models import TaskingRequest
from tasking.views.base import ForThoseWhoMay
from tasking.views.clock import clock_of
from tasking.views.words import lacking
from tasking.workflow import REQUEST
from toex.web.pages import posted_version
from toex.web.walk import origin_of


@dataclass(frozen=True)
class Act:
    """What the page of a step says, and the service behind it."""

    words: str
    done: str
    service: Callable
    form: type
    hint: str = ""
    style: str = ""


ACTS = {
    "start-triage": Act(
        "Start checking",
        "You are checking this request.",
        services.start_triage,
        NoteForm,
        "The force sees that the request is being checked.",
    ),
    "refer": Act(
        "Put before the TOEX managers",
        "The request is with the TOEX managers.",
        services.refer_request,
        ReferForm,
        "The check is done, and a TOEX manager is asked to decide. A score is not needed.",
    ),
    "return": Act(
        "Return to the force",
        "The request is returned to the force.",
        services.return_request,
        ReturnForm,
        "The clock stops until the force sends it again.",
        "secondary",
    ),
    "pass-on": Act(
        "Pass on to another region",
        "The request is passed on.",
        services.pass_on_request,
        PassOnForm,
        "You will not see the request any more.",
        "secondary",
    ),
    "resubmit": Act(
        "Reply and send the request again",
        "Your reply and the request are sent.",
        services.resubmit_request,
        ReplyForm,
    ),
    "withdraw": Act(
        "Withdraw this request",
        "The request is withdrawn.",
        services.withdraw_request,
        ReasonForm,
        "A request that is withdrawn cannot be sent again.",
        "warning",
    ),
}


class Step(ForThoseWhoMay):
    template_name = "tasking/step.html"

    @property
    def step(self):
        return self.kwargs["step"]

    @property
    def act(self):
        return ACTS[self.step]

    def check(self):
        REQUEST.step_for(self.step, row=self.object, by=self.request.user)

    def form(self, data=None):
        if self.act.form in (PassOnForm, ReferForm):
            return self.act.form(data, request=self.object)
        return self.act.form(data)

    def get_context_data(self, form=None, **kwargs):
        asked = None
        if self.step == "resubmit":
            asked = (
                self.object.messages.exclude(by__force=self.object.force)
                .select_related("by")
                .order_by("-pk")
                .first()
            )
        return super().get_context_data(
            form=form or self.form(),
            act=self.act,
            step=self.step,
            stale=self.stale,
            asked=asked,
            lacking=lacking(self.object) if self.step == "resubmit" else [],
            **clock_of(self.object, at=timezone.now()),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        form = self.form(request.POST)
        if not form.is_valid():
            return self.say(form=form)
        done = self.attempt(
            form,
            lambda: self.act.service(
                self.object,
                version=posted_version(request),
                by=request.user,
                at=timezone.now(),
                **form.cleaned_data,
            ),
        )
        if done is None and not self.was_done_already(form):
            return self.refuse(form)
        messages.success(request, self.act.done)
        return self.onward()

    def was_done_already(self, form):
        """Return whether this is a second click: this person took this step in these very words.

        Other words, from a second window, were kept nowhere: they are no repeat.
        """
        last, typed = self.stale, form.cleaned_data
        words = typed["reason"] if "reason" in typed else typed["note"]
        return bool(
            last
            and last.actor_id == self.request.user.pk
            and last.action == f"request.{self.step}"
            and last.note.strip() == words.strip()
        )

    def onward(self):
        rows = TaskingRequest.objects.visible_to(self.request.user)
        if rows.filter(pk=self.object.pk).exists():
            return redirect(self.address_of_row())
        origin = origin_of(self.request)
        return redirect(origin.address if origin else "tasking:queue")
