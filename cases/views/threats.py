"""Threats: the list, the page of one, and the steps of its life."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import DetailView

from cases import services
from cases.filters import ThreatFilterSet
from cases.forms.threats import ArchiveForm, FlagForm
from cases.models import Case, CaseThreat, Threat
from cases.views.acts import StepForm
from cases.views.base import sees_in_full
from cases.workflow import THREAT
from toex.accounts.choices import Role
from toex.audit.services import record_read
from toex.core.views import VisibleRowsMixin
from toex.web.lists import ListInOneOrder, counted
from toex.web.pages import posted_version, take
from toex.web.walk import carried

READERS = (Role.TOEX_MANAGER, Role.ANALYST, Role.PROGRAMME_OFFICE)


def links_seen(user):
    """Return the links to cases that the reader sees in full: no other case is named."""
    seen = CaseThreat.objects.filter(case__in=Case.objects.seen_in_full_by(user))
    return Prefetch("cases", seen.select_related("case").order_by("pk"), to_attr="seen_links")


class ThreatList(ListInOneOrder):
    roles = READERS
    queryset = Threat.objects.newest_first()
    filterset_class = ThreatFilterSet
    template_name = "cases/threats.html"
    audit_noun = "threat"
    context_object_name = "threats"
    paginate_by = 50

    def get_queryset(self):
        return super().get_queryset().prefetch_related(links_seen(self.request.user))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(full=sees_in_full(self.request.user), **kwargs)
        return {**context, "said": counted(context["paginator"].count, "threat")}


class ThreatPage(VisibleRowsMixin, DetailView):
    queryset = Threat.objects.all()
    template_name = "cases/threat.html"
    context_object_name = "threat"

    def get_queryset(self):
        return super().get_queryset().prefetch_related(links_seen(self.request.user))

    def get_object(self, queryset=None):
        threat = super().get_object(queryset)
        record_read(
            actor=self.request.user, action="threat.view", at=timezone.now(), target=threat
        )
        return threat

    def get_context_data(self, **kwargs):
        full = sees_in_full(self.request.user)
        return super().get_context_data(
            full=full,
            flags=self.object.flags.select_related("by").order_by("-at", "-pk") if full else (),
            open_steps=THREAT.open_steps(row=with_its_cases(self.object.pk), by=self.request.user),
            **kwargs,
        )


def with_its_cases(pk):
    """Return the threat with all its cases, which its steps ask for; not for the reader's eyes."""
    return Threat.objects.prefetch_related("cases__case").get(pk=pk)


class ThreatStep(StepForm):
    workflow = THREAT
    audit_noun = "threat.form"

    def get_row(self):
        seen = Threat.objects.visible_to(self.request.user).prefetch_related("cases__case")
        return get_object_or_404(seen, pk=self.kwargs["pk"])

    def get_context(self):
        return {"caption": self.row.reference}


archive = ThreatStep.as_view(
    step="archive",
    service=services.archive_threat,
    form_class=ArchiveForm,
    heading="Archive this threat",
    button="Archive the threat",
    done="The threat is archived.",
)
flag = ThreatStep.as_view(
    step="flag",
    service=services.flag_threat,
    form_class=FlagForm,
    row_as="threat",
    heading="Change what is known of this threat",
    hint="What was known before stays on the record with its dates.",
    done="What is known of the threat is changed.",
)


def button(service, done):
    @require_POST
    def view(request, pk):
        threat = get_object_or_404(Threat.objects.visible_to(request.user), pk=pk)
        take(
            request,
            lambda: service(
                threat, version=posted_version(request), by=request.user, at=timezone.now()
            ),
            done=done,
        )
        return redirect(carried(request, threat.get_absolute_url()))

    return view


map_threat = button(services.map_threat, "The threat is mapped.")
activate = button(services.activate_threat, "The threat is active.")
