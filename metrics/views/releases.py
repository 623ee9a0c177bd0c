"""Releases for reading: the list, one release as published, its files, and what it revised."""

import json

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.generic import DetailView, ListView

from metrics import releases
from metrics.choices import ReleaseState
from metrics.measures import MEASURES
from metrics.models import Release, ReleaseFile
from metrics.models.releases import PUBLIC_ROLES
from metrics.releases.reading import ReadTable, files_of, named
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
        return super().get_context_data(now=timezone.now(), **kwargs)


class ReleasePage(RowPage, DetailView):
    """A page about one release in sight; who was let in early is noted when they first look."""

    queryset = ROWS
    audit_noun = "release"
    context_object_name = "row"

    def get_object(self, queryset=None):
        row = super().get_object(queryset)
        releases.note_opening(row, user=self.request.user, at=timezone.now())
        return row


class OneRelease(ReleasePage):
    template_name = "metrics/release.html"

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        if self.object.state == ReleaseState.DRAFT:
            return redirect("metrics:workspace", self.object.reference)
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs):
        snapshot = json.loads(self.object.snapshot)
        later = ROWS.visible_to(self.request.user).filter(
            period=self.object.period, edition__gt=self.object.edition
        )
        return super().get_context_data(
            snapshot=snapshot,
            tables=[ReadTable(table) for table in snapshot["tables"]],
            files=files_of(self.object),
            later=later.order_by("-edition").first(),
            is_out=self.object.is_out(timezone.now()),
            works_on_it=self.request.user.role == Role.PROGRAMME_OFFICE,
            **kwargs,
        )


class Revisions(ReleasePage):
    """What a later edition changed: first published, before, now, change and why."""

    template_name = "metrics/revisions.html"

    def get_context_data(self, **kwargs):
        if self.object.state == ReleaseState.DRAFT:
            raise Http404
        snapshot = json.loads(self.object.snapshot)
        rows = [
            {**row, "label": MEASURES[row["measure"]].label, "cell": named(row, snapshot)}
            for row in snapshot["revisions"]
        ]
        return super().get_context_data(rows=rows, snapshot=snapshot, **kwargs)


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
