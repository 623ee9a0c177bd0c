"""One act on many rows: a page that lists what was chosen, and one button for all of it."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.generic import View

from cases.forms.base import PageForm
from cases.views.acts import new_key
from toex.accounts.choices import Role
from toex.audit.services import record_read
from toex.web.once import claim_form, settle
from toex.web.pages import RolesMixin
from toex.workflow.refusals import NotYourStep, Refusal

LONGEST = 9


def chosen_rows(texts, rows):
    """Return [(row, version)] of texts like “417.2”, or “417” for the version as it stands.

    :raises Http404: a text names no row of `rows`
    """
    wanted = {}
    for text in texts:
        pk, dot, version = text.partition(".")
        if not _is_number(pk) or (dot and not _is_number(version)):
            raise Http404
        wanted[int(pk)] = int(version) if dot else None
    found = list(rows.filter(pk__in=wanted).order_by("pk"))
    if len(found) != len(wanted):
        raise Http404
    return [(row, wanted[row.pk] or row.version) for row in found]


def _is_number(text):
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST


class Together(RolesMixin, View):
    """GET lists what was chosen; POST calls `act` for all of it, or saves nothing.

    `choose` reads what was chosen; `shown` are the rows that the page then shows.
    """

    roles = (Role.TOEX_MANAGER,)
    form_class = PageForm
    template_name = ""
    audit_noun = ""

    def get(self, request):
        self.choose(request.GET)
        return self.show(self.get_form())

    def post(self, request):
        self.choose(request.POST)
        form = self.get_form(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            return self.carry_out(form)
        except ValidationError as error:
            form.take(error)
        except ObjectDoesNotExist:
            raise Http404 from None
        except Refusal as error:
            form.add_error(None, str(error))
            return self.show(form, status=403 if isinstance(error, NotYourStep) else 409)
        return self.show(form, status=409)

    @transaction.atomic
    def carry_out(self, form):
        """Act once, however often the same page is sent; say what was done and lead back."""
        claimed, before = claim_form(self.request, at=timezone.now())
        if not before:
            self.act(by=self.request.user, at=timezone.now(), **form.cleaned_data)
            if claimed:
                settle(claimed, status=302, answer={})
        messages.success(self.request, self.done())
        return redirect(self.back)

    def get_form(self, data=None):
        return self.form_class(data)

    def show(self, form, *, status=200):
        record_read(
            actor=self.request.user,
            action=f"{self.audit_noun}.list",
            at=timezone.now(),
            shown=self.shown(),
        )
        key = self.request.POST.get("once_key") or new_key()
        context = {"form": form, "once_key": key, "failed": status != 200}
        context |= self.get_context()
        return render(self.request, self.template_name, context, status=status)


def counted(number, one, many):
    return f"{number} {one if number == 1 else many}"
