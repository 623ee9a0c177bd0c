"""What came to the reader, on one page, and how they want it mailed."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView, ListView

from toex.audit.services import record_read
from toex.core.views import VisibleRowsMixin
from toex.notices import services
from toex.notices.forms import MailForm
from toex.notices.kinds import KINDS
from toex.notices.models import Notice, Preference

TABS = {"all": "All", "unread": "Unread"}


class Notices(VisibleRowsMixin, ListView):
    queryset = Notice.objects.newest_first()
    template_name = "notices/notices.html"
    paginate_by = 25

    def get_queryset(self):
        asked = self.request.GET.get("tab")
        self.tab = asked if asked in TABS else "all"
        notices = super().get_queryset()
        return notices.unread() if self.tab == "unread" else notices

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs, tab=self.tab, tabs=self.tabs())
        context["object_list"] = context["object_list"].with_what_was_done()
        record_read(
            actor=self.request.user,
            action="notice.list",
            at=timezone.now(),
            shown=[notice.target for notice in context["object_list"]],
        )
        return context

    def tabs(self):
        return [
            {"words": words, "address": f"?tab={tab}", "current": tab == self.tab}
            for tab, words in TABS.items()
        ]


@require_safe
def open_notice(request, pk):
    """Lead on to the row, and mark the notice as read."""
    notice = _find(request, pk)
    return redirect(services.mark_read(notice, by=request.user, at=timezone.now()).address)


@require_POST
def mark_read(request, pk):
    services.mark_read(_find(request, pk), by=request.user, at=timezone.now())
    return _back(request)


@require_POST
def mark_all_read(request):
    services.mark_all_read(by=request.user, at=timezone.now())
    messages.success(request, "Everything is marked as read.")
    return _back(request)


class Preferences(FormView):
    form_class = MailForm
    template_name = "notices/preferences.html"
    success_url = reverse_lazy("notices:preferences")

    def get_initial(self):
        at_once = Preference.objects.filter(user=self.request.user, at_once=True).exists()
        return {"at_once": "yes" if at_once else "no"}

    def get_context_data(self, **kwargs):
        urgent = [kind.title for kind in KINDS.values() if kind.urgent]
        return super().get_context_data(**kwargs, urgent=urgent)

    def form_valid(self, form):
        services.choose_mail(by=self.request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(self.request, "Your choice is saved. It holds for messages from now on.")
        return super().form_valid(form)


def _find(request, pk):
    return get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)


def _back(request):
    """Return to the same tab and page of the list."""
    address = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return redirect(address)
    return redirect("notices:notices")
