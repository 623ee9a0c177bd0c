"""Releases for reading: the list, one release as published, its files, and what it revised."""

import json

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views import View
from django.views.generic import DetailView, ListView

from metrics import releases
from metrics.choices import ReleaseState
from metrics.files.marks import provisional
from metrics.files.words import methods
from metrics.models import Release, ReleaseFile
from metrics.models.releases import PUBLIC_ROLES
from metrics.releases.a_year_before import beside
from metrics.releases.behind import Behind
from metrics.releases.changes import changes_of
from metrics.releases.files import media_type
from metrics.releases.reading import ReadTable, bars_of, files_of, points_of, rates_of
from metrics.releases.run import verdicts
from toex.accounts.choices import Role
from toex.audit.choices import ExportKind
from toex.web.exports import ExportPage, Leaving
from toex.web.pages import ListPage, RolesMixin, RowPage, find

READERS = [*PUBLIC_ROLES, Role.PROGRAMME_OFFICE]
ROWS = Release.objects.select_related("revises", "created_by", "frozen_by", "approved_by")


class Releases(RolesMixin, ListPage, ListView):
    roles = READERS
    queryset = ROWS.defer("snapshot").latest_first()
    audit_noun = "release"
    context_object_name = "rows"
    template_name = "metrics/releases.html"
    paginate_by = 25

    def get_context_data(self, **kwargs):
        now = timezone.now()
        coming = Release.objects.announced(now).first()
        return super().get_context_data(coming=coming, now=now, **kwargs)


class ReleasePage(RowPage, DetailView):
    """A page about one release in sight; who was let in early is noted when they first look."""

    queryset = ROWS
    audit_noun = "release"
    context_object_name = "row"

    def note_look(self):
        if self.looked_at is not None:
            releases.note_opening(self.looked_at, user=self.request.user, at=timezone.now())
        super().note_look()


class OneRelease(ReleasePage):
    template_name = "metrics/release.html"

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        if self.object.state == ReleaseState.DRAFT:
            return redirect("metrics:workspace", self.object.reference)
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs):
        row, now = self.object, timezone.now()
        snapshot, behind = json.loads(row.snapshot), Behind(row, self.request.user)
        mark = provisional(snapshot)
        tables = [ReadTable(table, behind, mark) for table in snapshot["tables"]]
        later = Release.objects.out(now).filter(period=row.period, edition__gt=row.edition)
        return super().get_context_data(
            snapshot=snapshot,
            tables=[table for table in tables if not table.is_long],
            long_tables=[table for table in tables if table.is_long],
            charts=[(chart, bars_of(chart)) for chart in snapshot["charts"]],
            points=points_of(snapshot),
            beside=beside(row.period, snapshot, now=now, verdicts=verdicts(row, now=now)),
            rates=rates_of(snapshot),
            mark=mark,
            methods=methods(snapshot),
            files=files_of(row, snapshot),
            coming=Release.objects.announced(now).exclude(pk=row.pk).first(),
            later=[
                (each, changes_of(json.loads(each.snapshot))) for each in later.order_by("edition")
            ],
            changes=changes_of(snapshot) if row.revises_id else None,
            is_out=row.is_out(now),
            now=now,
            works_on_it=self.request.user.role == Role.PROGRAMME_OFFICE,
            **kwargs,
        )


class ReleaseTable(ReleasePage):
    """One table of a release that is too long to stand among the others."""

    template_name = "metrics/release_table.html"
    audit_noun = "release.table"

    def get_context_data(self, **kwargs):
        row = self.object
        if row.state == ReleaseState.DRAFT:
            raise Http404
        snapshot = json.loads(row.snapshot)
        found = [each for each in snapshot["tables"] if each["code"] == self.kwargs["code"]]
        if not found:
            raise Http404
        return super().get_context_data(
            each=ReadTable(found[0], Behind(row, self.request.user), provisional(snapshot)),
            snapshot=snapshot,
            is_out=row.is_out(timezone.now()),
            **kwargs,
        )


class Chart(View):
    """A chart as the page of its release shows it: a part of that page, and no file taken away."""

    def get(self, request, reference, code):
        found = ReleaseFile.objects.filter(
            release__in=Release.objects.visible_to(request.user),
            release__reference=reference,
            name=f"chart-{code}.svg",
        )
        file = get_object_or_404(found)
        return HttpResponse(bytes(file.content), content_type=media_type(file.name))


class File(ExportPage):
    """One file of a release, to keep: at once if it is published, else with questions first."""

    def leaving(self):
        releases_in_sight = ROWS.defer("snapshot").visible_to(self.request.user)
        self.release = find(releases_in_sight, None, self.kwargs["reference"])
        self.file = get_object_or_404(
            ReleaseFile.objects.defer("content"), release=self.release, name=self.kwargs["name"]
        )
        return Leaving(
            ExportKind.RELEASE_FILE,
            f"{self.file.name}, which is not published",
            self.release.get_absolute_url(),
            self.release,
        )

    def is_open(self):
        return self.release.is_out(self.now)

    def package(self):
        by, at = self.request.user, self.now
        return releases.package_of(self.release, self.file, by=by, at=at)
