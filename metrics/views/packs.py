"""The packs of a release: having them made, how far they are, and opening them."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import DetailView

from metrics import packs
from metrics.models import Release
from toex.accounts.choices import Role
from toex.audit.services import record_read
from toex.web.pages import RowPage, find, take


class Packs(RowPage, DetailView):
    """The programme office has packs made here; others open their own once the release is out."""

    queryset = Release.objects.all()
    audit_noun = "packs"
    context_object_name = "release"
    template_name = "metrics/packs.html"

    def get_object(self, queryset=None):
        release = super().get_object(queryset)
        if self.request.user.role != Role.PROGRAMME_OFFICE and not release.is_out(timezone.now()):
            raise Http404
        return release

    def get_context_data(self, **kwargs):
        release, reader = self.object, self.request.user
        return super().get_context_data(
            may_ask=reader.role == Role.PROGRAMME_OFFICE,
            run=packs.latest_run(release),
            ready=packs.ready_run(release),
            packs=packs.packs_for(release, reader=reader, now=timezone.now()),
            **kwargs,
        )


@require_POST
def ask_for_packs(request, reference):
    release = find(Release.objects.visible_to(request.user), None, reference)
    take(
        request,
        lambda: packs.ask_for_packs(release, by=request.user, at=timezone.now()),
        done="The packs are being made.",
    )
    return redirect("metrics:packs", reference)


@require_GET
def one_pack(request, reference, place):
    """Give one place's pack, or 404 where it is not the reader's own or not out yet."""
    release, now = find(Release.objects.visible_to(request.user), None, reference), timezone.now()
    mine = packs.packs_for(release, reader=request.user, now=now)
    pack = mine.defer(None).filter(name=place).first()
    if pack is None:
        raise Http404
    record_read(
        actor=request.user, action="packs.download", at=now, target=release, shown=[pack.name]
    )
    return _attached(pack.content, f"{reference}-{pack.name}.pdf", "application/pdf")


@require_GET
def all_packs(request, reference):
    """Give the zip of all packs to the programme office."""
    release, now = find(Release.objects.visible_to(request.user), None, reference), timezone.now()
    run = packs.ready_run(release)
    if request.user.role != Role.PROGRAMME_OFFICE or run is None:
        raise Http404
    record_read(
        actor=request.user, action="packs.download", at=now, target=release, shown=["all packs"]
    )
    return _attached(run.content, f"{reference}-packs.zip", "application/zip")


def _attached(content, name, kind):
    headers = {
        "Content-Disposition": f'attachment; filename="{name.lower()}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(bytes(content), content_type=kind, headers=headers)
