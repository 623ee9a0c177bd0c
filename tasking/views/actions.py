"""Actions that meetings gave to somebody: one's own list, and one action to close or to reword."""

from django.db.models import Count, Q
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import ListView

from tasking import services
from tasking.choices import ActionState
from tasking.forms.minutes import ActionForm, DoneForm
from tasking.models import MeetingAction, TaskingRequest
from tasking.models.minutes import ACTIONS
from tasking.views.base import DetailPage, GuardedPage
from tasking.workflow import ACTION
from toex.accounts.choices import REGION_ROLES
from toex.core.periods import london_date
from toex.web.pages import ListPage, RolesMixin, posted_version

ROWS = MeetingAction.objects.select_related(
    "meeting__region", "owner", "request", "created_by", "done_by"
)
MINE, DONE, REGION = "mine", "done", "region"
TABS = {MINE: "To do", DONE: "Done", REGION: "All to do in your region"}


class YourActions(RolesMixin, ListPage, ListView):
    """What the reader is asked to do, the most pressing first; and what their region has open."""

    roles = REGION_ROLES
    queryset = ROWS
    audit_noun = "action"
    context_object_name = "rows"
    template_name = "tasking/actions.html"
    paginate_by = 25

    @property
    def tab(self):
        asked = self.request.GET.get("tab")
        return asked if asked in TABS else MINE

    def get_queryset(self):
        rows, user = super().get_queryset(), self.request.user
        if self.tab == DONE:
            return rows.of(user).filter(state=ActionState.DONE).order_by("-done_on", "-pk")
        return (rows if self.tab == REGION else rows.of(user)).open().soonest_first()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(tab=self.tab, tabs=self.tabs(), **kwargs)
        for row in context["rows"]:
            row.overdue = row.is_overdue(london_date(timezone.now()))
        return context

    def tabs(self):
        mine, is_open = Q(owner=self.request.user), Q(state=ActionState.OPEN)
        filters = {MINE: mine & is_open, DONE: mine & ~is_open, REGION: is_open}
        counts = MeetingAction.objects.visible_to(self.request.user).aggregate(
            **{name: Count("pk", filter=each) for name, each in filters.items()}
        )
        return [
            {
                "words": words,
                "count": counts[name],
                "address": f"?tab={name}",
                "current": name == self.tab,
            }
            for name, words in TABS.items()
        ]


class ActionPage(DetailPage):
    queryset = ROWS
    series = ACTIONS
    audit_noun = "action"


class Action(ActionPage):
    """One action. Whoever may close it finds the form for that here."""

    template_name = "tasking/action.html"

    def get_context_data(self, form=None, **kwargs):
        row, user = self.object, self.request.user
        steps = ACTION.open_steps(row=row, by=user)
        rows = TaskingRequest.objects.visible_to(user)
        today = london_date(timezone.now())
        return super().get_context_data(
            form=form or DoneForm(initial={"done_on": today}),
            may_close="done" in steps,
            may_change="change" in steps,
            sees_request=row.request_id and rows.filter(pk=row.request_id).exists(),
            overdue=row.is_overdue(today),
            **kwargs,
        )


class CloseAction(GuardedPage, Action):
    """Closing an action; a note that is refused stays in its box."""

    http_method_names = ["get", "post"]

    def check(self):
        ACTION.step_for("done", row=self.object, by=self.request.user)

    def get(self, request, *args, **kwargs):
        return redirect(self.object)

    def post(self, request, *args, **kwargs):
        form = DoneForm(request.POST)
        if not form.is_valid():
            return self.say(form=form)
        return self.carry_out(
            form,
            lambda: services.finish_action(
                self.object,
                version=posted_version(request),
                by=request.user,
                at=timezone.now(),
                **form.cleaned_data,
            ),
            done="The action is closed.",
        )


class ChangeAction(GuardedPage, ActionPage):
    """Wording an action anew until the minutes are signed; a stale change shows both texts."""

    template_name = "tasking/action_form.html"

    def check(self):
        ACTION.step_for("change", row=self.object, by=self.request.user)

    def form(self, data=None):
        row = self.object
        saved = {
            "text": row.text,
            "owner": row.owner_id,
            "due_on": row.due_on,
            "request": row.request.reference if row.request else "",
        }
        return ActionForm(
            data, meeting=row.meeting, user=self.request.user, about=row.request, initial=saved
        )

    def get_context_data(self, form=None, **kwargs):
        return super().get_context_data(
            form=form or self.form(),
            meeting=self.object.meeting,
            stale=self.stale,
            differences=self.differences(form) if self.stale else [],
            **kwargs,
        )

    def differences(self, form):
        row, typed = self.object, form.action()
        saved = {name: getattr(row, name) for name in typed}
        return [
            (form.fields[name].label, _shown(typed[name]), _shown(saved[name]))
            for name in typed
            if typed[name] != saved[name]
        ]

    def post(self, request, *args, **kwargs):
        form = self.form(request.POST)
        if not form.is_valid():
            return self.say(form=form)
        return self.carry_out(
            form,
            lambda: services.change_action(
                self.object,
                version=posted_version(request),
                by=request.user,
                at=timezone.now(),
                **form.action(),
            ),
            done="The action is saved.",
        )


def _shown(value):
    """Return a value as the table of differences shows it: people by name, requests as text."""
    return getattr(value, "name", None) or (
        value.reference if isinstance(value, TaskingRequest) else value
    )
