from django.core.exceptions import BadRequest, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.utils import timezone
from django.views.generic import TemplateView

from cases.models import Case
from metrics.asked_after import asked_after
from metrics.cells import read_cell
from metrics.choices import Status
from metrics.figures import MARKING
from metrics.forms.figures import FigureForm
from metrics.forms.records import AskedAfterForm
from metrics.measures import MEASURES
from metrics.measures.rule_sets import CURRENT, RULE_SETS, change_log
from metrics.query import one_measure, read_query
from metrics.records import records_behind
from metrics.rows import case_of, lines_of, reference_of
from metrics.sight import READERS
from metrics.tables import Scope, Tables, headlines
from metrics.wording import cell_in_words, notes, number_in_words, period_in_words
from toex.audit.services import record_read
from toex.core.periods import london_date
from toex.forces.models import Force, Region
from toex.web.pages import RolesMixin

LINES_ON_A_PAGE = 50
OF_A_CASE = ("outcome", "activity")  # rows that name no case themselves


class Figures(RolesMixin, TemplateView):
    roles = READERS
    template_name = "metrics/figures.html"

    def get_context_data(self, **kwargs):
        now, reader = timezone.now(), self.request.user
        form = FigureForm(self.request.GET, reader=reader, today=london_date(now))
        context = {"form": form, "marking": MARKING, "scope": Scope(reader), **kwargs}
        if form.is_valid():
            context |= self.counted(form, now)
        return super().get_context_data(**context)

    def counted(self, form, now):
        params, by = form.parameters(), form.cleaned_data["by"]
        params.setlist("measure", [measure.code for measure in form.measures()])
        query, reader = read_query(params, now=now), self.request.user
        try:
            sections = Tables(query, by, reader=reader, span=form.span()).sections()
        except ValidationError as error:
            form.add_error("by", error.messages[0])
            return {}
        record_read(actor=reader, action="figure.list", at=now, shown=query.told())
        return {
            "query": query,
            "known_at": now,
            "headlines": headlines(query, reader=reader, span=form.span()),
            "period": period_in_words(query.period.name),
            "sections": sections,
            "by": by,
            "has_people": any(measure.is_of_people for measure in query.measures),
            "notes": notes(query.measures, by, query.basis),
        }


class Records(RolesMixin, TemplateView):
    roles = READERS
    template_name = "metrics/records.html"

    def get_context_data(self, **kwargs):
        now, reader = timezone.now(), self.request.user
        try:
            query, cell = self.asked(now)
        except ValidationError as error:
            raise BadRequest(" ".join(error.messages)) from None
        records = records_behind(query, cell, reader=reader)
        page = Paginator(records.all_rows(), LINES_ON_A_PAGE).get_page(
            self.request.GET.get("page")
        )
        (measure,) = query.measures
        form, told = self.told(query, cell)
        references = [reference_of(item) for item in page.object_list]
        references += [form.cleaned_data["reference"]] if told else []
        shown = [*query.told(), *references]
        record_read(actor=reader, action="figure.records", at=now, shown=shown)
        included, excluded = lines_of(measure, page.object_list, cases=self.cases(page))
        return super().get_context_data(
            measure=measure,
            query=query,
            form=form,
            told=told,
            cell=cell_in_words(query, cell),
            is_part="part" in self.request.GET,
            records=records,
            numbers=in_words(measure, records),
            included=included,
            with_cases=any(item.row in OF_A_CASE for item in page.object_list),
            excluded=excluded,
            page_obj=page,
            known_at=query.known_at,
            marking=MARKING,
            **kwargs,
        )

    def told(self, query, cell):
        """Return the form that asks after one case or request, and what is said of it."""
        (measure,) = query.measures
        form = AskedAfterForm(self.request.GET, measure=measure)
        if not form.is_valid():
            return form, []
        try:
            reference = form.cleaned_data["reference"]
            return form, asked_after(query, cell, reference, reader=self.request.user)
        except ValidationError as error:
            form.add_error("reference", error)
            return form, []

    def cases(self, page):
        """Return the cases of the records on the page that the reader may see."""
        wanted = {case_of(item) for item in page.object_list} - {None}
        seen = Case.objects.visible_to(self.request.user).filter(pk__in=wanted)
        return set(seen.values_list("pk", flat=True))

    def asked(self, now):
        params = self.request.GET
        return read_cell(
            params,
            one_measure(read_query(params, now=now)),
            regions=set(Region.objects.values_list("code", flat=True)),
            forces=set(Force.objects.values_list("code", flat=True)),
        )


def in_words(measure, records):
    """Return what counts and what does not, and how much of each is out of sight."""
    unseen = (records.unseen_included, records.unseen_excluded)
    amounts = (records.counted, records.left_out, *unseen)
    return [number_in_words(measure, amount, Status.OK) for amount in amounts]


class Measures(TemplateView):
    template_name = "metrics/measures.html"
    extra_context = {
        "measures": list(MEASURES.values()),
        "rule_set": CURRENT,
        "rule_sets": RULE_SETS[::-1],
    }


class OneMeasure(TemplateView):
    template_name = "metrics/measure.html"

    def get_context_data(self, code, **kwargs):
        if code not in MEASURES:
            raise Http404
        return super().get_context_data(
            measure=MEASURES[code],
            rule_set=CURRENT,
            change_log=change_log(code),
            may_see_figures=self.may_see_figures,
            **kwargs,
        )

    def may_see_figures(self):
        return self.request.user.role in READERS
