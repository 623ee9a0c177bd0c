"""An agenda built from what waits for a decision."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect
from django.utils import timezone

from tasking import services
from tasking.choices import State
from tasking.forms.meetings import AgendaForm
from tasking.models import TaskingRequest
from tasking.views.base import GuardedPage
from tasking.views.meetings import MeetingPage
from tasking.workflow import MEETING
from toex.audit.services import record_read
from toex.web.pages import posted_version

MOST = 200


class BuildAgenda(GuardedPage, MeetingPage):
    """What is ticked goes to the end of the agenda; what stands there stays."""

    template_name = "tasking/meeting_agenda.html"

    def check(self):
        MEETING.step_for("change", row=self.object, by=self.request.user)

    def waiting(self):
        """Return what is with TOEX, or deferred until the meeting's day, oldest first."""
        meeting = self.object
        due = Q(
            state=State.DEFERRED,
            decisions__superseded_by__isnull=True,
            decisions__review_on__lte=meeting.held_on,
        )
        rows = TaskingRequest.objects.visible_to(self.request.user).filter(
            Q(state=State.WITH_TOEX) | due, region=meeting.region_id
        )
        rows = rows.exclude(pk__in=meeting.agenda.values("request")).select_related("force")
        return rows.distinct().order_by("submitted_at", "pk")[:MOST]

    def form(self, data=None):
        return AgendaForm(data, waiting=self.waiting())

    def get_context_data(self, form=None, **kwargs):
        form = form or self.form()
        record_read(
            actor=self.request.user,
            action="request.list",
            at=timezone.now(),
            shown=form.requests,
        )
        there = [item.request for item in self.agenda()]
        return super().get_context_data(
            form=form, waiting=len(form.requests), there=there, stale=self.stale, **kwargs
        )

    def agenda(self):
        return self.object.agenda.select_related("request").order_by("order")

    def post(self, request, *args, **kwargs):
        form = self.form(request.POST)
        if not form.is_valid():
            return self.say(form=form)
        agenda = [item.request for item in self.agenda()] + form.chosen_requests()
        done = self.attempt(
            form,
            lambda: services.change_meeting(
                self.object,
                version=posted_version(request),
                by=request.user,
                at=timezone.now(),
                agenda=agenda,
            ),
        )
        if done is None:
            return self.refuse(form)
        messages.success(request, "The agenda is saved.")
        return redirect(self.object)
