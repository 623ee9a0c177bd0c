"""What every page shares: rows in sight only, looks logged, steps posted with their version."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils import timezone

from toex.audit.services import record_read
from toex.core.views import VisibleRowsMixin
from toex.workflow.authority import may, own
from toex.workflow.refusals import Refusal

# A conflict is answered with the row as it now stands beside what was typed.
SHOWS_THE_ROW = (200, 201, 409)


class RolesMixin:
    """Open a page to some roles only; to anyone else it answers 403.

    `for_deciding`: what the page is for can be done under cover, so it opens under cover too.
    """

    roles = ()
    for_deciding = False

    def dispatch(self, request, *args, **kwargs):
        allowed = may if self.for_deciding else own
        if not allowed(request.user, self.roles):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class RowPage(VisibleRowsMixin):
    """The page of one row in sight, found by the reference in the address; the look is logged.

    Without a `series` the reference is a field of the row. Nothing is logged of an answer that
    does not show the row: a refusal, or the way to another page.
    """

    series = None
    audit_noun = None
    looked_at = None

    def dispatch(self, request, *args, **kwargs):
        answer = super().dispatch(request, *args, **kwargs)
        if answer.status_code in SHOWS_THE_ROW:
            self.note_look()
        return answer

    def get_object(self, queryset=None):
        self.looked_at = find(self.get_queryset(), self.series, self.kwargs["reference"])
        return self.looked_at

    def note_look(self):
        """Log the look, once for each answer."""
        if self.looked_at is not None:
            record_read(
                actor=self.request.user,
                action=f"{self.audit_noun}.view",
                at=timezone.now(),
                target=self.looked_at,
            )
        self.looked_at = None


class ListPage(VisibleRowsMixin):
    """A list of rows in sight; what is shown is logged."""

    audit_noun = None

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        record_read(
            actor=self.request.user,
            action=f"{self.audit_noun}.list",
            at=timezone.now(),
            shown=context["object_list"],
        )
        return context


def find(queryset, series, reference):
    """Return the row of `queryset` with this reference. :raises Http404: there is none"""
    wanted = {"pk": series.number(reference)} if series else {"reference": reference}
    row = queryset.filter(**wanted).first() if all(wanted.values()) else None
    if row is None:
        raise Http404
    return row


def posted_version(request):
    return version_in(request.POST)


def version_in(sent):
    text = sent.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else None


def take(request, act, *, done):
    """Call `act`, tell the reader `done` or why not, and return whether it was done."""
    try:
        act()
    except ValidationError as error:
        messages.error(request, "\n".join(error.messages))
        return False
    except Refusal as error:
        messages.error(request, str(error))
        return False
    messages.success(request, done)
    return True
