"""What changed: in one edition, and over all editions of every quarter."""

import json

from django.http import Http404
from django.utils import timezone
from django.views.generic import TemplateView

from metrics.choices import ReleaseState
from metrics.figures import MARKING
from metrics.forms.releases import TriangleForm
from metrics.releases.behind import Behind
from metrics.releases.changes import changes_of
from metrics.releases.triangle import triangle_of
from metrics.releases.triangle_drawing import draw
from metrics.views.releases import READERS, ReleasePage
from toex.audit.services import record_read
from toex.web.pages import RolesMixin


class Revisions(ReleasePage):
    """What a later edition changed: first published, before, now, change and why."""

    template_name = "metrics/revisions.html"

    def get_context_data(self, **kwargs):
        if self.object.state == ReleaseState.DRAFT:
            raise Http404
        snapshot = json.loads(self.object.snapshot)
        changes, behind = changes_of(snapshot), Behind(self.object, self.request.user)
        lines = [
            (each, "" if each.row["now"] is None else behind.cell(each.row))
            for each in changes.rows
        ]
        return super().get_context_data(changes=changes, lines=lines, snapshot=snapshot, **kwargs)


class Triangle(RolesMixin, TemplateView):
    """The revision triangle of one measure, from published numbers alone."""

    roles = READERS
    template_name = "metrics/triangle.html"

    def get_context_data(self, **kwargs):
        now, form = timezone.now(), TriangleForm(self.request.GET)
        context = {"form": form, "marking": MARKING, **kwargs}
        if form.is_valid():
            measure, region = form.chosen(), form.cleaned_data["region"]
            found = triangle_of(measure, region, now=now)
            shown = [measure.code, region or "nation"]
            record_read(actor=self.request.user, action="revisions.view", at=now, shown=shown)
            context |= {"triangle": found, "drawing": draw(found)}
        return super().get_context_data(**context)
