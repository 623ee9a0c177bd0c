"""Tasking meetings: the list, planning one, keeping its agenda, and signing its minutes."""

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView, ListView

from tasking import services
from tasking.decided_for import with_cover
from tasking.forms.meetings import ChangeMeetingForm, MeetingForm
from tasking.forms.steps import NoteForm
from tasking.models import MeetingAction, TaskingMeeting, TaskingRequest
from tasking.models.meetings import MEETINGS
from tasking.views.base import DetailPage, GuardedPage, new_key, once, tell
from tasking.views.record import actions_of, attendance, in_conflict
from tasking.views.words import score_words
from tasking.workflow import MANAGERS, MEETING, MINUTES
from toex.accounts.choices import REGION_ROLES, Role
from toex.audit.services import record_read
from toex.web.pages import ListPage, RolesMixin, posted_version
from toex.workflow.authority import may


class Meetings(RolesMixin, ListPage, ListView):
    roles = [*REGION_ROLES, Role.PROGRAMME_OFFICE]
    queryset = TaskingMeeting.objects.select_related("region").order_by("-held_on", "-pk")
    audit_noun = "meeting"
    context_object_name = "rows"
    template_name = "tasking/meetings.html"
    paginate_by = 25

    def get_queryset(self):
        return super().get_queryset().annotate(items=Count("agenda"))

    def get_context_data(self, **kwargs):
        user = self.request.user
        mine = MeetingAction.objects.visible_to(user).of(user).open()
        return super().get_context_data(
            may_plan=may(user, MANAGERS), open_actions=mine.count(), **kwargs
        )


class MeetingPage(DetailPage):
    queryset = TaskingMeeting.objects.select_related("region", "signed_by", "created_by")
    series = MEETINGS
    audit_noun = "meeting"


class Meeting(MeetingPage):
    template_name = "tasking/meeting.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        items = self.object.agenda.select_related("request__force", "request__region")
        actions, carried = actions_of(self.object, reader=user, at=timezone.now())
        record_read(
            actor=user, action="action.list", at=timezone.now(), shown=[*actions, *carried]
        )
        seen = set(
            TaskingRequest.objects.visible_to(user)
            .filter(Q(agenda_items__meeting=self.object) | Q(decisions__meeting=self.object))
            .values_list("pk", flat=True)
        )
        return super().get_context_data(
            agenda=[
                {"item": item, "request": item.request, "seen": item.request_id in seen}
                for item in items.order_by("order")
            ],
            decisions=self.decisions(seen),
            attendance=attendance(self.object),
            actions=actions,
            carried=carried,
            steps=MEETING.open_steps(row=self.object, by=user),
            keeps=MINUTES.open_steps(row=self.object, by=user),
            **kwargs,
        )

    def decisions(self, seen):
        """Return what was decided here; of a request in sight with all that was said of it."""
        found = with_cover(
            self.object.decisions.select_related(
                "request", "decided_by", "assessment__model", "supersedes"
            ).order_by("pk")
        )
        told = [each for each in found if each.request_id in seen]
        conflicts = in_conflict(self.object)
        if told:
            record_read(
                actor=self.request.user,
                action="decision.list",
                at=timezone.now(),
                shown=[each.request for each in told],
            )
        return [
            {
                "decision": each,
                "seen": each.request_id in seen,
                "conflict": (each.decided_by_id, each.request_id) in conflicts,
                "score": score_words(each.assessment) if each.assessment else "None",
            }
            for each in found
        ]


class PlanMeeting(RolesMixin, FormView):
    roles = MANAGERS
    for_deciding = True
    form_class = MeetingForm
    template_name = "tasking/meeting_form.html"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_context_data(self, **kwargs):
        key = self.request.POST.get("once_key") or new_key()
        return super().get_context_data(once_key=key, **kwargs)

    def form_valid(self, form):
        try:
            return redirect(once(self.request, lambda: self.plan(form)))
        except ValidationError as error:
            tell(form, error)
        return self.form_invalid(form)

    def plan(self, form):
        row = services.plan_meeting(
            by=self.request.user, at=timezone.now(), **form.meeting_fields()
        )
        return row.get_absolute_url()


class ChangeMeeting(GuardedPage, MeetingPage):
    """The agenda, who sits, and that it was held; a stale change shows both texts."""

    template_name = "tasking/meeting_form.html"

    def get_queryset(self):
        return super().get_queryset().prefetch_related("agenda__request")

    def check(self):
        MEETING.step_for("change", row=self.object, by=self.request.user)

    def form(self, data=None):
        row = self.object
        saved = {
            "forum_name": row.forum_name,
            "held_on": row.held_on,
            "attendees": row.attendees,
            "agenda": [item.request.reference for item in row.agenda.all()],
        }
        return ChangeMeetingForm(data, meeting=row, user=self.request.user, initial=saved)

    def get_context_data(self, form=None, **kwargs):
        form = form or self.form()
        differences = self.differences(form) if self.stale else []
        return super().get_context_data(
            form=form, stale=self.stale, differences=differences, **kwargs
        )

    def differences(self, form):
        """Return (question, what you typed, what is saved) wherever the two are not the same."""
        saved = self.form().initial
        return [
            (form.fields[name].label, _shown(form.typed[name]), _shown(value))
            for name, value in saved.items()
            if form.typed[name] != value
        ]

    def post(self, request, *args, **kwargs):
        form = self.form(request.POST)
        if not form.is_valid():
            return self.say(form=form)
        form.typed = dict(form.cleaned_data)
        return self.carry_out(
            form,
            lambda: services.change_meeting(
                self.object,
                version=posted_version(request),
                by=request.user,
                at=timezone.now(),
                **form.meeting_fields(),
            ),
            done="The meeting is saved.",
        )


class SignMeeting(GuardedPage, MeetingPage):
    """Signing locks the minutes, so it is asked on a page of its own."""

    template_name = "tasking/meeting_sign.html"

    def check(self):
        MEETING.step_for("sign", row=self.object, by=self.request.user)

    def get_context_data(self, form=None, **kwargs):
        people = attendance(self.object)
        unasked = [each["name"] for each in people if each["declaration"] is None]
        return super().get_context_data(form=form or NoteForm(), unasked=unasked, **kwargs)

    def post(self, request, *args, **kwargs):
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self.say(form=form)
        return self.carry_out(
            form,
            lambda: services.sign_meeting(
                self.object,
                version=posted_version(request),
                by=request.user,
                at=timezone.now(),
                **form.cleaned_data,
            ),
            done="The minutes are signed and locked.",
        )


def _shown(value):
    return "\n".join(value) if isinstance(value, list) else value
