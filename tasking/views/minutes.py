"""What a meeting keeps: who declared a conflict on what, and what somebody is asked to do."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone

from tasking import services
from tasking.forms.minutes import CONFLICT, NO_CONFLICT, ActionForm, DeclarationForm
from tasking.models import TaskingRequest
from tasking.views.base import GuardedPage, new_key, once
from tasking.views.meetings import MeetingPage
from tasking.workflow import MINUTES
from toex.web.pages import posted_version


class DeclareConflicts(GuardedPage, MeetingPage):
    """One attendee, by the place on the list; a stale declaration shows both."""

    template_name = "tasking/meeting_conflicts.html"

    def get_queryset(self):
        return super().get_queryset().prefetch_related("agenda__request")

    def check(self):
        MINUTES.step_for("declare", row=self.object, by=self.request.user)

    @property
    def attendee(self):
        """Return who it is about: as the form was opened, whatever the list is now."""
        posted = self.request.POST.get("attendee")
        place = self.kwargs["place"]
        if posted:
            return posted[:200]
        if not 0 < place <= len(self.object.attendees):
            raise Http404
        return self.object.attendees[place - 1]

    def saved(self):
        before = self.object.declarations.filter(attendee=self.attendee).first()
        if before is None:
            return {}
        on = [each.request.reference for each in before.conflicts.select_related("request")]
        return {
            "answer": CONFLICT if on else NO_CONFLICT,
            "requests": on,
            "nature": before.nature,
            "person": before.person_id,
        }

    def form(self, data=None):
        rows = TaskingRequest.objects.visible_to(self.request.user)
        seen = set(rows.filter(agenda_items__meeting=self.object).values_list("pk", flat=True))
        return DeclarationForm(data, meeting=self.object, seen=seen, initial=self.saved())

    def get_context_data(self, form=None, **kwargs):
        differences = self.differences(form) if self.stale else []
        return super().get_context_data(
            form=form or self.form(),
            attendee=self.attendee,
            stale=self.stale,
            differences=differences,
            **kwargs,
        )

    def differences(self, form):
        saved = self.form()
        return [
            (saved.fields[name].label, typed, now)
            for name in saved.fields
            for typed, now in [(_in_words(form, name), _in_words(saved, name))]
            if typed != now
        ]

    def post(self, request, *args, **kwargs):
        form = self.form(request.POST)
        if not form.is_valid():
            return self.say(form=form)
        return self.carry_out(
            form,
            lambda: services.declare_conflicts(
                self.object,
                version=posted_version(request),
                by=request.user,
                at=timezone.now(),
                attendee=self.attendee,
                **form.declared(),
            ),
            done="What they declared is saved.",
            to=f"{self.object.get_absolute_url()}#attendance",
        )


def _in_words(form, name):
    """Return an answer as a page shows it: the words of what is chosen, or the text."""
    value = form[name].value()
    values = value if isinstance(value, list) else [value]
    words = {str(code): label for code, label in getattr(form.fields[name], "choices", [])}
    return "\n".join(words.get(str(each), str(each)) for each in values if each)


class AddAction(GuardedPage, MeetingPage):
    """A key used once makes a double click one action."""

    template_name = "tasking/action_form.html"

    def check(self):
        MINUTES.step_for("keep-actions", row=self.object, by=self.request.user)

    def form(self, data=None):
        return ActionForm(data, meeting=self.object, user=self.request.user)

    def get_context_data(self, form=None, **kwargs):
        return super().get_context_data(
            form=form or self.form(),
            meeting=self.object,
            once_key=self.request.POST.get("once_key") or new_key(),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        form = self.form(request.POST)
        if not form.is_valid():
            return self.say(form=form)
        address = self.attempt(form, lambda: once(request, lambda: self.add(form)))
        if address is None:
            return self.refuse(form)
        messages.success(request, "The action is added.")
        return redirect(address)

    def add(self, form):
        by, at = self.request.user, timezone.now()
        services.add_action(self.object, by=by, at=at, **form.action())
        return f"{self.object.get_absolute_url()}#actions"
