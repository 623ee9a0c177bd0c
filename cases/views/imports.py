"""The pages of regional returns: the list with its upload, the template, and one return."""

import csv

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import DetailView, ListView

from cases.forms.imports import ReturnForm, carried_file, carry
from cases.models import Return
from cases.returns import land_return
from cases.returns.columns import ALL_COLUMNS, TEMPLATE_VERSION
from cases.returns.mending import rows_to_mend
from toex.accounts.choices import Role
from toex.audit.services import record_read
from toex.core.sheets import safe
from toex.core.views import VisibleRowsMixin
from toex.web.limits import UPLOAD, spend
from toex.web.pages import ListPage, RolesMixin

HEADINGS = "row 1"
READERS = [Role.TOEX_MANAGER, Role.PROGRAMME_OFFICE]


class Imports(RolesMixin, ListPage, ListView):
    """Returns brought in, and for a manager the form to check one and to bring it in."""

    queryset = Return.objects.select_related("region", "signed_by").newest_first()
    template_name = "cases/imports.html"
    roles = READERS
    audit_noun = "return"
    paginate_by = 25

    def get_context_data(self, **kwargs):
        kwargs["template_version"] = TEMPLATE_VERSION
        may_land = self.request.user.role == Role.TOEX_MANAGER
        if may_land and "form" not in kwargs:
            kwargs["form"] = ReturnForm()
        return super().get_context_data(may_land=may_land, **kwargs)

    def post(self, request, *args, **kwargs):
        if request.user.role != Role.TOEX_MANAGER:
            raise PermissionDenied
        spend(UPLOAD, request.user, now=timezone.now())
        form, shown = ReturnForm(request.POST, request.FILES or carried_file(request.POST)), {}
        if form.is_valid():
            file = form.cleaned_data["file"]
            content, dry_run = file.read(), request.POST.get("act") != "land"
            try:
                landed = _land(request, content, file.name, dry_run=dry_run)
            except ValidationError as error:
                shown = _refused(form, error)
                if request.POST.get("act") == "rows":
                    return _as_csv(rows_to_mend(content, shown["problems"]), "rows-to-mend.csv")
            else:
                if not dry_run:
                    messages.success(request, "The return is brought in.")
                    return redirect(landed)
                shown = {"checked": landed}
            shown["carried"] = carry(content, file.name)
        self.object_list = self.get_queryset()
        return self.render_to_response(self.get_context_data(form=form, **shown))


def _land(request, content, name, *, dry_run):
    return land_return(
        region=request.user.region,
        content=content,
        file_name=name,
        by=request.user,
        at=timezone.now(),
        dry_run=dry_run,
    )


def template(request):
    """The headings of a return and nothing under them; its name says which version it is."""
    if request.user.role != Role.TOEX_MANAGER:
        raise PermissionDenied
    return _as_csv([ALL_COLUMNS], f"toex-return-template-version-{TEMPLATE_VERSION}.csv")


def _as_csv(rows, name):
    """Return rows as a file, with the mark by which spreadsheets know UTF-8."""
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(answer)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return answer


def _refused(form, error):
    """Put what is wrong with the file beside its field, and each row's problems in a table."""
    told = error.message_dict
    problems = [
        (*where.partition(": ")[::2], sentence)
        for where, sentences in told.items()
        if where != "file"
        for sentence in sentences
    ]
    for sentence in told.get("file", []):
        form.add_error("file", sentence)
    if problems and not form.errors:
        form.add_error("file", "The return has problems. Nothing was saved.")
    wrong_template = bool(problems) and all(where == HEADINGS for where, *_ in problems)
    return {"refused": error, "problems": problems, "wrong_template": wrong_template}


class Import(VisibleRowsMixin, DetailView):
    queryset = Return.objects.select_related("region", "signed_by")
    template_name = "cases/import.html"
    context_object_name = "landed"

    def get_object(self, queryset=None):
        landed = self.get_queryset().filter(pk=self.kwargs["pk"]).first()
        if landed is None:
            raise Http404
        record_read(
            actor=self.request.user, action="return.view", at=timezone.now(), target=landed
        )
        return landed

    def get_context_data(self, **kwargs):
        landed = self.object
        rows = [
            ("Region", landed.region.name),
            ("File", landed.file_name),
            ("Signed by", landed.signed_by.name),
            ("Brought in", landed.landed_at),
            ("New events", f"{landed.landed:,}"),
            ("Events known already", f"{landed.unchanged:,}"),
            ("New cases", f"{landed.cases:,}"),
            ("Fingerprint of the file (SHA-256)", landed.sha256),
        ]
        return super().get_context_data(rows=rows, **kwargs)
