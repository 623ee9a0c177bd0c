"""Forms about a row: what is refused or wrong is said in a sentence, and nothing typed is lost."""

import secrets

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from cases.views.base import about, full_case, leads
from cases.workflow import CASE
from toex.audit.models import AuditEvent
from toex.audit.services import record_read
from toex.core.forms import answers_in_words, differences
from toex.web.once import claim_form, settle
from toex.web.pages import posted_version
from toex.web.walk import carried
from toex.workflow.moves import check_step
from toex.workflow.refusals import NotYourStep, Refusal, VersionMissing, VersionStale


class RowForm(View):
    """A form about a row: GET shows it, POST calls `act`. Refused or wrong, what was typed stays.

    `get_row` finds the row in sight; `check` raises a refusal where the act is not open;
    `row_as` is the name under which the form takes the row, where it does.
    """

    form_class = None
    row_as = ""
    template_name = "cases/form.html"
    audit_noun = "case.form"
    heading = ""
    hint = ""
    button = "Save"
    done = ""

    def get(self, request, *args, **kwargs):
        self.row = self.get_row()
        try:
            self.check(version=self.row.version)
        except Refusal as error:
            return refused(request, self.row, error)
        return self.show(self.get_form())

    def post(self, request, *args, **kwargs):
        self.row = self.get_row()
        form = self.get_form(request.POST)
        try:
            self.check(version=posted_version(request))
            if form.is_valid():
                return self.carry_out(form)
        except ValidationError as error:
            form.take(error)
        except (VersionMissing, VersionStale):
            return self.show_stale(form)
        except ObjectDoesNotExist:
            raise Http404 from None
        except Refusal as error:
            return refused(request, self.row, error, typed=form)
        return self.show(form)

    def carry_out(self, form):
        with transaction.atomic():
            self.act(**form.cleaned_data)
        messages.success(self.request, self.done)
        return redirect(carried(self.request, self.get_success_url()))

    def get_form(self, data=None):
        return self.form_class(data, **self.get_form_kwargs())

    def get_form_kwargs(self):
        return {self.row_as: self.row} if self.row_as else {}

    def get_success_url(self):
        return self.row.get_absolute_url()

    def show_stale(self, form):
        """Offer to send again what still can be; where the act is closed by now, say so."""
        self.row = self.get_row()
        since = self.last_change()
        try:
            self.check(version=self.row.version)
        except Refusal as error:
            return refused(self.request, self.row, error, typed=form, since=since)
        return self.show(form, stale=since, status=409)

    def last_change(self):
        """Return the last line of the trail about the row: who changed it meanwhile, and when."""
        events = AuditEvent.objects.about(self.row).writes().select_related("actor")
        return events.newest_first().first() or True

    def show(self, form, *, stale=None, status=200):
        record_read(
            actor=self.request.user,
            action=f"{self.audit_noun}.view",
            at=timezone.now(),
            target=self.row,
        )
        context = {
            "row": self.row,
            "form": form,
            "stale": stale,
            "differences": differences(form) if stale else [],
            "once_key": self.once_key(),
            "heading": self.heading,
            "button": self.button,
            "hint": self.hint,
            "back": carried(self.request, self.get_success_url()),
            **self.get_context(),
        }
        return render(self.request, self.template_name, context, status=status)

    def get_context(self):
        return {}

    def once_key(self):
        return self.request.POST.get("once_key") or new_key()


class StepForm(RowForm):
    """A form that takes one step of a workflow, on the version that was read."""

    workflow = CASE
    step = ""
    service = None

    def check(self, *, version):
        check_step(self.row, self.workflow, self.step, by=self.request.user, version=version)

    def act(self, **fields):
        return self.service(
            self.row,
            version=posted_version(self.request),
            by=self.request.user,
            at=timezone.now(),
            **fields,
        )


class AddForm(RowForm):
    """A form that adds a row to another. A key used once makes a double click one row."""

    service = None
    may = staticmethod(leads)
    refusal = "Only the region that leads the case may do this."

    def check(self, *, version):
        if not self.may(self.row, self.request.user):
            raise NotYourStep(self.refusal)

    def act(self, **fields):
        return self.service(self.row, by=self.request.user, at=timezone.now(), **fields)

    @transaction.atomic
    def carry_out(self, form):
        claimed, before = claim_form(self.request, at=timezone.now())
        if not before:
            added = self.act(**form.cleaned_data)
            if claimed:
                settle(claimed, status=302, answer={"pk": added.pk})
        messages.success(self.request, self.done)
        return redirect(carried(self.request, self.get_success_url()))


def new_key():
    return secrets.token_urlsafe(16)


class OfCase:
    """A form about a case that the reader sees in full."""

    section = "case"

    def get_row(self):
        return full_case(self.request, self.kwargs["reference"])

    def get_context(self):
        return about(self.row, self.request.user, self.section)


class CaseStep(OfCase, StepForm):
    pass


class CaseAdd(OfCase, AddForm):
    """`page` is the page of the case to which adding leads back."""

    page = "case"

    def get_success_url(self):
        return reverse(f"cases:{self.page}", args=[self.row.reference])


def refused(request, row, error, typed=None, since=None):
    """Say in a sentence that an act is not open, and show what was typed so that it is kept.

    `since` is the change by somebody else that closed it.
    """
    status = 403 if isinstance(error, NotYourStep) else 409
    context = {
        "row": row,
        "sentence": str(error),
        "sent": typed is not None,
        "typed": answers_in_words(typed) if typed else [],
        "since": since,
        "ask_others": status == 403,
    }
    return render(request, "cases/refused.html", context, status=status)
