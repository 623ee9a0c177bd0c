"""A manager assigns several cases at once, and hands all work of an analyst over to another."""

from django.core.exceptions import ValidationError

from cases import services
from cases.choices import OPEN_STATES
from cases.forms.sharing_out import AssignForm, HandOverForm, WhyForm
from cases.models import Case, Member
from cases.services.sharing_out import actions_that_stay, mark_of
from cases.views.base import manages
from cases.views.together import Together, chosen_rows, counted


class AssignSelected(Together):
    form_class = AssignForm
    template_name = "cases/assign_selected.html"
    audit_noun = "case"
    back = "cases:cases"

    def choose(self, sent):
        seen = Case.objects.visible_to(self.request.user).select_related("lead_region")
        self.chosen = chosen_rows(sent.getlist("case"), seen)

    def get_form(self, data=None):
        return self.form_class(data, by=self.request.user)

    def act(self, *, by, at, user):
        services.assign_cases(self.chosen, user=user, by=by, at=at)

    def done(self):
        number = len(self.chosen)
        return f"{counted(number, 'case is', 'cases are')} assigned."

    def shown(self):
        return [case for case, _ in self.chosen]

    def get_context(self):
        user, leads = self.request.user, leads_of(self.shown())
        ready, left_out = [], []
        for case in self.shown():
            case.led_by = leads.get(case.pk, [])
            open_here = manages(case, user) and case.state in OPEN_STATES
            (ready if open_here else left_out).append(case)
        button = f"Assign {counted(len(ready), 'case', 'cases')}"
        return {"cases": ready, "left_out": left_out, "button": button}


def leads_of(cases):
    """Return the names of the present case leads by the number of their case."""
    parts = Member.objects.current().filter(case__in=cases, role="lead").select_related("user")
    names = {}
    for part in parts.order_by("user__name"):
        names.setdefault(part.case_id, []).append(part.user.name)
    return names


class HandOver(Together):
    """Choose who hands over to whom; then see all of it, and confirm with a reason."""

    form_class = WhyForm
    template_name = "cases/hand_over.html"
    audit_noun = "workload"
    back = "cases:workload"

    def choose(self, sent):
        user = self.request.user
        asked = "person" in sent or "to" in sent
        self.choice = HandOverForm(sent if asked else None, by=user)
        self.parts, self.tasks, self.actions = [], [], []
        self.is_chosen = self.choice.is_valid()
        if self.is_chosen:
            person = self.choice.cleaned_data["person"]
            self.parts, self.tasks = services.work_of(person, by=user)
            self.actions = actions_that_stay(person, by=user)

    def act(self, *, by, at, reason):
        if not self.is_chosen:
            raise ValidationError("Select who hands over and who takes over.")
        seen = self.request.POST.getlist("seen")
        services.hand_over(**self.choice.cleaned_data, seen=seen, reason=reason, by=by, at=at)

    def done(self):
        return "The work is handed over."

    def shown(self):
        cases = dict.fromkeys(row.case for row in [*self.parts, *self.tasks])
        return [*cases, *self.actions]

    def get_context(self):
        if not self.is_chosen:
            return {"form": self.choice}
        return {
            **self.choice.cleaned_data,
            "is_chosen": True,
            "parts": self.parts,
            "tasks": self.tasks,
            "actions": self.actions,
            "seen": [mark_of(row) for row in [*self.parts, *self.tasks]],
        }
