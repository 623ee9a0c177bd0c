"""Releases for reading: the list, one release as published, its files, and what it revised."""

import json

from django.shortcuts import redirect
from django.utils import timezone
from django.views import View
from django.views.generic import DetailView, ListView

from metrics import releases
from metrics.api.releases import file_answer
from metrics.choices import ReleaseState
from metrics.models import Release
from metrics.models.releases import PUBLIC_ROLES
from metrics.releases.changes import changes_of
from metrics.releases.reading import ReadTable, files_of
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
        row, now = self.object, timezone.now()
        snapshot = json.loads(row.snapshot)
        later = Release.objects.out(now).filter(period=row.period, edition__gt=row.edition)
        return super().get_context_data(
            snapshot=snapshot,
            tables=[ReadTable(table) for table in snapshot["tables"]],
            files=files_of(row),
            later=[
                (each, changes_of(json.loads(each.snapshot))) for each in later.order_by("edition")
            ],
            changes=changes_of(snapshot) if row.revises_id else None,
            is_out=row.is_out(now),
            works_on_it=self.request.user.role == Role.PROGRAMME_OFFICE,
            **kwargs,
        )


class File(View):
    """One file of a release, to keep."""

    def get(self, request, reference, name):
        row = find(ROWS.defer("snapshot").visible_to(request.user), None, reference)
        return file_answer(row, name, by=request.user, at=timezone.now())
