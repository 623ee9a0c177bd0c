"""Recording an outcome: the kind first, then only its fields, then how it will count."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from cases import services
from cases.choices import OutcomeState
from cases.forms.kinds import KINDS, grouped
from cases.forms.outcomes import OutcomeForm, initial_for, initial_of
from cases.models import Outcome
from cases.outcomes import role_of
from cases.views.acts import CaseAdd, StepForm
from cases.views.base import about, works
from cases.views.checking import CheckedFirst
from cases.views.counting import sentence
from cases.views.outcomes import OfOutcome
from cases.workflow import OUTCOME_EDITS
from toex.web.once import claim_form, settle


class RecordOutcome(CheckedFirst, CaseAdd):
    """Three pages at one address: choose the kind; fill in; check how it counts, and save."""

    section = page = "case-outcomes"
    may = staticmethod(works)
    template_name = "cases/outcome_form.html"
    check_template = "cases/outcome_check.html"
    already = "This outcome is recorded"
    heading = "Record an outcome"
    button = "Continue"
    done = "The outcome is recorded. Another person, a manager, verifies it."

    def get(self, request, *args, **kwargs):
        asked = request.GET
        if asked.get("kind") in KINDS or "replaces" in asked or self.get_draft():
            return super().get(request, *args, **kwargs)
        return self.choose()

    def is_of_form(self, typed):
        return all(typed.get(name) == self.request.GET.get(name) for name in ("kind", "replaces"))

    def choose(self):
        self.row = self.get_row()
        context = {
            **about(self.row, self.request.user, self.section),
            "groups": grouped(),
            "wrong": "kind" in self.request.GET,
            "gone": self.gone,
        }
        return render(self.request, "cases/outcome_kind.html", context)

    def get_form(self, data=None):
        asked = data if data is not None else self.request.GET
        self.replaced = self._replaced(asked.get("replaces"))
        kind = asked.get("kind") or (self.replaced.kind if self.replaced else "")
        if kind not in KINDS:
            raise Http404
        self.kind = kind
        initial = initial_of(self.replaced) if self.replaced else initial_for(self.row)
        return OutcomeForm(data, case=self.row, kind=kind, initial=initial)

    def _replaced(self, number):
        """Return the void outcome of this case that the new one replaces, or None."""
        if not number:
            return None
        void = Outcome.objects.visible_to(self.request.user).filter(
            case=self.row, state=OutcomeState.VOID
        )
        row = void.filter(pk=number).first() if number.isdecimal() else None
        if row is None:
            raise Http404
        return row

    def get_context(self):
        kind = KINDS[self.kind]
        return {**super().get_context(), "about_kind": kind, "replaced": self.replaced}

    @transaction.atomic
    def save(self, form):
        claimed, before = claim_form(self.request, at=timezone.now())
        if before:
            messages.success(self.request, self.done)
            return redirect("cases:outcome", claimed.answer["pk"])
        outcome = self.act(**form.cleaned_data)
        if claimed:
            settle(claimed, status=302, answer={"pk": outcome.pk})
        messages.success(self.request, self.done)
        return redirect(outcome)

    def act(self, **fields):
        return services.record_outcome(
            self.row,
            by=self.request.user,
            at=timezone.now(),
            kind=self.kind,
            replaces=self.replaced,
            **fields,
        )

    def show_check(self, form):
        form.counts = sentence(self.kind, form.cleaned_data, case=self.row, user=self.request.user)
        form.joins = joining(self.kind, form.cleaned_data.get("subject_key"))
        return super().show_check(form)


def joining(kind, key):
    """Return, in a sentence, that saving adds a subject to the case; empty where it does not."""
    part = role_of(kind)
    if not (key and part):
        return ""
    return f"This also adds {key} to the subjects of the case, as {part.label.lower()}."


record_outcome = RecordOutcome.as_view()


class ChangeOutcome(OfOutcome, StepForm):
    """A draft, changed by whoever recorded it."""

    workflow = OUTCOME_EDITS
    step = "change"
    service = staticmethod(services.change_outcome)
    heading = "Change this draft"
    button = "Save the change"
    done = "The draft is changed."

    def get_form(self, data=None):
        return OutcomeForm(
            data, case=self.row.case, kind=self.row.kind, initial=initial_of(self.row)
        )
