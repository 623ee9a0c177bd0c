"""The packs of a release: having them made, how far they are, and opening them."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import DetailView

from metrics import packs
from metrics.models import Release
from toex.accounts.choices import Role
from toex.audit.choices import ExportKind
from toex.audit.services import Package, record_read
from toex.web.exports import ExportPage, Leaving
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


class PackPage(ExportPage):
    """A download of packs: of the release in the address, if it is in sight."""

    def dispatch(self, request, *args, **kwargs):
        self.release = find(Release.objects.visible_to(request.user), None, kwargs["reference"])
        return super().dispatch(request, *args, **kwargs)

    def note(self, shown):
        record_read(
            actor=self.request.user,
            action="packs.download",
            at=self.now,
            target=self.release,
            shown=[shown],
        )

    def back(self):
        return reverse("metrics:packs", args=[self.release.reference])


class OnePack(PackPage):
    """One place's pack, or 404 where it is not the reader's own or not out yet."""

    def packs(self):
        mine = packs.packs_for(self.release, reader=self.request.user, now=self.now)
        return mine.filter(name=self.kwargs["place"])

    def leaving(self):
        pack = get_object_or_404(self.packs())
        words = f"the pack of {pack.title} (PDF)"
        return Leaving(ExportKind.PACK, words, self.back(), self.release)

    def package(self):
        pack = get_object_or_404(self.packs().defer(None))
        self.note(pack.name)
        name = f"{self.release.reference}-{pack.name}.pdf".lower()
        return Package(bytes(pack.content), name, "application/pdf")


class AllPacks(PackPage):
    """The zip of all packs, for the programme office."""

    def leaving(self):
        self.run = packs.ready_run(self.release)
        if self.request.user.role != Role.PROGRAMME_OFFICE or self.run is None:
            raise Http404
        words = f"all {self.run.made} packs (zip)"
        return Leaving(ExportKind.PACKS, words, self.back(), self.release)

    def package(self):
        self.note("all packs")
        name = f"{self.release.reference}-packs.zip".lower()
        return Package(bytes(self.run.content), name, "application/zip", rows=self.run.made)
