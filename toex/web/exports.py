"""Whatever leaves the service as a file: asked about first, written down, then given."""

from dataclasses import dataclass

from csp.constants import NONE
from csp.decorators import csp
from django import forms
from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import models, transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.generic import TemplateView

from toex.accounts.stepping_up import confirm, confirmed_at
from toex.audit.choices import CHOSEN, ExportKind, Purpose
from toex.audit.services import Package, record_export, record_read
from toex.core.forms import PlainForm
from toex.core.sheets import BLANK, Sheet, csv_of, ods_of, xlsx_of
from toex.core.templatetags.toex_tags import chosen_filters, date_and_time
from toex.web.limits import EXPORT, spend

MARKING = "OFFICIAL-SENSITIVE"
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
WORKBOOKS = {"xlsx": xlsx_of, "ods": ods_of}
WRONG_PASSWORD = "Enter the password of your account."


@dataclass(frozen=True)
class Leaving:
    """What is about to leave: its kind, its name on the page, its record and the way back.

    `refusal` says why it may not leave in one piece, and is empty where it may. `handling` is
    what whoever added it asked of everybody who takes it.
    """

    kind: ExportKind
    words: str
    back: str
    target: models.Model | None = None
    refusal: str = ""
    handling: str = ""


class ExportForm(PlainForm):
    """Who will have it and what for; and the password, where it was not given just before."""

    mark_optional = False
    recipient = forms.CharField(
        label="Who will receive it?",
        help_text="A person with their organisation, or your own name if it stays with you.",
        max_length=200,
        # Or a browser would offer the address that goes with the password below.
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter who will receive it."},
    )
    purpose = forms.ChoiceField(
        label="What is it for?",
        choices=[(each.value, each.label) for each in CHOSEN],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what it is for."},
    )
    password = forms.CharField(
        label="Your password",
        help_text=f"It is not asked again for {settings.STEP_UP_SECONDS // 60} minutes.",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": WRONG_PASSWORD},
    )

    def __init__(self, *args, ask_password, **kwargs):
        super().__init__(*args, **kwargs)
        if not ask_password:
            del self.fields["password"]


class ExportPage(TemplateView):
    """GET asks; POST checks the answers, writes the register and gives the file.

    Sight and role are looked at in both, and before anything that was sent. What was asked for
    stands in the address, so that it is still there after a wrong answer.
    """

    template_name = "exports/ask.html"
    http_method_names = ["get", "head", "post"]

    def leaving(self) -> Leaving:
        """Return what is asked for. :raises Http404: there is nothing of that kind in sight"""
        raise NotImplementedError

    def package(self) -> Package:
        """Make the file and note the look, inside the transaction of the register."""
        raise NotImplementedError

    def is_open(self):
        """Return whether it is published, so that nothing is asked."""
        return False

    def dispatch(self, request, *args, **kwargs):
        self.now = timezone.now()
        self.asked = self.leaving()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        if self.is_open():
            return self.give(recipient=request.user.email, purpose=Purpose.PUBLISHED)
        return self.show(self.form())

    def post(self, request, *args, **kwargs):
        if self.is_open():
            return self.http_method_not_allowed(request)
        form = self.form(request.POST)
        if self.asked.refusal:
            return self.show(form)
        if not form.is_valid() or not self.is_confirmed(form):
            return self.show(form)
        return self.give(
            recipient=form.cleaned_data["recipient"],
            purpose=form.cleaned_data["purpose"],
            confirmed_at=self.known_since(),
        )

    def form(self, data=None):
        return ExportForm(data, ask_password=self.known_since() is None)

    def known_since(self):
        return confirmed_at(self.request, now=self.now)

    def is_confirmed(self, form):
        if "password" not in form.fields:
            return True
        if confirm(self.request, form.cleaned_data["password"], at=self.now):
            return True
        form.add_error("password", WRONG_PASSWORD)
        return False

    def show(self, form):
        return self.render_to_response(
            self.get_context_data(form=form, asked=self.asked, known_since=self.known_since())
        )

    def give(self, **told):
        spend(EXPORT, self.request.user, now=self.now)
        return attached(self.request, self.packed(**told))

    @transaction.atomic
    def packed(self, **told):
        self.told = told
        package = self.package()
        record_export(
            by=self.request.user,
            at=self.now,
            kind=self.asked.kind,
            target=self.asked.target,
            package=package,
            **told,
        )
        return package


class ListExport(ExportPage):
    """A list as CSV, XLSX or ODS, as `format` in the address says: the rows of a page, filtered.

    Rows are those in sight of the reader that the same filters leave. Columns are declared, each
    a heading and what makes its text of a row: a new field of a row never leaves by itself.
    """

    kind = None
    noun = ""
    title = ""
    list_name = ""
    queryset = None
    filterset_class = None
    columns = ()

    def rows(self):
        return self.filtered.qs

    def also(self):
        """Return in sentences what else than the filters narrows the rows."""
        return []

    def leaving(self):
        in_sight = self.queryset.visible_to(self.request.user)
        asked = self.request.GET
        self.filtered = self.filterset_class(asked, queryset=in_sight, request=self.request)
        if not self.filtered.is_valid():
            raise BadRequest("The filter in the address cannot be read.")
        count, most = self.rows().count(), settings.EXPORT_MOST_ROWS
        noun = self.noun.removesuffix("s") if count == 1 else self.noun
        words = f"{count:,} {noun} ({self.kwargs['format'].upper()})"
        refusal = f"More than {most:,} rows cannot leave in one file. Narrow the list first."
        query = asked.urlencode()
        back = f"{reverse(self.list_name)}?{query}" if query else reverse(self.list_name)
        return Leaving(self.kind, words, back, refusal=refusal if count > most else "")

    def package(self):
        rows = list(self.rows())
        noun = self.noun.removesuffix("s")
        action = f"{noun}.export"
        record_read(actor=self.request.user, action=action, at=self.now, shown=rows)
        kind, name = self.kwargs["format"], f"{self.noun}-{self.now:%Y-%m-%d}"
        sheet = self.sheet([tuple(text(row) or BLANK for _, text in self.columns) for row in rows])
        content = csv_of(sheet) if kind == "csv" else WORKBOOKS[kind](sheet, at=self.now)
        return Package(content, f"{name}.{kind}", FORMATS[kind], rows=len(rows))

    def sheet(self, rows):
        chosen = chosen_filters(self.request.GET, self.filtered.form)
        filters = [*self.also(), *(f"{each['label']}: {each['words']}" for each in chosen)]
        return Sheet(
            title=self.title,
            name=self.noun.capitalize(),
            marking=MARKING,
            cover=(
                f"Taken by {self.request.user.name} on {date_and_time(self.now)}",
                f"For {self.told['recipient']}: {Purpose(self.told['purpose']).label.lower()}",
                f"Filter: {'; '.join(filters) or 'none'}",
                f"Rows: {len(rows):,}",
            ),
            notes=(
                "Rows are those that whoever took them could see at that time.",
                f"Where a question was not answered stands “{BLANK}”.",
            ),
            columns=tuple(heading for heading, _ in self.columns),
            rows=rows,
        )


@csp({"default-src": [NONE], "sandbox": True})
def attached(request, package):
    """Answer with a file to save: whatever is in it, the browser does not show it."""
    return HttpResponse(
        package.content,
        content_type=package.content_type,
        headers={
            "Content-Disposition": content_disposition_header(
                True, package.saved_as or package.name
            ),
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )
