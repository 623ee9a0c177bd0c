"""The access log, the register of what left and the integrity of the trail; reading is logged."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from django_filters.views import FilterView

from toex.audit import integrity
from toex.audit.covered import with_people
from toex.audit.filters import ExportFilterSet, start_of
from toex.audit.forms import SearchForm
from toex.audit.integrity import words
from toex.audit.models import MANAGER, READER, AuditEvent, Export
from toex.audit.services import record_read, trail_is_guarded
from toex.core.filters import LeavesOut
from toex.core.views import VisibleRowsMixin

PAGE = 50


class AuditorPage(TemplateView):
    def dispatch(self, request, *args, **kwargs):
        if request.user.role != READER:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class AccessLog(AuditorPage):
    """What was looked at and changed. As it opens it tells too when the trail was altered."""

    template_name = "audit/log.html"

    def get_context_data(self, **kwargs):
        asked = self.request.GET
        form = SearchForm(asked if asked else None)
        now = timezone.now()
        context = super().get_context_data(**kwargs, form=form)
        if form.is_bound and form.is_valid():
            context |= self.read(form.cleaned_data)
        elif not form.is_bound:
            context["result"] = integrity.standing(at=now).result
        return {**context, "guarded": trail_is_guarded(), "now": now}

    def read(self, wanted):
        """Return a page of what was searched for, with this look itself if it is part of that."""
        events = AuditEvent.objects.visible_to(self.request.user)
        found = search(events, wanted)
        page = Paginator(found, PAGE).get_page(self.request.GET.get("page"))
        look = record_read(
            actor=self.request.user,
            action="audit.list",
            at=timezone.now(),
            shown=[event.pk for event in page.object_list],
            note=told(wanted),
            sought=wanted["target"].strip(),
        )
        own = search(events.filter(pk=look.pk), wanted) if page.number == 1 else ()
        page.object_list = with_people(page.object_list)
        return {"page_obj": page, "own": list(own)}


class Exports(LeavesOut, VisibleRowsMixin, FilterView):
    """The register of exports: all of it for the auditor, a region's for its managers."""

    queryset = Export.objects.select_related("by", "region").newest_first()
    filterset_class = ExportFilterSet
    template_name = "audit/exports.html"
    context_object_name = "exports"
    paginate_by = PAGE

    def dispatch(self, request, *args, **kwargs):
        if request.user.role not in (READER, MANAGER):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        record_read(
            actor=self.request.user,
            action="export.list",
            at=timezone.now(),
            shown=context["object_list"],
        )
        return context


class Integrity(AuditorPage):
    """Whether the trail is as it was sealed."""

    template_name = "audit/integrity.html"

    def get_context_data(self, **kwargs):
        now = timezone.now()
        standing = integrity.standing(at=now)
        result = standing.result
        record_read(
            actor=self.request.user,
            action="audit.integrity",
            at=now,
            note=words.statement(result) if result else "",
        )
        return super().get_context_data(
            standing=standing,
            result=result,
            is_overdue=bool(result) and words.is_overdue(result),
            rows=words.facts(result) if result else [],
            **kwargs,
        )


@require_POST
def check_trail(request):
    integrity.ask_for_check(by=request.user, at=timezone.now())
    messages.success(request, "The access log is being checked.")
    return redirect("audit:integrity")


def search(events, wanted):
    if wanted["target"]:
        events = events.touching(wanted["target"].strip())
    if wanted["actor"]:
        events = events.filter(actor__email__iexact=wanted["actor"].strip())
    if wanted["act"]:
        events = events.filter(act=wanted["act"])
    if wanted["from_day"]:
        events = events.filter(at__gte=start_of(wanted["from_day"]))
    if wanted["to_day"]:
        events = events.filter(at__lt=start_of(wanted["to_day"] + timedelta(days=1)))
    return events.select_related("actor").newest_first()


def told(wanted):
    """Return the purpose and what was searched for, as the log keeps them."""
    parts = [f"{name}: {value}" for name, value in wanted.items() if value]
    return "; ".join(parts)
