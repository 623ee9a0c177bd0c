"""What the pages about one request share: finding it, refusing kindly, losing nothing typed."""

import secrets

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView

from tasking.choices import State
from tasking.models import TaskingRequest
from tasking.models.requests import REQUESTS
from toex.audit.models import AuditEvent
from toex.core.forms import answers_in_words
from toex.web.once import claim_form, settle
from toex.web.pages import RowPage, find
from toex.web.walk import carried
from toex.workflow.refusals import NotYourStep, Refusal, StepNotAllowed, VersionStale

ROWS = TaskingRequest.objects.select_related("force", "region", "requester")
REFUSED = 409


class DetailPage(RowPage, DetailView):
    """A page about one row in sight of the reader."""

    context_object_name = "row"

    def say(self, status=200, **context):
        """Answer with this page again, showing what was typed."""
        return self.render_to_response(self.get_context_data(**context), status=status)


class RequestPage(DetailPage):
    """A page about one request."""

    queryset = ROWS
    series = REQUESTS
    audit_noun = "request"


class GuardedPage(DetailPage):
    """A page for doing something: 403 to whoever never may; back to the row if not now.

    What is posted too late is not sent away: the service refuses it and the page keeps it.
    """

    stale = None
    closed = ""

    def check(self):
        """:raises NotYourStep: :raises StepNotAllowed:"""
        raise NotImplementedError

    def dispatch(self, request, *args, **kwargs):
        self.object = self.get_object()
        try:
            self.check()
        except NotYourStep as error:
            raise PermissionDenied(str(error)) from None
        except StepNotAllowed as error:
            if request.method == "GET":
                return self.too_late(error)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        return self.say()

    def too_late(self, error):
        messages.warning(self.request, str(error))
        return redirect(self.address_of_row())

    def address_of_row(self):
        """Return the page of the row, with the list that the reader came from."""
        return carried(self.request, self.object.get_absolute_url())

    def attempt(self, form, act):
        """Call `act`; return what it answers, or None with `form` telling why it was refused.

        A stale version becomes `stale`: who changed the row meanwhile, and when. The page then
        carries the version as it now stands, so that sending again is a choice made knowingly.
        """
        try:
            return act()
        except ObjectDoesNotExist:
            raise Http404 from None
        except ValidationError as error:
            tell(form, error)
        except VersionStale:
            self.object = find(self.get_queryset(), self.series, self.kwargs["reference"])
            self.stale = last_change(self.object)
            form.add_error(None, changed_by(self.stale))
            self.closed = self.why_closed()
        except Refusal as error:
            form.add_error(None, str(error))
            self.closed = self.why_closed()
        return None

    def why_closed(self):
        """Return why this can no longer be done, in a sentence, or nothing where it can."""
        try:
            self.check()
        except (NotYourStep, StepNotAllowed) as error:
            return str(error)
        return ""

    def refuse(self, form):
        """Show what was typed: to send again while that is open, else to read and to copy."""
        if not self.closed:
            return self.say(form=form, status=REFUSED)
        context = {
            "row": self.object,
            "since": self.stale,
            "sentence": self.closed,
            "typed": answers_in_words(form),
            "to": self.address_of_row(),
        }
        return render(self.request, "tasking/closed.html", context, status=REFUSED)

    def carry_out(self, form, act, *, done, to=None):
        """Call `act` for a form that is sound: lead on, or show what was typed and why not."""
        if self.attempt(form, act) is None:
            return self.refuse(form)
        messages.success(self.request, done)
        return redirect(to or self.object)


class ForThoseWhoMay(GuardedPage, RequestPage):
    """A guarded page about one request."""


def tell(form, error):
    """Put the sentences of `error` beside their fields, or above where the form has no such."""
    named = error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
    for name, sentences in named.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


def last_change(row):
    """Return the last line of the trail about the row, or None."""
    return AuditEvent.objects.about(row).writes().select_related("actor").newest_first().first()


def changed_by(event):
    who = event.actor.name if event and event.actor else "Somebody"
    return f"{who} changed this while you had it open. Nothing of yours was saved yet."


def the_request(request, reference):
    """Return the request with this reference. :raises Http404: it is out of sight"""
    return find(ROWS.visible_to(request.user), REQUESTS, reference)


def later_address(row):
    """Return the list in which a request is found again by whoever comes back later."""
    drafts = "?tab=drafts" if row.state == State.DRAFT else ""
    return reverse("tasking:requests") + drafts


def new_key():
    return secrets.token_urlsafe(16)


@transaction.atomic
def once(request, act):
    """Call `act` for a form's one-use key, and return the address it gives, however often sent."""
    claimed, before = claim_form(request, at=timezone.now())
    if before:
        return claimed.answer["address"]
    address = act()
    if claimed:
        settle(claimed, status=302, answer={"address": address})
    return address
