"""Releases for reading: the list, one release as published, its files, and what it revised."""

import json

from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views import View
from django.views.generic import DetailView, ListView

from metrics import releases
from metrics.api.releases import file_answer
from metrics.choices import ReleaseState
from metrics.measures import MEASURES
from metrics.models import Release
from metrics.models.releases import PUBLIC_ROLES
from metrics.releases.reading import ReadTable, files_of, named
from toex.accounts.choices import Role
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


class File(View):
    """One file of a release, to keep."""

    def get(self, request, reference, name):
        row = find(ROWS.defer("snapshot").visible_to(request.user), None, reference)
        return file_answer(row, name, by=request.user, at=timezone.now())
